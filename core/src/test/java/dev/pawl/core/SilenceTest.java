// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Kinds.*;
import static dev.pawl.core.Scenario.row;
import static dev.pawl.core.Words.*;

import dev.pawl.core.Action.StopCause;
import dev.pawl.core.Reason.Code;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attempts that give no sign of life. */
@Tag("E2")
class SilenceTest {

    @ParameterizedTest
    @MethodSource
    @Tag("E2")
    @Tag("S1")
    void silence(Scenario row) {
        row.check();
    }

    static Stream<Scenario> silence() {
        Event[] running = {claimed(), started("a")};
        PipelineSpec warns = pipeline(promising(OnStall.WARN, stage("a")));
        PipelineSpec restarts = pipeline(twice(promising(OnStall.RESTART, stage("a"))));
        PipelineSpec fails = pipeline(twice(promising(OnStall.FAIL, stage("a"))));
        Failure stalled = new Failure(FailureKind.STALLED, "silent");
        return Stream.of(
                row("who promised signs of life is watched from its start")
                        .of(warns)
                        .given(running)
                        .at(29)
                        .in(here().running("a"))
                        .plans()
                        .because(because(Code.EXECUTING, "a"))
                        .wakes(30),
                row("then from the last")
                        .of(warns)
                        .given(running)
                        .at(30)
                        .in(here().alive("a", 5))
                        .plans()
                        .because(because(Code.EXECUTING, "a"))
                        .wakes(35),
                row("a stall is said")
                        .of(warns)
                        .given(running)
                        .at(30)
                        .in(here().running("a"))
                        .plans()
                        .because(because(Code.STALLED, "a")),
                row("and its time still counts")
                        .of(within(90, promising(OnStall.WARN, stage("a"))))
                        .given(running)
                        .at(30)
                        .in(here().running("a"))
                        .plans()
                        .because(because(Code.STALLED, "a", 90))
                        .wakes(90),
                row("of stall and time-out the first wakes")
                        .of(within(20, promising(OnStall.WARN, stage("a"))))
                        .given(running)
                        .in(here().running("a"))
                        .plans()
                        .because(because(Code.EXECUTING, "a", 20))
                        .wakes(20),
                row("a time that is up comes before a stall")
                        .of(within(30, promising(OnStall.RESTART, stage("a"))))
                        .given(running)
                        .at(30)
                        .in(here().running("a"))
                        .plans(stop("a", StopCause.TIMEOUT)),
                row("who promised nothing cannot be silent")
                        .given(running)
                        .at(999)
                        .in(here().running("a"))
                        .plans()
                        .because(because(Code.EXECUTING, "a")),
                row("but who gave a sign can")
                        .given(running)
                        .at(35)
                        .in(here().alive("a", 5))
                        .plans()
                        .because(because(Code.STALLED, "a")),
                row("nobody is judged by what could not come before")
                        .of(warns)
                        .given(running)
                        .at(60)
                        .in(here().alive("a", 5).judgedFrom(50))
                        .plans()
                        .because(because(Code.EXECUTING, "a"))
                        .wakes(80),
                row("which changes nothing once signs come again")
                        .of(warns)
                        .given(running)
                        .at(60)
                        .in(here().alive("a", 55).judgedFrom(50))
                        .plans()
                        .because(because(Code.EXECUTING, "a"))
                        .wakes(85),
                row("a map promises signs of life")
                        .of(map(1, stage("a")))
                        .given(claimed(), started("a"), listed("a", 1))
                        .at(30)
                        .in(here().items(0))
                        .plans()
                        .because(because(Code.STALLED, "a")),
                row("who is to be restarted is stopped")
                        .of(restarts)
                        .given(running)
                        .at(30)
                        .in(here().running("a"))
                        .plans(stop("a", StopCause.STALLED)),
                row("who is to fail, too")
                        .of(fails)
                        .given(running)
                        .at(30)
                        .in(here().running("a"))
                        .plans(stop("a", StopCause.STALLED)),
                row("but not once its code has returned")
                        .of(fails)
                        .given(running)
                        .at(30)
                        .in(here().finished("a"))
                        .plans()
                        .because(because(Code.STORING, "a")),
                row("a stall is retried where the stage says so")
                        .of(restarts)
                        .given(running)
                        .when(fail(attempt("a"), stalled))
                        .then(failedUntil(ZERO.plus(TWICE.pauseAfter(attempt("a"))), "a", stalled)),
                row("and else is not")
                        .of(fails)
                        .given(running)
                        .when(fail(attempt("a"), stalled))
                        .then(failedUntil(null, "a", stalled)),
                row("of an external stage nobody knows what it did")
                        .of(external(promising(OnStall.RESTART, stage("a"))))
                        .given(running)
                        .when(fail(attempt("a"), stalled))
                        .then(doubted("a", stalled)));
    }

    static Stream<Scenario> all() {
        return silence();
    }
}
