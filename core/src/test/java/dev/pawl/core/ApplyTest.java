// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Words.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a run looks after what happened to it. */
@Tag("S2")
class ApplyTest {

    /** A stage, as the events left it. */
    record Row(String name, List<Event> given, StageState expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row row(String name, StageState expected, Event... given) {
        List<Event> events = new ArrayList<>(List.of(created("a", "b")));
        events.addAll(List.of(given));
        return new Row(name, events, expected);
    }

    private static StageState idle(int generation, int number) {
        return Words.state(StageStatus.IDLE, null, generation, number, 0, 0, null, null, null, null, null, null, null);
    }

    private static StageState running(
            int generation, int number, int epoch, long ordinal, Instant since, @Nullable Failure failure) {
        return Words.state(
                StageStatus.RUNNING,
                null,
                generation,
                number,
                epoch,
                ordinal,
                since,
                null,
                null,
                null,
                null,
                null,
                failure);
    }

    /** Ended at 5 s, having started at 2 s as the third event. */
    private static StageState over(
            StageStatus status, @Nullable Content output, @Nullable String degraded, @Nullable Failure failure) {
        Content partial = failure == null ? null : PARTIAL;
        return Words.state(status, null, 0, 1, 1, 3, at(2), at(5), null, output, partial, degraded, failure);
    }

    private static StageState waiting(WaitFor what, @Nullable Instant retryAt) {
        boolean backOff = what == WaitFor.BACK_OFF;
        return Words.state(
                StageStatus.WAITING,
                what,
                0,
                1,
                1,
                3,
                at(2),
                backOff ? at(5) : null,
                retryAt,
                null,
                backOff ? PARTIAL : null,
                null,
                backOff ? OOPS : null);
    }

    @ParameterizedTest
    @MethodSource
    void stages(Row row) {
        assertThat(withoutPast(fold(row.given()).stage("a"))).isEqualTo(row.expected());
    }

    static Stream<Row> stages() {
        Event start = on(2, started("a"));
        Failure byHand = new Failure(FailureKind.SETTLED, "settled as failed");
        StageState cancelledInDoubt =
                Words.state(StageStatus.CANCELLED, null, 0, 1, 1, 3, at(2), at(6), null, null, null, null, null);
        StageState settledFailed =
                Words.state(StageStatus.FAILED, null, 0, 1, 1, 3, at(2), at(6), null, null, null, null, byHand);
        StageState settledDone =
                Words.state(StageStatus.SUCCEEDED, null, 0, 1, 1, 3, at(2), at(6), null, OUT, null, null, null);
        StageState cancelledWaiting =
                Words.state(StageStatus.CANCELLED, null, 0, 1, 1, 3, at(2), at(6), null, null, PARTIAL, null, OOPS);
        return Stream.of(
                row("new", idle(0, 0)),
                row("claimed, untouched", idle(0, 0), claimed()),
                row("started", running(0, 1, 1, 3, at(2), null), claimed(), start),
                row(
                        "started again",
                        running(0, 1, 2, 5, at(7), null),
                        claimed(),
                        start,
                        claimed(B, 2),
                        on(7, started("a", 0, 1, 2))),
                row(
                        "started after a failure, which is still told",
                        running(0, 2, 1, 5, at(7), OOPS),
                        claimed(),
                        start,
                        on(5, failedUntil(6, "a")),
                        on(7, started("a", 0, 2, 1))),
                row("succeeded", over(StageStatus.SUCCEEDED, OUT, null, null), claimed(), start, on(5, succeeded("a"))),
                row("degraded", over(StageStatus.DEGRADED, OUT, "thin", null), claimed(), start, on(5, degraded("a"))),
                row("failed", over(StageStatus.FAILED, null, null, OOPS), claimed(), start, on(5, failed("a"))),
                row(
                        "failed, retries left",
                        waiting(WaitFor.BACK_OFF, at(9)),
                        claimed(),
                        start,
                        on(5, failedUntil(9, "a"))),
                row("in doubt", waiting(WaitFor.DOUBT, null), claimed(), start, on(5, doubted("a"))),
                row(
                        "in doubt after its time-out, which is told, with what it had put out",
                        Words.state(
                                StageStatus.WAITING,
                                WaitFor.DOUBT,
                                0,
                                1,
                                1,
                                3,
                                at(2),
                                null,
                                null,
                                null,
                                PARTIAL,
                                null,
                                OOPS),
                        claimed(),
                        start,
                        on(5, doubted("a", OOPS))),
                row(
                        "to run again",
                        idle(0, 0),
                        claimed(),
                        start,
                        on(5, doubted("a")),
                        on(6, settled("a", SettleAs.RERUN))),
                row(
                        "done by hand",
                        settledDone,
                        claimed(),
                        start,
                        on(5, doubted("a")),
                        on(6, settled("a", SettleAs.DONE))),
                row(
                        "failed by hand",
                        settledFailed,
                        claimed(),
                        start,
                        on(5, doubted("a")),
                        on(6, settled("a", SettleAs.FAILED))),
                row(
                        "reopened, in a new generation",
                        idle(1, 0),
                        claimed(),
                        start,
                        on(5, failed("a")),
                        endedFailed("x"),
                        resumed("a")),
                row(
                        "cancelled at work",
                        over(StageStatus.CANCELLED, null, null, null),
                        claimed(),
                        start,
                        on(5, ended(RunStatus.CANCELLED))),
                row(
                        "cancelled in its back-off",
                        cancelledWaiting,
                        claimed(),
                        start,
                        on(5, failedUntil(9, "a")),
                        on(6, ended(RunStatus.CANCELLED))),
                row(
                        "cancelled in doubt",
                        cancelledInDoubt,
                        claimed(),
                        start,
                        on(5, doubted("a")),
                        on(6, ended(RunStatus.CANCELLED))),
                row("never begun when its run was cancelled", idle(0, 0), claimed(), ended(RunStatus.CANCELLED)),
                row(
                        "failed when its run was cancelled",
                        over(StageStatus.FAILED, null, null, OOPS),
                        claimed(),
                        start,
                        on(5, failed("a")),
                        on(6, ended(RunStatus.CANCELLED))),
                row(
                        "a late result changes nothing",
                        running(0, 1, 1, 3, at(2), null),
                        claimed(),
                        start,
                        on(5, late("a", 1))),
                row(
                        "success is not overwritten by a failure (Airflow #12396)",
                        over(StageStatus.SUCCEEDED, OUT, null, null),
                        claimed(),
                        start,
                        on(5, succeeded("a")),
                        on(6, failed("a"))),
                row(
                        "what another stage does is no business of this one",
                        idle(0, 0),
                        claimed(),
                        started("b"),
                        succeeded("b")));
    }

    @Test
    void statusFollowsWhatHappened() {
        assertThat(fold(created("a")).status()).isEqualTo(RunStatus.QUEUED);
        assertThat(fold(created("a"), claimed()).status()).isEqualTo(RunStatus.RUNNING);
        Event[] backOff = {created("a", "b"), claimed(), started("a"), failedUntil(9, "a")};
        assertThat(fold(backOff).status()).isEqualTo(RunStatus.WAITING);
        assertThat(and(fold(backOff), started("b")).status()).isEqualTo(RunStatus.RUNNING);
        assertThat(and(fold(backOff), cancelRequested()).status()).isEqualTo(RunStatus.CANCELLING);
    }

    @Test
    @Tag("S1")
    void aRunNobodyOwnsIsQueuedAndNotRunning() {
        Run given = fold(created("a"), claimed(), started("a"), released());
        assertThat(given.status()).isEqualTo(RunStatus.QUEUED);
        Run resumed = fold(created("a"), claimed(), started("a"), failed("a"), endedFailed("x"), resumed("a"));
        assertThat(resumed.status()).isEqualTo(RunStatus.QUEUED);
        assertThat(resumed.epoch()).isEqualTo(1);
    }

    @Test
    void ownershipFollowsWhatHappened() {
        Run queued = fold(created("a"));
        assertThat(queued.owner()).isNull();
        assertThat(queued.ownedSince()).isNull();
        assertThat(queued.epoch()).isZero();
        Run owned = and(queued, on(3, claimed(A, 1)));
        assertThat(owned.owner()).isEqualTo(A);
        assertThat(owned.ownedSince()).isEqualTo(at(3));
        assertThat(owned.epoch()).isEqualTo(1);
        Run free = and(owned, released());
        assertThat(free.owner()).isNull();
        assertThat(free.epoch()).isEqualTo(1);
        Run ended = and(owned, ended(RunStatus.SUCCEEDED));
        assertThat(ended.owner()).isNull();
        assertThat(ended.ended()).isEqualTo(ended(RunStatus.SUCCEEDED));
        Run cancelling = and(owned, cancelRequested());
        assertThat(cancelling.cancelRequested()).isTrue();
        assertThat(cancelling.cancel()).isEqualTo(cancelRequested());
        assertThat(owned.cancelRequested()).isFalse();
        assertThat(owned.cancel()).isNull();
        assertThat(owned.ended()).isNull();
    }

    @Test
    void aRunKnowsWhenAndHowOften() {
        Run run = fold(created("a", "b"), on(3, claimed()), on(4, started("a")), on(6, started("b")));
        assertThat(run.ordinal()).isEqualTo(4);
        assertThat(run.startedAt()).isEqualTo(at(4));
        assertThat(run.lastEventAt()).isEqualTo(at(6));
        assertThat(and(run, on(5, succeeded("a"))).lastEventAt()).isEqualTo(at(6));
        assertThat(run.lateResults()).isZero();
        assertThat(and(and(run, late("a", 1)), late("b", 1)).lateResults()).isEqualTo(2);
        assertThat(run.degraded()).isFalse();
        assertThat(and(run, degraded("a")).degraded()).isTrue();
        assertThat(run.attempt("b")).isEqualTo(attempt("b"));
        assertThat(run.created()).isEqualTo(created("a", "b"));
        assertThat(run.id()).isEqualTo(RUN);
        assertThat(run.hasStage("b")).isTrue();
        assertThat(run.hasStage("c")).isFalse();
    }

    @Test
    void nothingComesBeforeCreationAndNothingAfterTheEnd() {
        Run early = fold(claimed(), started("a"), cancelRequested());
        assertThat(early.exists()).isFalse();
        assertThat(early.owner()).isNull();
        assertThat(early.ordinal()).isEqualTo(3);
        Run twice = fold(created("a"), claimed(), started("a"), on(9, created("x")));
        assertThat(twice.created()).isEqualTo(created("a"));
        assertThat(twice.stage("a").status()).isEqualTo(StageStatus.RUNNING);
        assertThat(twice.lastEventAt()).isEqualTo(at(9));
        for (RunStatus end : List.of(RunStatus.SUCCEEDED, RunStatus.CANCELLED)) {
            Run over = fold(created("a"), claimed(), started("a"), succeeded("a"), ended(end));
            for (Event event :
                    List.of(endedFailed("x"), resumed("a"), claimed(B, 2), cancelRequested(), late("a", 1))) {
                Run after = and(over, event);
                assertThat(after.ended()).isEqualTo(ended(end));
                assertThat(after.epoch()).isEqualTo(1);
                assertThat(after.cancelRequested()).isFalse();
                assertThat(after.lateResults()).isZero();
                assertThat(after.ordinal()).isEqualTo(6);
            }
        }
    }

    @Test
    void whatIsResumedIsWhatTheEventSays() {
        Run run = fold(created("a", "b"), claimed(), started("a"), succeeded("a"), started("b"), failed("b"));
        Run resumed = and(and(run, endedFailed("x")), resumed("b", "z"));
        assertThat(resumed.ended()).isNull();
        assertThat(resumed.stage("a").status()).isEqualTo(StageStatus.SUCCEEDED);
        assertThat(withoutPast(resumed.stage("b"))).isEqualTo(idle(1, 0));
    }

    @Test
    void aRunIsNotChangedByApplying() {
        Run before = fold(created("a", "b"), claimed());
        Run after = and(before, started("a"));
        assertThat(before.stage("a").status()).isEqualTo(StageStatus.IDLE);
        assertThat(before.ordinal()).isEqualTo(2);
        assertThat(after.stage("b")).isSameAs(before.stage("b"));
        assertThatThrownBy(() -> after.stages().set(0, idle(0, 0))).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThatThrownBy(() -> Run.empty(RUN).created())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("run " + RUN + " has no event; its journal should begin with Created");
        assertThatThrownBy(() -> fold(created("a")).stage("z"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("run " + RUN + " has no stage z");
    }

    private static Run and(Run run, Event event) {
        return Decider.apply(run, event);
    }

    static List<List<Event>> stories() {
        return stages().map(Row::given).toList();
    }
}
