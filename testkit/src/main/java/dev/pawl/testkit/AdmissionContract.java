// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.Admission.Admitted;
import dev.pawl.spi.Admission.Full;
import dev.pawl.spi.AdmissionWish;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.WorkerSession;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many runs of a pipeline may be at work; with one worker. {@link SharedAdmissionContract} has several. */
interface AdmissionContract extends WorkerContract {

    @Test
    @Tag("B7")
    default void asManyBeginAsMayAndEachCountsOnce() {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            RunRow first = queued();
            RunRow second = queued();
            RunRow third = queued();
            assertThat(admit(session, first)).isEqualTo(new Admitted());
            assertThat(admit(session, first)).as("again").isEqualTo(new Admitted());
            assertThat(admit(session, second)).isEqualTo(new Admitted());
            assertThat(admit(session, third)).isEqualTo(new Full(2));
            assertThat(admit(session, first)).as("again").isEqualTo(new Admitted());

            RunRow claimed = claim(first, session);
            assertThat(admit(session, third)).as("it counts by its row").isEqualTo(new Full(2));
            assertThat(admit(session, claimed)).as("it counts").isEqualTo(new Admitted());
            assertThat(Limits.admit(session, new AdmissionWish("p", third.id(), 3, 9, Duration.ofHours(1), false, 0)))
                    .as("with more room")
                    .isEqualTo(new Admitted());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RunStatus.class,
            names = {"WAITING", "SUCCEEDED", "FAILED", "CANCELLED"})
    @Tag("B7")
    default void whatWaitsOrHasEndedDoesNotCount(RunStatus status) {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            RunRow first = claim(admitted(session), session);
            RunRow second = claim(admitted(session), session);
            RunRow third = queued();
            assertThat(admit(session, third)).isEqualTo(new Full(2));
            change(Rows.become(first, RunStatus.CANCELLING));
            assertThat(admit(session, third)).as("it is being stopped").isEqualTo(new Full(2));
            change(Rows.become(first, status));
            assertThat(admit(session, third)).isEqualTo(new Admitted());
            assertThat(admit(session, queued())).isEqualTo(new Full(2));
            assertThat(second.owner()).isEqualTo(session.worker().id());
        }
    }

    @Test
    @Tag("B7")
    default void whatWaitedIsAdmittedWhereThereIsRoom() {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            RunRow waits = Rows.become(claim(admitted(session), session), RunStatus.WAITING);
            change(waits);
            assertThat(admit(session, queued())).isEqualTo(new Admitted());
            RunRow third = admitted(session);
            assertThat(anew(session, waits)).isEqualTo(new Full(2));
            Subject.await(session.dismiss("p", third.id(), 0));
            assertThat(anew(session, waits)).isEqualTo(new Admitted());
            assertThat(admit(session, third)).as("it counts already").isEqualTo(new Full(2));
            change(Rows.become(waits, RunStatus.RUNNING));
            assertThat(admit(session, third)).as("it counts by its row").isEqualTo(new Full(2));
            change(Rows.become(waits, RunStatus.SUCCEEDED));
            assertThat(admit(session, third)).isEqualTo(new Admitted());
        }
    }

    @Test
    @Tag("B7")
    default void whatWasGivenBackDoesNotCountAndIsAdmittedWhereThereIsRoom() {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            RunRow released = Rows.released(claim(admitted(session), session));
            change(released);
            assertThat(admit(session, queued())).isEqualTo(new Admitted());
            RunRow third = admitted(session);
            assertThat(anew(session, released)).isEqualTo(new Full(2));
            change(Rows.become(claim(third, session), RunStatus.FAILED));
            assertThat(anew(session, released)).isEqualTo(new Admitted());
            assertThat(admit(session, queued())).isEqualTo(new Full(2));
        }
    }

    @Test
    @Tag("B7")
    default void aRunOfTheDeadCountsAndIsAdmittedToWhoTakesItUp() {
        WorkerSession gone = store().enter(Rows.worker("gone"), LEASE);
        RunRow claimed = claim(admitted(gone), gone);
        RunRow never = admitted(gone);
        gone.close();
        try (WorkerSession next = other().enter(Rows.worker("next"), LEASE)) {
            RunRow third = queued();
            assertThat(admit(next, third)).as("what it did not claim is free").isEqualTo(new Admitted());
            assertThat(admit(next, never)).isEqualTo(new Full(2));
            assertThat(anew(next, claimed)).isEqualTo(new Admitted());
            RunRow taken = claim(claimed, next);
            assertThat(admit(next, never)).isEqualTo(new Full(2));
            change(Rows.become(taken, RunStatus.SUCCEEDED));
            assertThat(admit(next, never)).isEqualTo(new Admitted());
        }
        assertThat(Limits.admit(gone, Limits.most(queued().id(), 9)))
                .as("who has left begins nothing")
                .isInstanceOf(Full.class);
    }

    @Test
    @Tag("B7")
    default void aDismissalThatIsOvertakenTakesNothingBack() {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            UUID first = Rows.id();
            AdmissionWish later = new AdmissionWish("p", first, 1, 1, Duration.ofHours(1), false, 2);
            AdmissionWish other = new AdmissionWish("p", Rows.id(), 1, 1, Duration.ofHours(1), false, 3);
            assertThat(Limits.admit(session, later)).isEqualTo(new Admitted());
            Subject.await(session.dismiss("p", first, 1));
            assertThat(Limits.admit(session, other)).as("the later wish counts").isEqualTo(new Full(1));
            AdmissionWish late = new AdmissionWish("p", first, 1, 1, Duration.ofHours(1), false, 1);
            assertThat(Limits.admit(session, late)).isEqualTo(new Admitted());
            Subject.await(session.dismiss("p", first, 1));
            assertThat(Limits.admit(session, other)).as("and it does still").isEqualTo(new Full(1));
            Subject.await(session.dismiss("p", first, 2));
            assertThat(Limits.admit(session, other)).isEqualTo(new Admitted());
        }
    }

    @Test
    @Tag("B7")
    default void whatIsDismissedOrEndsUnclaimedDoesNotCount() {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            RunRow first = admitted(session);
            RunRow second = admitted(session);
            RunRow third = queued();
            Subject.await(session.dismiss("p", first.id(), 0));
            Subject.await(session.dismiss("p", first.id(), 0));
            assertThat(admit(session, third)).isEqualTo(new Admitted());
            assertThat(admit(session, first)).isEqualTo(new Full(2));
            change(Rows.become(second, RunStatus.CANCELLED));
            assertThat(admit(session, first)).isEqualTo(new Admitted());
            claim(first, session);
            Subject.await(session.dismiss("p", first.id(), 0));
            assertThat(admit(session, queued())).as("it was claimed").isEqualTo(new Full(2));
        }
    }

    @Test
    @Tag("B7")
    default void pipelinesDoNotConcernEachOther() {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            claim(admitted(session), session);
            admitted(session);
            RunRow elsewhere = Rows.queued("p2", null, false, 0, null);
            created(elsewhere);
            assertThat(Limits.admit(
                            session, new AdmissionWish("p2", elsewhere.id(), 1, 1, Duration.ofHours(1), false, 0)))
                    .isEqualTo(new Admitted());
            assertThat(admit(session, queued())).isEqualTo(new Full(2));
        }
    }

    @Test
    @Tag("B7")
    default void aRunThatIsNotThereYetCounts() {
        try (WorkerSession session = store().enter(Rows.worker("w"), LEASE)) {
            RunRow first = Rows.owned(Rows.running("p", null), session.worker().id(), 1);
            UUID second = Rows.id();
            assertThat(admit(session, first)).isEqualTo(new Admitted());
            assertThat(Limits.admit(session, Limits.most(second, 2))).isEqualTo(new Admitted());
            assertThat(admit(session, queued())).isEqualTo(new Full(2));
            created(first);
            assertThat(admit(session, queued())).isEqualTo(new Full(2));
            Subject.await(session.dismiss("p", second, 0));
            assertThat(admit(session, queued())).isEqualTo(new Admitted());
        }
    }

    private RunRow queued() {
        RunRow row = Rows.queued("p", null, false, 0, null);
        created(row);
        return row;
    }

    private RunRow admitted(WorkerSession session) {
        RunRow row = queued();
        assertThat(admit(session, row)).isEqualTo(new Admitted());
        return row;
    }

    /** Two at once. */
    private static Object admit(WorkerSession session, RunRow row) {
        return Limits.admit(session, Limits.most(row.id(), 2));
    }

    private static Object anew(WorkerSession session, RunRow row) {
        return Limits.admit(session, Limits.anew(row.id(), 2));
    }

    private RunRow claim(RunRow row, WorkerSession session) {
        RunRow claimed = Rows.claimed(row, session.worker().id());
        change(claimed);
        return claimed;
    }
}
