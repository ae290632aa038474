// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.DriverPresentException;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import dev.pawl.spi.WorkerSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who executes the runs, and who did. Stores that let several workers in keep {@link ManyWorkersContract} too. */
interface WorkerContract extends Subject {

    Duration LEASE = Duration.ofSeconds(15);

    /** Whether two workers may be in at the same time. */
    default boolean severalWorkers() {
        return false;
    }

    @Test
    @Tag("S10")
    default void aSecondWorkerIsToldWhoTheFirstIs() {
        WorkerInfo first = Rows.worker("first");
        try (WorkerSession session = store().enter(first, LEASE)) {
            assertThat(session.worker()).isEqualTo(first);
            if (!severalWorkers()) {
                assertThatThrownBy(() -> other().enter(Rows.worker("second"), LEASE))
                        .isInstanceOf(DriverPresentException.class)
                        .hasMessageContaining(first.host())
                        .hasMessageContaining(Long.toString(first.pid()))
                        .asInstanceOf(type(DriverPresentException.class))
                        .returns(first, DriverPresentException::holder);
                assertThatThrownBy(() -> store().enter(Rows.worker("second"), LEASE))
                        .isInstanceOf(DriverPresentException.class);
            }
        }
    }

    @Test
    @Tag("S1")
    default void whoLeavesMakesRoom() {
        WorkerSession first = store().enter(Rows.worker("first"), LEASE);
        first.close();
        first.close();
        try (WorkerSession second = other().enter(Rows.worker("second"), LEASE)) {
            first.close();
            assertThat(workers()).extracting(WorkerRow::worker).containsExactly(second.worker());
            assertThat(workers()).extracting(WorkerRow::alive).containsExactly(true);
        }
        assertThat(workers()).isEmpty();
    }

    @Test
    @Tag("S1")
    default void aStoreThatClosesMakesRoom() {
        var unused = other().enter(Rows.worker("first"), LEASE);
        other().close();
        store().enter(Rows.worker("second"), LEASE).close();
    }

    @Test
    @Tag("D5")
    default void thePulseIsSeenByOthers() {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            assertThat(workers()).extracting(WorkerRow::pulse).containsOnlyNulls();
            Subject.await(session.pulse("5/10".getBytes(StandardCharsets.UTF_8)));
            Subject.await(session.pulse("6/10".getBytes(StandardCharsets.UTF_8)));
            assertThat(workers()).extracting(WorkerRow::pulse).containsExactly("6/10".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    @Tag("S1")
    default void aDeadWorkerIsListedWhileItOwnsAnActiveRun() {
        WorkerInfo dead = Rows.worker("dead");
        RunRow row = Rows.owned(Rows.running("p", null), dead.id(), 1);
        WorkerSession session = store().enter(dead, LEASE);
        Chain chain = created(row);
        session.close();
        assertThat(workers()).extracting(WorkerRow::alive).containsExactly(false);

        WorkerInfo next = Rows.worker("next");
        try (WorkerSession now = other().enter(next, LEASE)) {
            assertThat(now.worker()).isEqualTo(next);
            assertThat(workers()).extracting(WorkerRow::worker).containsExactly(next, dead);
            assertThat(workers()).extracting(WorkerRow::alive).containsExactly(true, false);

            append(chain.next("ended", Rows.ended(row, RunStatus.FAILED)));
            assertThat(workers()).extracting(WorkerRow::worker).containsExactly(next);
        }
    }

    @Test
    @Tag("S1")
    default void aWorkerThatEndsOnPurposeSaysSo() {
        WorkerInfo draining = Rows.worker("draining");
        RunRow row = Rows.owned(Rows.running("p", null), draining.id(), 1);
        WorkerSession session = store().enter(draining, LEASE);
        var unused = created(row);
        Subject.await(session.pulse("5/10".getBytes(StandardCharsets.UTF_8)));
        assertThat(workers()).extracting(WorkerRow::drained).containsExactly(false);
        Subject.await(session.drain());
        Subject.await(session.drain());
        assertThat(workers())
                .singleElement()
                .returns(true, WorkerRow::alive)
                .returns(true, WorkerRow::drained)
                .returns("5/10".getBytes(StandardCharsets.UTF_8), WorkerRow::pulse);
        Subject.await(session.pulse("6/10".getBytes(StandardCharsets.UTF_8)));
        assertThat(workers()).extracting(WorkerRow::drained).containsExactly(true);
        session.close();

        WorkerInfo next = Rows.worker("next");
        try (WorkerSession now = other().enter(next, LEASE)) {
            assertThat(now.worker()).isEqualTo(next);
            assertThat(workers()).extracting(WorkerRow::worker).containsExactly(next, draining);
            assertThat(workers()).extracting(WorkerRow::drained).containsExactly(false, true);
        }
    }

    /** Lets the clock of the database go on, where it only does when told. */
    default void pass() {}

    /** Declares a worker dead, by what is seen of it now. */
    default void bury(WorkerSession session) {
        Instant seen = Looks.look(store()).workers().stream()
                .filter(sighting -> sighting.worker().equals(session.worker()))
                .findFirst()
                .orElseThrow()
                .leaseUntil();
        assertThat(Looks.bury(store(), session.worker(), seen)).isTrue();
    }

    /** Its connection may just have been ended: it is asked until there is an answer. */
    default <T> T untilAnswered(Supplier<CompletableFuture<T>> question) {
        for (int i = 0; ; i++) {
            try {
                return Subject.await(question.get());
            } catch (StoreException e) {
                if (i == 10 || e.kind() != StoreException.Kind.TRANSIENT) {
                    throw e;
                }
            }
        }
    }

    /** As others see them. */
    default List<WorkerRow> workers() {
        return Subject.await(other().workers());
    }
}
