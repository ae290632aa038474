// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.pawl.spi.Renewal;
import dev.pawl.spi.Renewal.Gone;
import dev.pawl.spi.Renewal.Renewed;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.Sighting;
import dev.pawl.spi.Sighting.Lock;
import dev.pawl.spi.Sightings;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import dev.pawl.spi.WorkerSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What can be known of whether workers live, and how one is declared dead. */
interface LivenessContract extends WorkerContract {

    /** Longer than a database takes to notice that a connection has ended. */
    Duration PATIENCE = Duration.ofSeconds(20);

    /** Ends a handle as {@code kill -9} does its process; only asked of stores that let several workers in. */
    default void vanish(RunStore handle) {
        throw new UnsupportedOperationException();
    }

    @Test
    @Tag("S1")
    default void aWorkerIsSeenWithItsLeaseAndItsLock() {
        assertThat(look(other()).workers()).isEmpty();
        WorkerInfo worker = Rows.worker("w");
        try (WorkerSession session = store().enter(worker, LEASE)) {
            Sightings look = look(other());
            Sighting sighting = look.workers().getFirst();
            assertThat(look.workers()).hasSize(1);
            assertThat(sighting.worker()).isEqualTo(session.worker());
            assertThat(sighting.lock()).isEqualTo(Lock.HELD);
            assertThat(sighting.lease()).isEqualTo(LEASE);
            assertThat(sighting.leaseUntil()).isBetween(look.now(), look.now().plus(LEASE));
            assertThat(look.up()).isBeforeOrEqualTo(look.now());
            assertThat(look(store()).workers()).hasSize(1);
        }
        assertThat(look(other()).workers()).isEmpty();
    }

