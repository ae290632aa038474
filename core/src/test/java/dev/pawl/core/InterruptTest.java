// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Kinds.*;
import static dev.pawl.core.Scenario.row;
import static dev.pawl.core.Words.*;

import dev.pawl.core.Reason.Code;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of an attempt whose worker was lost is for its author to say. */
@Tag("A9")
class InterruptTest {

    @ParameterizedTest
    @MethodSource
    @Tag("A9")
    void interruptions(Scenario row) {
        row.check();
    }

    static Stream<Scenario> interruptions() {
        Event[] takenOver = {claimed(), started("a"), claimed(B, 2)};
        Event[] again = {claimed(), started("a"), claimed(B, 2), started("a", 0, 1, 2)};
        Failure lost = new Failure(FailureKind.INTERRUPTED, "its worker was lost in the middle of it");
        return Stream.of(
                row("resume executes it from its last checkpoint")
                        .of(interrupted(OnInterrupt.RESUME, stage("a")))
                        .given(again)
                        .in(here().in(B))
                        .plans(new Action.Execute(attempt("a"), 2, true)),
                row("restart from its beginning")
                        .of(interrupted(OnInterrupt.RESTART, stage("a")))
                        .given(again)
                        .in(here().in(B))
                        .plans(new Action.Execute(attempt("a"), 2, false)),
                row("both start the same attempt")
                        .of(interrupted(OnInterrupt.RESTART, stage("a")))
                        .given(takenOver)
                        .in(here().in(B))
                        .plans(record(started("a", 0, 1, 2))),
                row("so do items")
                        .of(interrupted(OnInterrupt.RESTART, map(1, stage("a"))))
                        .given(claimed(), started("a"), listed("a", 1))
                        .in(here())
                        .plans(new Action.Execute(item("a", 0), 1, false)),
                row("idle puts it back for a person to press")
                        .of(interrupted(OnInterrupt.IDLE, stage("a")))
                        .given(takenOver)
                        .at(5)
                        .in(here().in(B))
                        .plans(record(new Event.Reset(at(5), "a", null))),
                row("fail fails it")
                        .of(interrupted(OnInterrupt.FAIL, stage("a")))
                        .given(takenOver)
                        .in(here().in(B))
                        .plans(record(new Event.AttemptFailed(ZERO, "a", lost, null, null))),
                row("which is not retried")
                        .of(twice(stage("a")))
                        .given(claimed(), started("a"))
                        .when(fail(attempt("a"), lost))
                        .then(failedUntil(null, "a", lost)),
                row("an external one is asked about first, whatever it says")
                        .of(interrupted(OnInterrupt.FAIL, external(stage("a"))))
                        .given(takenOver)
                        .in(here().in(B))
                        .plans(record(doubted("a"))),
                row("an external map is not: its items are")
                        .of(interrupted(OnInterrupt.FAIL, external(map(1, stage("a")))))
                        .given(claimed(), started("a"), listed("a", 1), itemStarted("a", 0), claimed(B, 2))
                        .in(here().in(B))
                        .plans(record(new Event.AttemptFailed(ZERO, "a", lost, null, null))),
                row("it starts again when what is left of it here has stopped")
                        .given(claimed(), started("a"), claimed(B, 2), claimed(A, 3))
                        .in(here().stopping("a"))
                        .plans()
                        .because(because(Code.STOPPING, "a")));
    }

    static Stream<Scenario> all() {
        return interruptions();
    }
}
