// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Scenario.row;
import static dev.pawl.core.Words.*;

import dev.pawl.core.Action.StopCause;
import dev.pawl.core.Reason.Code;
import dev.pawl.core.World.Phase;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What should be happening right now, and is not? */
class NextTest {

    @ParameterizedTest
    @MethodSource
    @Tag("S2")
    void ownership(Scenario row) {
        row.check();
    }

    static Stream<Scenario> ownership() {
        return Stream.of(
                row("no run, no plan").noRun().in(here()).plans(),
                row("a run nobody owns is left alone").in(here()).plans().because(because(Code.UNOWNED)),
                row("loading another worker's run never acts")
                        .given(claimed(B, 1), started("a"))
                        .in(here())
                        .plans()
                        .because(because(Code.OWNED_ELSEWHERE)),
                row("a zombie stops everything of the run")
                        .of(stage("a"), stage("b"))
                        .given(claimed(), started("a"), started("b"), claimed(B, 2))
                        .in(here().running("a").stopping("b"))
                        .plans(stop("a", StopCause.FENCED))
                        .because(because(Code.STOPPING, "b"), because(Code.OWNED_ELSEWHERE)),
                row("so does who no longer owns it")
                        .given(claimed(), started("a"), released())
                        .in(here().running("a"))
                        .plans(stop("a", StopCause.FENCED))
                        .because(because(Code.UNOWNED)),
                row("a run that succeeded wants nothing")
                        .given(claimed(), ended(RunStatus.SUCCEEDED))
                        .in(here())
                        .plans()
                        .because(because(Code.ENDED)),
                row("a failed run rests")
                        .given(claimed(), started("a"), failed("a"), endedFailed("stage a: oops"))
                        .in(here())
                        .plans()
                        .because(because(Code.ENDED)),
                row("a run cancelled over its owner's head stops its work (DBOS)")
                        .given(claimed(), started("a"), cancelRequested(), ended(RunStatus.CANCELLED))
                        .in(here().running("a"))
                        .plans(stop("a", StopCause.FENCED))
                        .because(because(Code.ENDED)));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("S2")
    void goingOn(Scenario row) {
        row.check();
    }

    static Stream<Scenario> goingOn() {
        StageSpec[] diamond = {stage("a"), stage("b", "a"), stage("c", "a"), stage("d", "b", "c")};
        return Stream.of(
                row("the first stage starts").given(claimed()).at(3).in(here()).plans(record(on(3, started("a")))),
                row("all that depend on nothing start together")
                        .of(stage("a"), stage("b"), stage("c", "b"))
                        .given(claimed())
                        .in(here())
                        .plans(record(started("a")), record(started("b"))),
                row("a stage waits for what it depends on")
                        .given(claimed(), started("a"))
                        .in(here().running("a"))
                        .plans()
                        .because(because(Code.EXECUTING, "a")),
                row("a result makes the next ready")
                        .given(claimed(), started("a"), succeeded("a"))
                        .in(here())
                        .plans(record(started("b"))),
                row("so does a degraded one")
                        .given(claimed(), started("a"), degraded("a"))
                        .in(here())
                        .plans(record(started("b"))),
                row("a diamond opens")
                        .of(diamond)
                        .given(claimed(), started("a"), succeeded("a"))
                        .in(here())
                        .plans(record(started("b")), record(started("c"))),
                row("a diamond does not close on its left side")
                        .of(diamond)
                        .given(claimed(), started("a"), succeeded("a"), started("b"), started("c"), succeeded("b"))
                        .in(here().running("c"))
                        .plans()
                        .because(because(Code.EXECUTING, "c")),
                row("nor on its right side")
                        .of(diamond)
                        .given(claimed(), started("a"), succeeded("a"), started("b"), started("c"), succeeded("c"))
                        .in(here().running("b"))
                        .plans()
                        .because(because(Code.EXECUTING, "b")),
                row("a diamond closes")
                        .of(diamond)
                        .given(
                                claimed(),
                                started("a"),
                                succeeded("a"),
                                started("b"),
                                started("c"),
                                succeeded("c"),
                                succeeded("b"))
                        .in(here())
                        .plans(record(started("d"))),
                row("a stage may be declared before what it depends on")
                        .of(stage("b", "a"), stage("a"))
                        .given(claimed())
                        .in(here())
                        .plans(record(started("a"))),
                row("a run succeeds when all is done")
                        .given(claimed(), started("a"), succeeded("a"), started("b"), degraded("b"))
                        .at(9)
                        .in(here())
                        .plans(record(on(9, ended(RunStatus.SUCCEEDED)))),
                row("an event is never earlier than the one before it")
                        .given(on(100, claimed()))
                        .at(3)
                        .in(here())
                        .plans(record(on(100, started("a")))));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("S3")
    @Tag("S4")
    void durability(Scenario row) {
        row.check();
    }

    static Stream<Scenario> durability() {
        // created 1, claimed 2, started a 3
        return Stream.of(
                row("an attempt executes once its start is durable")
                        .given(claimed(), started("a"))
                        .in(here().acked(3, 3))
                        .plans(execute("a")),
                row("and not before")
                        .given(claimed(), started("a"))
                        .in(here().acked(2, 3))
                        .plans()
                        .because(because(Code.NOT_DURABLE, "a")),
                row("a pure one need not wait")
                        .of(pure(stage("a")))
                        .given(claimed(), started("a"))
                        .in(here().acked(2, 3))
                        .plans(execute("a")),
                row("but runs no further ahead than it may")
                        .of(pure(stage("a")))
                        .given(claimed(), started("a"))
                        .in(here().acked(1, 2))
                        .plans()
                        .because(because(Code.NOT_DURABLE, "a")),
                row("an external one waits")
                        .of(external(stage("a")))
                        .given(claimed(), started("a"))
                        .in(here().acked(2, 3))
                        .plans()
                        .because(because(Code.NOT_DURABLE, "a")),
                row("with results written on failure nothing waits")
                        .of(onFailure(stage("a")))
                        .given(claimed(), started("a"))
                        .in(here().acked(0, 3))
                        .plans(execute("a")),
                row("each stage has its own start")
                        .of(stage("a"), stage("b"))
                        .given(claimed(), started("a"), started("b"))
                        .in(here().acked(3, 4))
                        .plans(execute("a"))
                        .because(because(Code.NOT_DURABLE, "b")),
                row("what executes is not executed again")
                        .given(claimed(), started("a"))
                        .in(here().running("a").acked(2, 2))
                        .plans()
                        .because(because(Code.EXECUTING, "a")),
                row("a retry executes under its own number and generation")
                        .given(claimed(A, 4), started("a", 2, 3, 4))
                        .in(here())
                        .plans(execute(attempt("a", 2, 3), 4)));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("S1")
    @Tag("S4")
    @Tag("S9")
    void interruptions(Scenario row) {
        row.check();
    }

    static Stream<Scenario> interruptions() {
        Event[] takenOver = {claimed(), started("a"), on(5, claimed(B, 2))};
        return Stream.of(
                row("the next owner starts the same attempt again, under its epoch")
                        .given(takenOver)
                        .at(6)
                        .in(here().in(B))
                        .plans(record(on(6, started("a", 0, 1, 2)))),
                row("an external one is in doubt")
                        .of(external(stage("a")))
                        .given(takenOver)
                        .at(6)
                        .in(here().in(B))
                        .plans(record(on(6, doubted("a")))),
                row("unless its author says it may run again")
                        .of(rerunning(stage("a")))
                        .given(takenOver)
                        .at(6)
                        .in(here().in(B))
                        .plans(record(on(6, started("a", 0, 1, 2)))),
                row("a stage that finished is not started again")
                        .given(claimed(), started("a"), succeeded("a"), claimed(B, 2))
                        .in(here().in(B))
                        .plans(record(started("b", 0, 1, 2))),
                row("doubt waits for a person")
                        .of(external(stage("a")), stage("b"))
                        .given(
                                claimed(),
                                started("a"),
                                claimed(B, 2),
                                doubted("a"),
                                started("b", 0, 1, 2),
                                succeeded("b"))
                        .in(here().in(B))
                        .plans()
                        .because(because(Code.DOUBT, "a")),
                row("also through another claim")
                        .of(external(stage("a")))
                        .given(claimed(), started("a"), claimed(B, 2), doubted("a"), claimed(A, 3))
                        .in(here())
                        .plans()
                        .because(because(Code.DOUBT, "a")),
                row("run again is the same attempt")
                        .of(external(twice(stage("a"))))
                        .given(
                                claimed(),
                                started("a", 1, 2, 1),
                                claimed(B, 2),
                                doubted("a"),
                                settled("a", SettleAs.RERUN))
                        .in(here().in(B))
                        .plans(record(started("a", 1, 2, 2))),
                row("run again waits for code that ignored its time-out: it is that very attempt")
                        .of(external(stage("a")))
                        .given(claimed(), started("a"), doubted("a", OOPS), settled("a", SettleAs.RERUN), started("a"))
                        .in(here().abandoned("a"))
                        .plans()
                        .because(because(Code.ABANDONED, "a")),
                row("done by hand makes the next ready")
                        .of(external(stage("a")), stage("b", "a"))
                        .given(claimed(), started("a"), claimed(B, 2), doubted("a"), settled("a", SettleAs.DONE))
                        .in(here().in(B))
                        .plans(record(started("b", 0, 1, 2))),
                row("failed by hand fails the run")
                        .of(external(stage("a")))
                        .given(claimed(), started("a"), claimed(B, 2), doubted("a"), settled("a", SettleAs.FAILED))
                        .in(here().in(B))
                        .plans(record(new Event.Ended(
                                ZERO,
                                RunStatus.FAILED,
                                new Failure(FailureKind.SETTLED, "stage a: settled as failed")))),
                row("an attempt of an epoch before is no attempt of ours, also where we own the run again")
                        .given(claimed(), started("a"), claimed(B, 2), claimed(A, 3))
                        .in(here().running("a"))
                        .plans(stop("a", StopCause.FENCED)),
                row("the work goes on where it was not interrupted")
                        .of(stage("a"), stage("b"))
                        .given(claimed(), started("a"), started("b"))
                        .in(here().running("a"))
                        .plans(execute("b"))
                        .because(because(Code.EXECUTING, "a")));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("S4")
    void formerAttempts(Scenario row) {
        row.check();
    }

    static Stream<Scenario> formerAttempts() {
        Event[] reset = {claimed(), started("a"), failed("a"), endedFailed("x"), resumed("a"), claimed(A, 2)};
        return Stream.of(
                row("the next attempt waits until the former has stopped")
                        .given(claimed(), started("a"), failedUntil(0, "a"))
                        .in(here().stopping("a"))
                        .plans()
                        .because(because(Code.STOPPING, "a")),
                row("which it is asked to")
                        .given(claimed(), started("a"), failedUntil(0, "a"))
                        .in(here().running("a"))
                        .plans(stop("a", StopCause.FENCED)),
                row("or its result is stored, though it counts no more")
                        .given(claimed(), started("a"), failedUntil(0, "a"))
                        .in(here().finished("a"))
                        .plans()
                        .because(because(Code.STORING, "a")),
                row("an abandoned one is not waited for")
                        .given(claimed(), started("a"), failedUntil(0, "a"))
                        .in(here().abandoned("a"))
                        .plans(record(started("a", 0, 2, 1)))
                        .because(because(Code.ABANDONED, "a")),
                row("an idle stage waits for its former attempt, too")
                        .given(reset)
                        .in(here().stopping("a"))
                        .plans()
                        .because(because(Code.STOPPING, "a")),
                row("an attempt that started but was dropped with its append is stopped")
                        .of(pure(stage("a")))
                        .given(claimed())
                        .in(here().running("a"))
                        .plans(stop("a", StopCause.FENCED)),
                row("an abandoned attempt that still counts is not executed twice")
                        .of(external(stage("a")))
                        .given(claimed(), started("a"))
                        .in(here().abandoned("a"))
                        .plans()
                        .because(because(Code.ABANDONED, "a")),
                row("whatever executes beside the attempt that counts is stopped")
                        .given(claimed(), started("a", 0, 2, 1))
                        .in(here().running("a").with(attempt("a", 0, 2), 1, Phase.RUNNING, 0))
                        .plans(stop("a", StopCause.FENCED))
                        .because(because(Code.EXECUTING, "a")),
                row("in whatever order it is seen")
                        .given(claimed(), started("a", 0, 2, 1))
                        .in(here().with(attempt("a", 0, 2), 1, Phase.RUNNING, 0).running("a"))
                        .plans(stop("a", StopCause.FENCED))
                        .because(because(Code.EXECUTING, "a")),
                row("another generation does not count")
                        .given(claimed(), started("a", 1, 1, 1))
                        .in(here().running("a"))
                        .plans(stop("a", StopCause.FENCED)),
                row("another epoch does not count")
                        .given(claimed(), started("a"))
                        .in(here().with(attempt("a"), 2, Phase.RUNNING, 0))
                        .plans(stop(attempt("a"), 2, StopCause.FENCED)),
                row("an attempt of a stage the run has not")
                        .given(claimed(), started("a"))
                        .in(here().running("a").running("z"))
                        .plans(stop("z", StopCause.FENCED))
                        .because(because(Code.EXECUTING, "a")));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("B7")
    void timing(Scenario row) {
        row.check();
    }

    static Stream<Scenario> timing() {
        PipelineSpec limited = pipeline(within(30, stage("a")), within(10, stage("b")), stage("c"));
        return Stream.of(
                row("a retry waits for its time")
                        .given(claimed(), started("a"), failedUntil(10, "a"))
                        .at(9)
                        .in(here())
                        .plans()
                        .because(because(Code.BACK_OFF, "a", 10))
                        .wakes(10),
                row("and starts in it")
                        .given(claimed(), started("a"), failedUntil(10, "a"))
                        .at(10)
                        .in(here())
                        .plans(record(on(10, started("a", 0, 2, 1)))),
                row("of several times the first counts")
                        .of(stage("a"), stage("b"), stage("c"))
                        .given(
                                claimed(),
                                started("a"),
                                started("b"),
                                started("c"),
                                failedUntil(20, "a"),
                                failedUntil(10, "b"),
                                failedUntil(15, "c"))
                        .in(here())
                        .plans()
                        .because(
                                because(Code.BACK_OFF, "a", 20),
                                because(Code.BACK_OFF, "b", 10),
                                because(Code.BACK_OFF, "c", 15))
                        .wakes(10),
                row("a back-off goes on under the next owner")
                        .given(claimed(), started("a"), failedUntil(10, "a"), claimed(B, 2))
                        .in(here().in(B))
                        .plans()
                        .because(because(Code.BACK_OFF, "a", 10))
                        .wakes(10),
                row("a back-off is not longer for a clock that went back")
                        .given(claimed(), started("a"), on(12, failedUntil(10, "a")))
                        .at(-3600)
                        .in(here())
                        .plans(record(on(12, started("a", 0, 2, 1)))),
                row("an attempt is watched until its time is up, counted from when its code got it")
                        .of(limited)
                        .given(claimed(), started("a"), started("b"), started("c"))
                        .at(14)
                        .in(here().with(attempt("a"), 1, Phase.RUNNING, 1)
                                .with(attempt("b"), 1, Phase.RUNNING, 5)
                                .with(attempt("c"), 1, Phase.RUNNING, 1))
                        .plans()
                        .because(
                                because(Code.EXECUTING, "a", 31),
                                because(Code.EXECUTING, "b", 15),
                                because(Code.EXECUTING, "c"))
                        .wakes(15),
                row("and stopped when it is")
                        .of(limited)
                        .given(claimed(), started("a"), started("b"), started("c"))
                        .at(15)
                        .in(here().with(attempt("a"), 1, Phase.RUNNING, 1)
                                .with(attempt("b"), 1, Phase.RUNNING, 5)
                                .with(attempt("c"), 1, Phase.RUNNING, 1))
                        .plans(stop("b", StopCause.TIMEOUT))
                        .because(because(Code.EXECUTING, "a", 31), because(Code.EXECUTING, "c"))
                        .wakes(31),
                row("but not once its code has returned: a result in hand does not time out")
                        .of(limited)
                        .given(claimed(), started("a"), started("b"), started("c"))
                        .at(15)
                        .in(here().running("a").finished("b").running("c"))
                        .plans()
                        .because(
                                because(Code.EXECUTING, "a", 30),
                                because(Code.STORING, "b"),
                                because(Code.EXECUTING, "c"))
                        .wakes(30),
                row("which is said once")
                        .of(limited)
                        .given(claimed(), started("a"), started("b"), started("c"))
                        .at(15)
                        .in(here().stopping("b").abandoned("a").running("c"))
                        .plans()
                        .because(
                                because(Code.ABANDONED, "a"),
                                because(Code.STOPPING, "b"),
                                because(Code.EXECUTING, "c")));
    }

    static Stream<Scenario> all() {
        return Stream.of(ownership(), goingOn(), durability(), interruptions(), formerAttempts(), timing())
                .flatMap(rows -> rows);
    }
}