    @Test
    @Tag("S1")
    default void aRenewalBeginsTheLeaseAnew() {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            Renewed first = renewed(session);
            assertThat(Duration.between(first.now(), first.until()))
                    .as("as long as was asked for; longer where nobody waits for its end")
                    .isGreaterThanOrEqualTo(LEASE);
            Renewed second = renewed(session);
            assertThat(second.until()).isAfterOrEqualTo(first.until());
            assertThat(look(other()).workers().getFirst().leaseUntil()).isAfterOrEqualTo(second.until());
        }
    }

    @Test
    @Tag("S5")
    default void whoHasLeftCannotRenew() {
        WorkerSession session = store().enter(Rows.worker("w"), LEASE);
        Instant until = renewed(session).until();
        session.close();
        assertThat(Subject.await(session.renew())).isInstanceOf(Gone.class);
        assertThat(bury(session.worker(), until)).as("it is dead already").isFalse();
    }

    @Test
    @Tag("S5")
    default void onlyALeaseThatWasNotRenewedSinceIsBuried() {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            Instant until = look(other()).workers().getFirst().leaseUntil();
            assertThat(bury(session.worker(), until.minusMillis(1))).isFalse();
            assertThat(bury(session.worker(), until.plusMillis(1))).isFalse();
            assertThat(bury(Rows.worker("nobody"), until)).isFalse();
            assertThat(workers()).extracting(WorkerRow::alive).containsExactly(true);
            assertThat(Subject.await(session.renew())).isInstanceOf(Renewed.class);
        }
    }

    @Test
    @Tag("S1")
    default void severalWorkersAreSeenEachWithItsOwnLease() {
        if (!severalWorkers()) {
            return;
        }
        WorkerInfo first = Rows.worker("first");
        WorkerInfo second = Rows.worker("second");
        try (WorkerSession one = store().enter(first, LEASE);
                WorkerSession two = other().enter(second, LEASE.multipliedBy(2))) {
            assertThat(workers()).extracting(WorkerRow::worker).containsExactly(second, first);
            assertThat(workers()).extracting(WorkerRow::alive).containsOnly(true);
            assertThat(look(store()).workers())
                    .extracting(Sighting::worker, Sighting::lease, Sighting::lock)
                    .containsExactly(
                            tuple(two.worker(), LEASE.multipliedBy(2), Lock.HELD),
                            tuple(one.worker(), LEASE, Lock.HELD));
        }
    }

    @Test
    @Tag("S1")
    @Tag("S5")
    default void whoVanishedIsNotDeadUntilItIsBuried() {
        if (!severalWorkers()) {
            return;
        }
        WorkerInfo gone = Rows.worker("gone");
        RunRow row = Rows.owned(Rows.running("p", null), gone.id(), 1);
        WorkerSession session = other().enter(gone, LEASE);
        Subject.await(session.pulse("5/10".getBytes(StandardCharsets.UTF_8)));
        created(row);
        vanish(other());
        Sighting seen = untilFree(store());

        assertThat(seen.worker()).isEqualTo(gone);
        assertThat(Subject.await(store().workers()))
                .as("a free lock is no judgement")
                .extracting(WorkerRow::alive)
                .containsExactly(true);

        assertThat(bury(gone, seen.leaseUntil().minusNanos(1000))).isFalse();
        assertThat(bury(gone, seen.leaseUntil())).isTrue();
        assertThat(bury(gone, seen.leaseUntil())).isFalse();
        assertThat(Subject.await(store().workers()))
                .singleElement()
                .returns(gone, WorkerRow::worker)
                .returns(false, WorkerRow::alive)
                .returns(false, WorkerRow::drained)
                .returns("5/10".getBytes(StandardCharsets.UTF_8), WorkerRow::pulse);
        assertThat(look(store()).workers()).isEmpty();
    }

    @Test
    @Tag("S5")
    default void whoWasBuriedNeverLivesAgain() {
        if (!severalWorkers()) {
            return;
        }
        WorkerInfo frozen = Rows.worker("frozen");
        WorkerSession session = other().enter(frozen, LEASE);
        RunRow row = Rows.owned(Rows.running("p", null), frozen.id(), 1);
        created(row);
        Instant seen = look(store()).workers().getFirst().leaseUntil();
        assertThat(bury(frozen, seen)).isTrue();

        assertThat(again(session)).isInstanceOf(Gone.class);
        assertThat(look(store()).workers()).isEmpty();
        assertThat(Subject.await(store().workers()))
                .extracting(WorkerRow::alive)
                .containsExactly(false);
        session.close();
    }

    @Test
    @Tag("S5")
    default void aRenewalBeatsAnOlderJudgement() {
        if (!severalWorkers()) {
            return;
        }
        try (WorkerSession session = other().enter(Rows.worker("slow"), LEASE)) {
            Instant seen = look(store()).workers().getFirst().leaseUntil();
            Instant until = seen;
            while (until.equals(seen)) { // a clock that stands still tells no renewal from the one before
                pass();
                until = renewed(session).until();
            }
            assertThat(bury(session.worker(), seen)).isFalse();
            assertThat(Subject.await(session.renew())).isInstanceOf(Renewed.class);
        }
    }

    @Test
    @Tag("S1")
    default void anObserverIsOneUnbrokenSession() {
        UUID observer = look(store()).observer();
        assertThat(look(store()).observer()).isEqualTo(observer);
        if (severalWorkers()) {
            assertThat(look(other()).observer()).isNotEqualTo(observer);
        }
    }

    /** Lets the clock of the database go on, where it only does when told. */
    default void pass() {}

    private boolean bury(WorkerInfo worker, Instant seen) {
        return Subject.await(store().bury(worker.id(), seen, "a test judged it"));
    }

    private static Sightings look(RunStore store) {
        return Subject.await(store.sightings());
    }

    private static Sighting untilFree(RunStore store) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Sighting seen = look(store).workers().getFirst();
            if (seen.lock() == Lock.FREE) {
                return seen;
            }
            assertThat(System.nanoTime()).as("its lock is still " + seen.lock()).isLessThan(deadline);
        }
    }

    private static Renewed renewed(WorkerSession session) {
        return (Renewed) Subject.await(session.renew());
    }

    /** Its connection may just have been ended: it is asked until there is an answer. */
    private static Renewal again(WorkerSession session) {
        for (int i = 0; ; i++) {
            try {
                return Subject.await(session.renew());
            } catch (StoreException e) {
                if (i == 10 || e.kind() != StoreException.Kind.TRANSIENT) {
                    throw e;
                }
            }
        }
    }
}
