// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.pawl.spi.Renewal.Gone;
import dev.pawl.spi.Renewal.Renewed;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.Sighting;
import dev.pawl.spi.Sighting.Lock;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import dev.pawl.spi.WorkerSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Of stores that let several workers in: what is seen of each, and how one is declared dead. */
public interface ManyWorkersContract extends SharedSlotContract, SharedAdmissionContract {

    /** Longer than a database takes to notice that a connection has ended. */
    Duration PATIENCE = Duration.ofSeconds(20);

    /** Ends a handle as {@code kill -9} does its process. */
    void vanish(RunStore handle);

    @Override
    default boolean severalWorkers() {
        return true;
    }

    @Test
    @Tag("S1")
    default void severalWorkersAreSeenEachWithItsOwnLease() {
        WorkerInfo first = Rows.worker("first");
        WorkerInfo second = Rows.worker("second");
        try (WorkerSession one = store().enter(first, LEASE);
                WorkerSession two = other().enter(second, LEASE.multipliedBy(2))) {
            assertThat(workers()).extracting(WorkerRow::worker).containsExactly(second, first);
            assertThat(workers()).extracting(WorkerRow::alive).containsOnly(true);
            assertThat(Looks.look(store()).workers())
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

        assertThat(Looks.bury(store(), gone, seen.leaseUntil().minusNanos(1000)))
                .isFalse();
        assertThat(Looks.bury(store(), gone, seen.leaseUntil())).isTrue();
        assertThat(Looks.bury(store(), gone, seen.leaseUntil())).isFalse();
        assertThat(Subject.await(store().workers()))
                .singleElement()
                .returns(gone, WorkerRow::worker)
                .returns(false, WorkerRow::alive)
                .returns(false, WorkerRow::drained)
                .returns("5/10".getBytes(StandardCharsets.UTF_8), WorkerRow::pulse);
        assertThat(Looks.look(store()).workers()).isEmpty();
    }

    @Test
    @Tag("S5")
    default void whoWasBuriedNeverLivesAgain() {
        WorkerInfo frozen = Rows.worker("frozen");
        WorkerSession session = other().enter(frozen, LEASE);
        RunRow row = Rows.owned(Rows.running("p", null), frozen.id(), 1);
        created(row);
        Instant seen = Looks.look(store()).workers().getFirst().leaseUntil();
        assertThat(Looks.bury(store(), frozen, seen)).isTrue();

        assertThat(untilAnswered(session::renew)).isInstanceOf(Gone.class);
        assertThat(Looks.look(store()).workers()).isEmpty();
        assertThat(Subject.await(store().workers()))
                .extracting(WorkerRow::alive)
                .containsExactly(false);
        session.close();
    }

    @Test
    @Tag("S5")
    default void aRenewalBeatsAnOlderJudgement() {
        try (WorkerSession session = other().enter(Rows.worker("slow"), LEASE)) {
            Instant seen = Looks.look(store()).workers().getFirst().leaseUntil();
            Instant until = seen;
            while (until.equals(seen)) { // a clock that stands still tells no renewal from the one before
                pass();
                until = Looks.renewed(session).until();
            }
            assertThat(Looks.bury(store(), session.worker(), seen)).isFalse();
            assertThat(Subject.await(session.renew())).isInstanceOf(Renewed.class);
        }
    }

    private static Sighting untilFree(RunStore store) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Sighting seen = Looks.look(store).workers().getFirst();
            if (seen.lock() == Lock.FREE) {
                return seen;
            }
            assertThat(System.nanoTime()).as("its lock is still " + seen.lock()).isLessThan(deadline);
        }
    }
}
