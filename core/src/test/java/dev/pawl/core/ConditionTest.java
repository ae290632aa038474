// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Kinds.*;
import static dev.pawl.core.Scenario.row;
import static dev.pawl.core.Words.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Command.Rejection;
import dev.pawl.core.Reason.Code;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stages that start only if something holds. */
class ConditionTest {

    private static final PipelineSpec ASKS = pipeline(conditional(stage("a")), stage("b", "a"));

    @ParameterizedTest
    @MethodSource
    @Tag("S2")
    void conditions(Scenario row) {
        row.check();
    }

    static Stream<Scenario> conditions() {
        String stale = "attempt " + RUN + "/a/0/1 under epoch 1 no longer counts: stage a is ";
        String keep = "hand its result over for a person to look at";
        return Stream.of(
                row("it is evaluated first")
                        .of(ASKS)
                        .given(claimed())
                        .in(here())
                        .plans(evaluate("a"))
                        .because(because(Code.CONDITION, "a")),
                row("which is asked once")
                        .of(ASKS)
                        .given(claimed())
                        .in(here().asked(evaluate("a")))
                        .plans()
                        .because(because(Code.CONDITION, "a")),
                row("by each owner anew")
                        .of(ASKS)
                        .given(claimed(), claimed(B, 2))
                        .in(here().in(B).asked(evaluate("a")))
                        .plans(new Action.Evaluate(attempt("a"), 2))
                        .because(because(Code.CONDITION, "a")),
                row("it holds")
                        .of(ASKS)
                        .given(claimed())
                        .at(4)
                        .when(holds("a", true))
                        .then(on(4, evaluated("a", true))),
                row("then the stage starts")
                        .of(ASKS)
                        .given(claimed(), evaluated("a", true))
                        .in(here())
                        .plans(record(started("a"))),
                row("it does not hold")
                        .of(ASKS)
                        .given(claimed())
                        .when(holds("a", false))
                        .then(evaluated("a", false)),
                row("then the stage is skipped, and that counts as done")
                        .of(ASKS)
                        .given(claimed(), evaluated("a", false))
                        .in(here())
                        .plans(record(started("b"))),
                row("a run of which all is skipped or done has succeeded")
                        .of(ASKS)
                        .given(claimed(), evaluated("a", false), started("b"), succeeded("b"))
                        .in(here())
                        .plans(record(ended(RunStatus.SUCCEEDED))),
                row("it cannot be evaluated")
                        .of(ASKS)
                        .given(claimed())
                        .when(cannotSay("a"))
                        .then(notEvaluated("a")),
                row("then the stage has failed")
                        .of(ASKS)
                        .given(claimed(), notEvaluated("a"))
                        .in(here())
                        .plans(record(endedFailed("stage a: oops"))),
                row("resumed, it is evaluated again")
                        .of(ASKS)
                        .given(claimed(), notEvaluated("a"), endedFailed("x"), resumed("a"), claimed(A, 2))
                        .in(here())
                        .plans(new Action.Evaluate(attempt("a", 1, 1), 2))
                        .because(because(Code.CONDITION, "a")),
                row("an answer that comes twice decides nothing")
                        .of(ASKS)
                        .given(claimed(), evaluated("a", true))
                        .when(holds("a", false))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                stale + "idle at " + RUN + "/a/0/0 under epoch 0, and the run at epoch 1",
                                keep),
                row("nor one that comes after the start")
                        .of(ASKS)
                        .given(claimed(), evaluated("a", true), started("a"))
                        .when(holds("a", false))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                stale + "running at " + RUN + "/a/0/1 under epoch 1, and the run at epoch 1",
                                keep),
                row("nor one of an owner before")
                        .of(ASKS)
                        .given(claimed(), claimed(B, 2))
                        .when(cannotSay("a"))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                stale + "idle at " + RUN + "/a/0/0 under epoch 0, and the run at epoch 2",
                                keep),
                row("nor one of another generation")
                        .of(ASKS)
                        .given(claimed(), evaluated("a", true), started("a"), putBack("a"))
                        .when(holds("a", false))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                stale + "idle at " + RUN + "/a/1/0 under epoch 0, and the run at epoch 1",
                                keep),
                row("nor one of another attempt")
                        .of(ASKS)
                        .given(claimed())
                        .when(new Command.Evaluated(attempt("a", 0, 2), 1, false))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + RUN + "/a/0/2 under epoch 1 no longer counts: stage a is idle at " + RUN
                                        + "/a/0/0 under epoch 0, and the run at epoch 1",
                                keep),
                row("nor one of another run")
                        .of(ASKS)
                        .given(claimed())
                        .when(new Command.Evaluated(new Attempt(A, "a", 0, 1), 1, false))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + A + "/a/0/1 under epoch 1 no longer counts: stage a is idle at " + RUN
                                        + "/a/0/0 under epoch 0, and the run at epoch 1",
                                keep),
                row("a retry is not asked about again")
                        .of(twice(conditional(stage("a"))))
                        .given(claimed(), evaluated("a", true), started("a"), failedUntil(0, "a"))
                        .in(here())
                        .plans(record(started("a", 0, 2, 1))),
                row("nor what was settled to run again")
                        .of(external(conditional(stage("a"))))
                        .given(
                                claimed(),
                                evaluated("a", true),
                                started("a"),
                                doubted("a"),
                                settled("a", SettleAs.RERUN))
                        .in(here())
                        .plans(record(started("a"))),
                row("a start told again stands only on an answer")
                        .of(ASKS)
                        .given(claimed())
                        .when(wasStarted("a"))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                stale + "idle at " + RUN + "/a/0/0 under epoch 0, and the run at epoch 1",
                                keep),
                row("which it has")
                        .of(ASKS)
                        .given(claimed(), evaluated("a", true))
                        .when(wasStarted("a"))
                        .then(started("a")),
                row("the former attempt stops before it is asked again")
                        .of(ASKS)
                        .given(claimed(), started("a"), failed("a"), endedFailed("x"), resumed("a"), claimed(A, 2))
                        .in(here().stopping("a"))
                        .plans()
                        .because(because(Code.STOPPING, "a")));
    }

    @Test
    void aSkippedStageHasNoOutput() {
        StageState a =
                fold(created("a"), claimed(), on(4, evaluated("a", false))).stage("a");
        assertThat(a.status()).isEqualTo(StageStatus.SKIPPED);
        assertThat(a.output()).isNull();
        assertThat(a.finishedAt()).isEqualTo(at(4));
        StageState failed =
                fold(created("a"), claimed(), on(4, notEvaluated("a"))).stage("a");
        assertThat(failed.failure()).isEqualTo(OOPS);
        assertThat(failed.finishedAt()).isEqualTo(at(4));
    }

    static Stream<Scenario> all() {
        return conditions();
    }
}
