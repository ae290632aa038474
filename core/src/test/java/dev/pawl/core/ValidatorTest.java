// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Kinds.*;
import static dev.pawl.core.Scenario.row;
import static dev.pawl.core.Words.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Action.StopCause;
import dev.pawl.core.Command.Rejection;
import dev.pawl.core.Reason.Code;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Work that is sent back, and who waits lest it be. */
@Tag("C9")
class ValidatorTest {

    private static final PipelineSpec CHECKED = pipeline(stage("a"), validator("v", "a", 1), stage("c", "a"));

    @ParameterizedTest
    @MethodSource
    @Tag("C9")
    void rejections(Scenario row) {
        row.check();
    }

    static Stream<Scenario> rejections() {
        Event[] checking = {claimed(), started("a"), succeeded("a"), started("v")};
        Event[] again = {
            claimed(),
            started("a"),
            succeeded("a"),
            started("v"),
            rejected("v", "a", "a", "v"),
            started("a", 1, 1, 1),
            succeeded("a"),
            started("v", 1, 1, 1)
        };
        Command second = new Command.Rejects(attempt("v", 1, 1), 1, FEEDBACK);
        return Stream.of(
                row("a validator comes after what it validates")
                        .of(CHECKED)
                        .given(claimed())
                        .in(here())
                        .plans(record(started("a"))),
                row("and before who uses that")
                        .of(CHECKED)
                        .given(claimed(), started("a"), succeeded("a"))
                        .in(here())
                        .plans(record(started("v"))),
                row("it sends the work back")
                        .of(CHECKED)
                        .given(checking)
                        .at(5)
                        .when(rejects("v"))
                        .then(on(5, rejected("v", "a", "a", "v"))),
                row("which is done again in a new generation")
                        .of(CHECKED)
                        .given(claimed(), started("a"), succeeded("a"), started("v"), rejected("v", "a", "a", "v"))
                        .in(here())
                        .plans(record(started("a", 1, 1, 1))),
                row("a degraded one too")
                        .of(CHECKED)
                        .given(claimed(), started("a"), degraded("a"), started("v"), rejected("v", "a", "a", "v"))
                        .in(here())
                        .plans(record(started("a", 1, 1, 1))),
                row("and so is one that was skipped")
                        .of(conditional(stage("a")), validator("v", "a", 1))
                        .given(claimed(), evaluated("a", false), started("v"), rejected("v", "a", "a", "v"))
                        .in(here())
                        .plans(new Action.Evaluate(attempt("a", 1, 1), 1))
                        .because(because(Code.CONDITION, "a")),
                row("what it had put out is not taken any more")
                        .of(CHECKED)
                        .given(claimed(), started("a"), succeeded("a"), started("v"), rejected("v", "a", "a", "v"))
                        .when(done("v"))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + RUN + "/v/0/1 under epoch 1 no longer counts: stage v is idle at " + RUN
                                        + "/v/1/0 under epoch 0, and the run at epoch 1",
                                "hand its result over for a person to look at"),
                row("so often and no more")
                        .of(CHECKED)
                        .given(again)
                        .when(second)
                        .then(rejected("v", "a")),
                row("then it has failed, and the run with it")
                        .of(CHECKED)
                        .given(and(again, rejected("v", "a")))
                        .in(here())
                        .plans(record(endedAs(FailureKind.REJECTED, "stage v: it rejects the output of a"))),
                row("resumed, the work is done again with all its rounds")
                        .of(CHECKED)
                        .given(and(again, rejected("v", "a"), endedFailed("x")))
                        .when(resume())
                        .then(resumed("a", "v")),
                row("also what was degraded, skipped, or had not begun")
                        .of(
                                stage("a"),
                                conditional(stage("b", "a")),
                                stage("c", "b"),
                                validator("v", "a", 0, "b"),
                                validator("w", "b", 1, "c"))
                        .given(
                                claimed(),
                                started("a"),
                                degraded("a"),
                                evaluated("b", false),
                                started("v"),
                                rejected("v", "a"),
                                endedFailed("x"))
                        .when(resume())
                        .then(resumed("a", "b", "c", "v", "w")),
                row("a validator that failed otherwise is only asked again")
                        .of(CHECKED)
                        .given(and(checking, failed("v"), endedFailed("x")))
                        .when(resume())
                        .then(resumed("v")),
                row("others that failed keep what they have: they are told apart")
                        .of(stage("a"), validator("v", "a", 0), stage("x"))
                        .given(and(checking, rejected("v", "a"), started("x"), failed("x"), endedFailed("x")))
                        .when(resume())
                        .then(resumed("a", "v"), resumed("x")),
                row("stages the run was made without are not reopened")
                        .of(stage("new"), stage("a"), stage("n2", "a"), validator("v", "a", 0, "n2"))
                        .madeWith("a", "v")
                        .given(and(checking, rejected("v", "a"), endedFailed("x")))
                        .when(resume())
                        .then(resumed("a", "v")),
                row("nor does a validator that is gone reopen anything")
                        .of(stage("a"))
                        .madeWith("a", "v")
                        .given(and(checking, rejected("v", "a"), endedFailed("x")))
                        .when(resume())
                        .then(resumed("v")),
                row("accepted, the others go on")
                        .of(CHECKED)
                        .given(and(checking, succeeded("v")))
                        .in(here())
                        .plans(record(started("c"))),
                row("what rejects and is no validator has failed")
                        .of(stage("a"))
                        .given(claimed(), started("a"))
                        .when(rejects("a"))
                        .then(failedAs(FailureKind.REJECTED, "a", "it rejects, and is no validator", FEEDBACK)),
                row("a rejection of an attempt that no longer counts")
                        .of(CHECKED)
                        .given(and(checking, claimed(B, 2)))
                        .when(rejects("v"))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + RUN + "/v/0/1 under epoch 1 no longer counts: stage v is running at " + RUN
                                        + "/v/0/1 under epoch 1, and the run at epoch 2",
                                "hand its result over for a person to look at"),
                row("work at what is sent back is stopped first")
                        .of(stage("a"), validator("v", "a", 1), validator("w", "a", 1))
                        .given(and(checking, started("w"), rejected("v", "a", "a", "v", "w")))
                        .in(here().running("w"))
                        .plans(stop("w", StopCause.FENCED), record(started("a", 1, 1, 1))),
                row("a retry of it is forgotten")
                        .of(stage("a"), validator("v", "a", 1), validator("w", "a", 1))
                        .given(and(checking, started("w"), failedUntil(99, "w"), rejected("v", "a", "a", "v", "w")))
                        .in(here())
                        .plans(record(started("a", 1, 1, 1))),
                row("as is its failure")
                        .of(stage("a"), validator("v", "a", 1), validator("w", "a", 1))
                        .given(and(checking, started("w"), failed("w"), rejected("v", "a", "a", "v", "w")))
                        .in(here())
                        .plans(record(started("a", 1, 1, 1))));
    }

    @Test
    void theWorkIsDoneAgainFromTheStart() {
        Run run = fold(
                created("a", "v"),
                claimed(),
                started("a"),
                listed("a", 2),
                itemDone("a", 0),
                succeeded("a"),
                evaluated("v", true),
                started("v"),
                rejected("v", "a", "a", "v"));
        StageState a = run.stage("a");
        assertThat(a.items()).isNull();
        assertThat(a.output()).isNull();
        assertThat(a.generation()).isEqualTo(1);
        assertThat(a.feedback()).isEqualTo(Feedback.with(null, 0, "v", FEEDBACK));
        assertThat(a.rounds()).isZero();
        StageState v = run.stage("v");
        assertThat(v.rounds()).isEqualTo(1);
        assertThat(v.cleared()).isFalse();
        assertThat(v.feedback()).isNull();
        assertThat(v.generation()).isEqualTo(1);
        assertThat(v.number()).isZero();
    }

    @Test
    void whoUsedUpItsRoundsSaysWhatItThinks() {
        Run run = fold(created("a", "v"), claimed(), started("a"), succeeded("a"), started("v"), rejected("v", "a"));
        StageState v = run.stage("v");
        assertThat(v.status()).isEqualTo(StageStatus.FAILED);
        assertThat(v.partial()).isEqualTo(FEEDBACK);
        assertThat(v.rounds()).isZero();
        assertThat(run.stage("a").feedback()).isEqualTo(Feedback.with(null, 0, "v", FEEDBACK));
        assertThat(run.stage("a").status()).isEqualTo(StageStatus.SUCCEEDED);
    }

    @Test
    void resumedItHasAllItsRoundsAndAMapOfTheSpanBeginsAnew() {
        Event[] failed = {
            created("a", "m", "v"),
            claimed(),
            started("a"),
            succeeded("a"),
            started("m"),
            listed("m", 2),
            itemDone("m", 0),
            failed("m"),
            started("v"),
            rejected("v", "a", "a", "v"),
            started("a", 1, 1, 1),
            succeeded("a"),
            started("v", 1, 1, 1),
            rejected("v", "a"),
            endedFailed("x")
        };
        Run whole = fold(and(failed, resumed("a", "m", "v")));
        assertThat(whole.stage("v").rounds()).isZero();
        assertThat(whole.stage("v").generation()).isEqualTo(2);
        assertThat(whole.stage("m").items()).isNull();
        Run apart = fold(and(failed, resumed("a", "v"), resumed("m")));
        assertThat(apart.stage("m").items().count(ItemStatus.SUCCEEDED)).isEqualTo(1);
        assertThat(apart.stage("m").generation()).isEqualTo(1);
    }

    /** A graph, and what follows from its validators. */
    record Graph(String name, List<StageSpec> stages, List<String> expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Graph graph(String name, List<String> expected, StageSpec... stages) {
        return new Graph(name, List.of(stages), expected);
    }

    @ParameterizedTest
    @MethodSource
    void reopening(Graph graph) {
        PipelineSpec spec = pipeline(graph.stages().toArray(StageSpec[]::new));
        assertThat(spec.reopens("v")).isEqualTo(graph.expected());
    }

    static Stream<Graph> reopening() {
        return Stream.of(
                graph("itself, where it is none", List.of("v"), stage("a"), stage("v", "a")),
                graph("nothing, where it is not there", List.of(), stage("a")),
                graph("what it validates", List.of("a", "v"), stage("o"), stage("a", "o"), validator("v", "a", 1)),
                graph(
                        "and all between, but not what is beside",
                        List.of("a", "b", "v"),
                        stage("a"),
                        stage("b", "a"),
                        stage("c", "a"),
                        stage("x"),
                        validator("v", "a", 1, "b", "x")),
                graph(
                        "other validators of the same",
                        List.of("a", "v", "c", "w"),
                        stage("a"),
                        validator("v", "a", 1),
                        stage("c", "a"),
                        validator("w", "a", 1, "c")),
                graph(
                        "and of what is between",
                        List.of("a", "b", "v", "c", "w"),
                        stage("a"),
                        stage("b", "a"),
                        validator("v", "a", 1, "b"),
                        stage("c", "b"),
                        validator("w", "b", 1, "c")),
                graph(
                        "to a fixed point, in whatever order they are declared",
                        List.of("x", "w", "c", "b", "v", "a"),
                        validator("x", "c", 1),
                        validator("w", "b", 1, "c"),
                        stage("c", "b"),
                        stage("b", "a"),
                        validator("v", "a", 1, "b"),
                        stage("a")),
                graph(
                        "but none of what it does not touch",
                        List.of("b", "v"),
                        stage("a"),
                        stage("b", "a"),
                        validator("v", "b", 1),
                        stage("c", "a"),
                        validator("w", "c", 1)));
    }

    @ParameterizedTest
    @MethodSource
    void gates(Graph graph) {
        PipelineSpec spec = pipeline(graph.stages().toArray(StageSpec[]::new));
        assertThat(spec.gatesOf("g")).isEqualTo(graph.expected());
    }

    static Stream<Graph> gates() {
        return Stream.of(
                graph("none without validators", List.of(), stage("a"), stage("g", "a")),
                graph("who uses what is validated", List.of("v"), stage("a"), validator("v", "a", 1), stage("g", "a")),
                graph(
                        "who uses what is between",
                        List.of("v"),
                        stage("a"),
                        stage("b", "a"),
                        validator("v", "a", 1, "b"),
                        stage("g", "b")),
                graph(
                        "not who uses what is before",
                        List.of(),
                        stage("o"),
                        stage("a", "o"),
                        validator("v", "a", 1),
                        stage("g", "o")),
                graph(
                        "who is after the validator waits anyway",
                        List.of(),
                        stage("a"),
                        validator("v", "a", 1),
                        stage("g", "v", "a")),
                graph(
                        "what is between waits for nobody",
                        List.of(),
                        stage("a"),
                        stage("g", "a"),
                        validator("v", "a", 1, "g")),
                graph(
                        "who would be sent back too may as well begin",
                        List.of(),
                        stage("a"),
                        validator("v", "a", 1),
                        stage("g", "a"),
                        validator("w", "a", 1, "g")),
                graph(
                        "but not where nobody may cut it short",
                        List.of("v"),
                        stage("a"),
                        validator("v", "a", 1),
                        external(stage("g", "a")),
                        validator("w", "a", 1, "g")),
                graph(
                        "who uses what another validator's rejection sends back",
                        List.of("v", "w"),
                        stage("a"),
                        stage("x", "a"),
                        validator("v", "a", 1, "x"),
                        stage("u", "x"),
                        validator("w", "x", 1, "u"),
                        stage("g", "u")),
                graph(
                        "who waits for a validator waits for who may send that one back",
                        List.of("v", "w"),
                        stage("y"),
                        stage("a", "y"),
                        stage("k", "a"),
                        validator("v", "a", 1),
                        validator("w", "y", 1, "v"),
                        stage("g", "a")),
                graph(
                        "two validators do not wait for each other",
                        List.of(),
                        external(stage("a")),
                        external(validator("w", "a", 1)),
                        external(validator("g", "a", 1))));
    }

    @Test
    void oneOfTwoExternalValidatorsWaitsForTheOther() {
        PipelineSpec spec = pipeline(stage("a"), external(validator("w", "a", 1)), external(validator("g", "a", 1)));
        assertThat(spec.gates(1)).containsExactly(2);
        assertThat(spec.gates(2)).isEmpty();
    }

    private static Event[] and(Event[] before, Event... more) {
        return Stream.concat(Stream.of(before), Stream.of(more)).toArray(Event[]::new);
    }

    static Stream<Scenario> all() {
        return rejections();
    }
}
