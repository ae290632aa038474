// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Kinds.*;
import static dev.pawl.core.Scenario.row;
import static dev.pawl.core.Words.*;

import dev.pawl.core.Command.Rejection;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that nobody executes and nobody wants to. */
@Tag("B2")
class GiveUpTest {

    @ParameterizedTest
    @MethodSource
    @Tag("B2")
    void givingUp(Scenario row) {
        row.check();
    }

    static Stream<Scenario> givingUp() {
        Failure old = new Failure(FailureKind.INTERRUPTED, "too old");
        Event end = endedAs(FailureKind.INTERRUPTED, "too old");
        Event gone = new Event.AttemptFailed(ZERO, "a", old, null, null);
        return Stream.of(
                row("a run that never began").when(giveUp()).then(end),
                row("what was at work has failed by that")
                        .given(claimed(), started("a"))
                        .at(9)
                        .when(giveUp())
                        .then(on(9, gone), on(9, end)),
                row("and what waited for its next attempt")
                        .given(claimed(), started("a"), failedUntil(99, "a"))
                        .when(giveUp())
                        .then(gone, end),
                row("what is done stays done")
                        .of(stage("a"), stage("b"))
                        .given(claimed(), started("a"), started("b"), succeeded("b"))
                        .when(giveUp())
                        .then(gone, end),
                row("of external effects a person is asked first, and the run does not end")
                        .of(stage("a"), external(stage("b")))
                        .given(claimed(), started("a"), started("b"))
                        .when(giveUp())
                        .then(gone, doubted("b")),
                row("an external map keeps what nobody knows of with its items")
                        .of(external(map(1, stage("a"))))
                        .given(claimed(), started("a"), listed("a", 1), itemStarted("a", 0))
                        .when(giveUp())
                        .then(gone, end),
                row("a stage the pipeline no longer has just failed")
                        .of(stage("b"))
                        .madeWith("a", "b")
                        .given(claimed(), started("a"))
                        .when(giveUp())
                        .then(gone, end),
                row("not while a person is asked")
                        .of(external(stage("a")))
                        .given(claimed(), started("a"), doubted("a"))
                        .when(giveUp())
                        .refused(Rejection.WAITS, "stage a waits for a person", "settle it, or give its output"),
                row("whatever they are asked for")
                        .of(input(stage("a")))
                        .given(claimed(), asked("a"))
                        .when(giveUp())
                        .refused(Rejection.WAITS, "stage a waits for a person", "settle it, or give its output"),
                row("a cancel stays a cancel")
                        .given(claimed(), started("a"), cancelRequested())
                        .when(giveUp())
                        .then(ended(RunStatus.CANCELLED)),
                row("twice is once")
                        .given(claimed(), started("a"), failed("a"), end)
                        .when(giveUp())
                        .then(),
                row("what succeeded is not given up")
                        .given(claimed(), ended(RunStatus.SUCCEEDED))
                        .when(giveUp())
                        .refused(Rejection.ENDED, "the run has succeeded and changes no more", "start a new run"),
                row("resumed, it goes on where it was")
                        .given(claimed(), started("a"), gone, end)
                        .when(resume())
                        .then(resumed("a")),
                row("also where nothing had failed").given(end).when(resume()).then(resumed()));
    }

    static Stream<Scenario> all() {
        return givingUp();
    }
}
