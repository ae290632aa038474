// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.spi.Admission;
import dev.pawl.spi.Admission.Admitted;
import dev.pawl.spi.Admission.TooSoon;
import dev.pawl.spi.AdmissionWish;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.WorkerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many runs of a pipeline begin within a time. */
interface BeginContract extends WorkerContract {

    /** Longer than a test. */
    Duration HOUR = Duration.ofHours(1);

    @Test
    @Tag("B7")
    default void whoBeginsTooSoonIsToldWhen() {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            Instant before = now();
            assertThat(begins(session, Rows.id())).isEqualTo(new Admitted());
            Instant after = now();
            pass();
            assertThat(begins(session, Rows.id())).isEqualTo(new Admitted());
            UUID third = Rows.id();
            assertThat(again(session, Limits.begins(third, 2, HOUR)))
                    .as("an hour after the first")
                    .isBetween(before.plus(HOUR), after.plus(HOUR));
            assertThat(again(session, Limits.begins(third, 1, HOUR)))
                    .as("where one may, an hour after the second")
                    .isBetween(after.plus(HOUR), now().plus(HOUR));
            assertThat(Limits.admit(session, Limits.begins(third, 3, HOUR))).isEqualTo(new Admitted());
        }
    }

    @Test
    @Tag("B7")
    default void whereThereIsRoomAndItIsTooSoonItIsTooSoon() {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            AdmissionWish first = new AdmissionWish("p", Rows.id(), 9, 1, HOUR, false, 0);
            AdmissionWish second = new AdmissionWish("p", Rows.id(), 9, 1, HOUR, false, 0);
            AdmissionWish third = new AdmissionWish("p", Rows.id(), 1, 1, HOUR, false, 0);
            assertThat(Limits.admit(session, first)).isEqualTo(new Admitted());
            assertThat(Limits.admit(session, second)).isInstanceOf(TooSoon.class);
            assertThat(Limits.admit(session, third)).isEqualTo(new Admission.Full(1));
        }
    }

    @Test
    @Tag("B7")
    default void aRunBeginsOnce() {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            RunRow row = Rows.queued("p", null, false, 0, null);
            created(row);
            assertThat(begins(session, row.id())).isEqualTo(new Admitted());
            assertThat(begins(session, row.id())).as("again").isEqualTo(new Admitted());
            change(Rows.claimed(row, session.worker().id()));
            assertThat(begins(session, row.id())).as("claimed").isEqualTo(new Admitted());
            assertThat(begins(session, Rows.id())).as("the second").isEqualTo(new Admitted());
            assertThat(begins(session, Rows.id())).isInstanceOf(TooSoon.class);
            assertThat(Limits.admit(session, new AdmissionWish("p", Rows.id(), 9, 2, HOUR, true, 0)))
                    .as("it began before")
                    .isEqualTo(new Admitted());
        }
    }

    @Test
    @Tag("B7")
    default void whatIsDismissedHasNotBegun() {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            RunRow first = Rows.queued("p", null, false, 0, null);
            UUID second = Rows.id();
            created(first);
            assertThat(begins(session, first.id())).isEqualTo(new Admitted());
            assertThat(begins(session, second)).isEqualTo(new Admitted());
            assertThat(begins(session, Rows.id())).isInstanceOf(TooSoon.class);
            Subject.await(session.dismiss("p", second, 0));
            assertThat(begins(session, Rows.id())).isEqualTo(new Admitted());

            RunRow claimed = Rows.claimed(first, session.worker().id());
            change(claimed);
            Subject.await(session.dismiss("p", first.id(), 0));
            assertThat(begins(session, second)).as("it was claimed").isInstanceOf(TooSoon.class);
            change(Rows.released(claimed));
            Subject.await(session.dismiss("p", first.id(), 0));
            assertThat(begins(session, second)).as("it had begun").isInstanceOf(TooSoon.class);
        }
    }

    @Test
    @Tag("B7")
    default void whatBeganStaysWhenItsWorkerIsGone() {
        WorkerSession gone = store().enter(Rows.worker("gone"), LEASE);
        RunRow never = Rows.queued("p", null, false, 0, null);
        created(never);
        assertThat(begins(gone, never.id())).isEqualTo(new Admitted());
        assertThat(begins(gone, Rows.id())).isEqualTo(new Admitted());
        gone.close();
        try (WorkerSession next = other().enter(Rows.worker("next"), LEASE)) {
            assertThat(begins(next, Rows.id())).isInstanceOf(TooSoon.class);
            assertThat(begins(next, never.id())).as("no second begin").isEqualTo(new Admitted());
            assertThat(begins(next, Rows.id())).isInstanceOf(TooSoon.class);
        }
    }

    @Test
    @Tag("B7")
    default void noMoreThanMayBeginWithinAnyWindow() {
        Duration window = Duration.ofMillis(100);
        List<Instant> before = new ArrayList<>();
        List<Instant> after = new ArrayList<>();
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            for (int i = 0; i < 9; i++) {
                AdmissionWish wish = Limits.begins(Rows.id(), 3, window);
                Instant asked = now();
                while (Limits.admit(session, wish) instanceof TooSoon soon) {
                    assertThat(soon.again())
                            .as("when the third before has left")
                            .isAfter(asked)
                            .isBetween(
                                    before.get(i - 3).plus(window),
                                    after.get(i - 3).plus(window));
                    pass();
                    asked = now();
                }
                before.add(asked);
                after.add(now());
                if (i >= 3) {
                    assertThat(after.get(i)).isAfterOrEqualTo(before.get(i - 3).plus(window));
                }
            }
        }
    }

    private Instant now() {
        return Looks.look(store()).now();
    }

    /** Two within an hour. */
    private static Admission begins(WorkerSession session, UUID run) {
        return Limits.admit(session, Limits.begins(run, 2, HOUR));
    }

    private static Instant again(WorkerSession session, AdmissionWish wish) {
        return ((TooSoon) Limits.admit(session, wish)).again();
    }
}
