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

/** How runs come to rest: by failing, by being stopped or given back, and under another definition. */
class RestTest {

    @ParameterizedTest
    @MethodSource
    @Tag("S1")
    @Tag("D1")
    void failures(Scenario row) {
        row.check();
    }

    static Stream<Scenario> failures() {
        StageSpec[] twoLegs = {stage("a"), stage("b", "a"), stage("x"), stage("y", "x")};
        return Stream.of(
                row("a failed stage fails the run")
                        .given(claimed(), started("a"), failed("a"))
                        .at(7)
                        .in(here())
                        .plans(record(on(7, endedFailed("stage a: oops")))),
                row("but first lets what runs finish")
                        .of(twoLegs)
                        .given(claimed(), started("a"), started("x"), failed("a"))
                        .in(here().running("x"))
                        .plans()
                        .because(because(Code.EXECUTING, "x")),
                row("and what does not depend on it start")
                        .of(twoLegs)
                        .given(claimed(), started("a"), started("x"), failed("a"), succeeded("x"))
                        .in(here())
                        .plans(record(started("y"))),
                row("and be tried again")
                        .of(twoLegs)
                        .given(claimed(), started("a"), started("x"), failed("a"), failedUntil(5, "x"))
                        .in(here())
                        .plans()
                        .because(because(Code.BACK_OFF, "x", 5))
                        .wakes(5),
                row("and be asked about")
                        .of(stage("a"), external(stage("x")))
                        .given(claimed(), started("a"), started("x"), failed("a"), doubted("x"))
                        .in(here())
                        .plans()
                        .because(because(Code.DOUBT, "x")),
                row("then it fails")
                        .of(twoLegs)
                        .given(
                                claimed(),
                                started("a"),
                                started("x"),
                                failed("a"),
                                succeeded("x"),
                                started("y"),
                                succeeded("y"))
                        .in(here())
                        .plans(record(endedFailed("stage a: oops"))),
                row("of several the first in the pipeline is named, whichever came first")
                        .of(twoLegs)
                        .given(
                                claimed(),
                                started("a"),
                                started("x"),
                                failedUntil(null, "x", new Failure(FailureKind.TIMEOUT, "slow")),
                                failed("a"))
                        .in(here())
                        .plans(record(endedFailed("stage a: oops"))),
                row("the kind of failure is the stage's")
                        .of(stage("a"))
                        .given(
                                claimed(),
                                started("a"),
                                failedUntil(null, "a", new Failure(FailureKind.TIMEOUT, "slow")))
                        .in(here())
                        .plans(record(new Event.Ended(
                                ZERO, RunStatus.FAILED, new Failure(FailureKind.TIMEOUT, "stage a: slow")))),
                row("resumed, it starts in a new generation")
                        .given(claimed(), started("a"), failed("a"), endedFailed("x"), resumed("a"), claimed(A, 2))
                        .in(here())
                        .plans(record(started("a", 1, 1, 2))),
                row("and nothing that was done starts")
                        .given(
                                claimed(),
                                started("a"),
                                succeeded("a"),
                                started("b"),
                                failed("b"),
                                endedFailed("x"),
                                resumed("b"),
                                claimed(B, 2))
                        .in(here().in(B))
                        .plans(record(started("b", 1, 1, 2))));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("E6")
    @Tag("S1")
    void stopping(Scenario row) {
        row.check();
    }

    static Stream<Scenario> stopping() {
        return Stream.of(
                row("cancel stops the work")
                        .of(stage("a"), stage("b"))
                        .given(claimed(), started("a"), started("b"), cancelRequested())
                        .in(here().running("a").stopping("b"))
                        .plans(stop("a", StopCause.CANCELLED))
                        .because(because(Code.STOPPING, "b")),
                row("waits until it has stopped")
                        .given(claimed(), started("a"), cancelRequested())
                        .in(here().stopping("a"))
                        .plans()
                        .because(because(Code.STOPPING, "a")),
                row("and for a result in hand, which there is no way to stop")
                        .of(stage("a"), stage("b"))
                        .given(claimed(), started("a"), started("b"), cancelRequested())
                        .in(here().finished("a").running("b"))
                        .plans(stop("b", StopCause.CANCELLED))
                        .because(because(Code.STORING, "a")),
                row("and then ends the run")
                        .given(claimed(), started("a"), cancelRequested())
                        .at(5)
                        .in(here())
                        .plans(record(on(5, ended(RunStatus.CANCELLED)))),
                row("code that will not stop is not waited for, and named")
                        .given(claimed(), started("a"), cancelRequested())
                        .in(here().abandoned("a"))
                        .plans(record(cancelledBeside("a")))
                        .because(because(Code.ABANDONED, "a")),
                row("also an earlier one of the same stage, and each stage once")
                        .of(stage("a"), stage("b"))
                        .given(claimed(), started("a", 0, 2, 1), started("b"), cancelRequested())
                        .in(here().abandoned("b")
                                .with(attempt("a", 0, 1), 1, Phase.ABANDONED, 0)
                                .with(attempt("a", 0, 2), 1, Phase.ABANDONED, 0))
                        .plans(record(cancelledBeside("b, a")))
                        .because(because(Code.ABANDONED, "b"), because(Code.ABANDONED, "a")),
                row("one that stops is, beside one that does not")
                        .of(stage("a"), stage("b"))
                        .given(claimed(), started("a"), started("b"), cancelRequested())
                        .in(here().stopping("b").abandoned("a"))
                        .plans()
                        .because(because(Code.STOPPING, "b"), because(Code.ABANDONED, "a")),
                row("cancel wins over a success that came later, whose result is kept")
                        .of(stage("a"))
                        .given(claimed(), started("a"), cancelRequested(), succeeded("a"))
                        .in(here())
                        .plans(record(ended(RunStatus.CANCELLED))),
                row("nothing starts under a cancel")
                        .of(stage("a"), stage("b"))
                        .given(claimed(), started("a"), failedUntil(0, "a"), cancelRequested())
                        .at(9)
                        .in(here())
                        .plans(record(on(9, ended(RunStatus.CANCELLED)))),
                row("the next owner ends what the last was asked to cancel")
                        .given(claimed(), started("a"), cancelRequested(), claimed(B, 2))
                        .in(here().in(B))
                        .plans(record(ended(RunStatus.CANCELLED))),
                row("cancel comes before draining")
                        .given(claimed(), cancelRequested())
                        .in(here().draining())
                        .plans(record(ended(RunStatus.CANCELLED))),
                row("a draining worker starts nothing and gives the run back")
                        .given(claimed())
                        .at(5)
                        .in(here().draining())
                        .plans(record(on(5, released())))
                        .because(because(Code.DRAINING)),
                row("with its work stopped")
                        .of(stage("a"), stage("b"))
                        .given(claimed(), started("a"), started("b"))
                        .in(here().running("a").stopping("b").draining())
                        .plans(stop("a", StopCause.DRAINED))
                        .because(because(Code.DRAINING), because(Code.STOPPING, "b")),
                row("or abandoned, which is named")
                        .given(claimed(), started("a"))
                        .in(here().abandoned("a").draining())
                        .plans(record(
                                new Event.Released(ZERO, "drained; the code of a would not stop and was fenced off")))
                        .because(because(Code.DRAINING), because(Code.ABANDONED, "a")),
                row("an external stage that was cut is in doubt at once")
                        .of(external(stage("a")), stage("b"))
                        .given(claimed(), started("a"), started("b"))
                        .in(here().draining())
                        .plans(record(doubted("a")), record(released()))
                        .because(because(Code.DRAINING)),
                row("but not one whose start is not durable: it never began")
                        .of(external(stage("a")))
                        .given(claimed(), started("a"))
                        .in(here().acked(2, 2).draining())
                        .plans(record(released()))
                        .because(because(Code.DRAINING)),
                row("nor one that may run again")
                        .of(rerunning(stage("a")))
                        .given(claimed(), started("a"))
                        .in(here().draining())
                        .plans(record(released()))
                        .because(because(Code.DRAINING)),
                row("a run that waits is given back, too")
                        .given(claimed(), started("a"), failedUntil(99, "a"))
                        .in(here().draining())
                        .plans(record(released()))
                        .because(because(Code.DRAINING)),
                row("one that has nothing left to do ends instead")
                        .of(stage("a"))
                        .given(claimed(), started("a"), succeeded("a"))
                        .in(here().draining())
                        .plans(record(ended(RunStatus.SUCCEEDED)))
                        .because(because(Code.DRAINING)),
                row("so does one that has failed")
                        .given(claimed(), started("a"), failed("a"))
                        .in(here().draining())
                        .plans(record(endedFailed("stage a: oops")))
                        .because(because(Code.DRAINING)),
                row("but not while something that does not depend on the failure is left to do")
                        .of(stage("a"), stage("x"))
                        .given(claimed(), started("a"), started("x"), failed("a"), failedUntil(99, "x"))
                        .in(here().draining())
                        .plans(record(released()))
                        .because(because(Code.DRAINING)),
                row("the next owner goes on with what was given back")
                        .given(claimed(), started("a"), released(), claimed(B, 2))
                        .in(here().in(B))
                        .plans(record(started("a", 0, 1, 2))));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("S1")
    void changedPipelines(Scenario row) {
        row.check();
    }

    static Stream<Scenario> changedPipelines() {
        return Stream.of(
                row("another order is the same pipeline")
                        .of(stage("a"), stage("b", "a"), stage("c", "b"))
                        .madeWith("c", "b", "a")
                        .given(claimed(), started("a"), succeeded("a"), started("b"))
                        .in(here().running("b"))
                        .plans()
                        .because(because(Code.EXECUTING, "b")),
                row("an attempt is found in another order")
                        .of(stage("a"), stage("b", "a"))
                        .madeWith("b", "a")
                        .given(claimed(), started("a"), succeeded("a"), started("b"))
                        .in(here())
                        .plans(execute("b")),
                row("a stage the run was made without is none of it")
                        .of(stage("a"), stage("new", "a"))
                        .madeWith("a")
                        .given(claimed(), started("a"), succeeded("a"))
                        .in(here())
                        .plans(record(ended(RunStatus.SUCCEEDED))),
                row("nor does its attempt belong here")
                        .of(stage("a"), stage("new"))
                        .madeWith("a")
                        .given(claimed(), started("a"))
                        .in(here().running("a").running("new"))
                        .plans(stop("new", StopCause.FENCED))
                        .because(because(Code.EXECUTING, "a")),
                row("a stage that needs one the run was made without waits visibly")
                        .of(stage("a"), stage("new"), stage("b", "a", "new"))
                        .madeWith("a", "b")
                        .given(claimed(), started("a"), succeeded("a"))
                        .in(here())
                        .plans()
                        .because(because(Code.DEFINITION, "b")),
                row("a stage the pipeline no longer has, and which is done, does no harm")
                        .of(stage("b"))
                        .madeWith("a", "b")
                        .given(claimed(), started("a"), succeeded("a"))
                        .in(here())
                        .plans(record(started("b"))),
                row("one that is not done keeps the run from succeeding, and says so")
                        .of(stage("b"))
                        .madeWith("a", "b")
                        .given(claimed(), started("b"), succeeded("b"))
                        .in(here())
                        .plans()
                        .because(because(Code.DEFINITION, "a")),
                row("one at work keeps it from ending")
                        .of(stage("b"))
                        .madeWith("a", "b")
                        .given(claimed(), started("a"), started("b"), failed("b"))
                        .in(here())
                        .plans()
                        .because(because(Code.DEFINITION, "a")),
                row("one in doubt as well")
                        .of(stage("b"))
                        .madeWith("a", "b")
                        .given(claimed(), started("a"), started("b"), failed("b"), doubted("a"))
                        .in(here())
                        .plans()
                        .because(because(Code.DEFINITION, "a")),
                row("one that never started does not keep it from failing")
                        .of(stage("b"))
                        .madeWith("a", "b")
                        .given(claimed(), started("b"), failed("b"))
                        .in(here())
                        .plans(record(endedFailed("stage b: oops"))),
                row("a draining worker gives back one that may not end")
                        .of(stage("b"))
                        .madeWith("a", "b")
                        .given(claimed(), started("a"), started("b"), failed("b"))
                        .in(here().draining())
                        .plans(record(released()))
                        .because(because(Code.DRAINING), because(Code.DEFINITION, "a")),
                row("and one that cannot")
                        .of(stage("b"))
                        .madeWith("a", "b")
                        .given(claimed(), started("b"), succeeded("b"))
                        .in(here().draining())
                        .plans(record(released()))
                        .because(because(Code.DRAINING), because(Code.DEFINITION, "a")));
    }

    static Stream<Scenario> all() {
        return Stream.of(failures(), stopping(), changedPipelines()).flatMap(rows -> rows);
    }
}
