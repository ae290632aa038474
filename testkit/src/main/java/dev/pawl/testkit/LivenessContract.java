// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.spi.Renewal.Gone;
import dev.pawl.spi.Renewal.Renewed;
import dev.pawl.spi.Sighting;
import dev.pawl.spi.Sighting.Lock;
import dev.pawl.spi.Sightings;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import dev.pawl.spi.WorkerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What can be known of whether workers live, and how one is declared dead. */
interface LivenessContract extends WorkerContract {

    @Test
    @Tag("S1")
    default void aWorkerIsSeenWithItsLeaseAndItsLock() {
        assertThat(Looks.look(other()).workers()).isEmpty();
        WorkerInfo worker = Rows.worker("w");
        try (WorkerSession session = store().enter(worker, LEASE)) {
            Sightings look = Looks.look(other());
            Sighting sighting = look.workers().getFirst();
            assertThat(look.workers()).hasSize(1);
            assertThat(sighting.worker()).isEqualTo(session.worker());
            assertThat(sighting.lock()).isEqualTo(Lock.HELD);
            assertThat(sighting.lease())
                    .as("as long as was asked for; longer where nobody waits for its end")
                    .isGreaterThanOrEqualTo(LEASE);
            assertThat(sighting.leaseUntil()).isBetween(look.now(), look.now().plus(sighting.lease()));
            assertThat(look.up()).isBeforeOrEqualTo(look.now());
            assertThat(Looks.look(store()).workers()).hasSize(1);
        }
        assertThat(Looks.look(other()).workers()).isEmpty();
    }

    @Test
    @Tag("S1")
    default void aRenewalBeginsTheLeaseAnew() {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            Renewed first = Looks.renewed(session);
            assertThat(Duration.between(first.now(), first.until()))
                    .as("as long as was asked for; longer where nobody waits for its end")
                    .isGreaterThanOrEqualTo(LEASE);
            Renewed second = Looks.renewed(session);
            assertThat(second.until()).isAfterOrEqualTo(first.until());
            assertThat(Looks.look(other()).workers().getFirst().leaseUntil()).isAfterOrEqualTo(second.until());
        }
    }

    @Test
    @Tag("S5")
    default void whoHasLeftCannotRenew() {
        WorkerSession session = store().enter(Rows.worker("w"), LEASE);
        Instant until = Looks.renewed(session).until();
        session.close();
        assertThat(Subject.await(session.renew())).isInstanceOf(Gone.class);
        assertThat(Looks.bury(store(), session.worker(), until))
                .as("it is dead already")
                .isFalse();
    }

    @Test
    @Tag("S5")
    default void onlyALeaseThatWasNotRenewedSinceIsBuried() {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            Instant until = Looks.look(other()).workers().getFirst().leaseUntil();
            assertThat(Looks.bury(store(), session.worker(), until.minusMillis(1)))
                    .isFalse();
            assertThat(Looks.bury(store(), session.worker(), until.plusMillis(1)))
                    .isFalse();
            assertThat(Looks.bury(store(), Rows.worker("nobody"), until)).isFalse();
            assertThat(workers()).extracting(WorkerRow::alive).containsExactly(true);
            assertThat(Subject.await(session.renew())).isInstanceOf(Renewed.class);
        }
    }

    @Test
    @Tag("S1")
    default void anObserverIsOneUnbrokenSession() {
        UUID observer = Looks.look(store()).observer();
        assertThat(Looks.look(store()).observer()).isEqualTo(observer);
        if (severalWorkers()) {
            assertThat(Looks.look(other()).observer()).isNotEqualTo(observer);
        }
    }
}
