// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.core.RunStatus.WAITING;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.stage;
import static dev.pawl.engine.Bench.text;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.WaitFor;
import dev.pawl.core.StageStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stages that wait for people, and those that are asked whether they are to run. */
interface AskingContract extends OnABench {

    private static RawJson json(String text) {
        return RawJson.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Pipeline<String> review(Duration deadline) {
        return Pipeline.named("review", String.class)
                .stage("write", String.class, s -> s.run(c -> "text"))
                .input("review", deadline, s -> s.after("write"))
                .stage("send", String.class, s -> s.after("review").run(c -> "sent " + c.output("review", Map.class)))
                .build();
    }

    @Test
    default void aPersonGivesTheOutput() throws Exception {
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(review(null), "", Submission.plain());
        until(run, WAITING);
        assertThat(stage(run.view(), "review").waitsFor()).isEqualTo(WaitFor.PERSON);
        pawl.edit(run.id(), "review", json("{\"ok\": true}"), "ann");
        end(run, SUCCEEDED);
        assertThat(text(pawl, run.id(), "review")).isEqualTo("{\"ok\": true}");
        assertThat(text(pawl, run.id(), "send")).isEqualTo("\"sent {ok=true}\"");
    }

    @Test
    @Tag("S3")
    default void theAnswerIsTakenWhileNobodyExecutes() throws Exception {
        Pipeline<String> pipeline = review(null);
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        until(run, WAITING);
        bench().kill(first);
        bench().open().register(pipeline).edit(run.id(), "review", json("{}"), "ann");
        Pawl second = bench().start(pipeline);
        end(second.run(run.id()), SUCCEEDED);
        assertThat(text(second, run.id(), "review")).isEqualTo("{}");
    }

    @Test
    default void aPersonMayBeTooLate() throws Exception {
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(review(Duration.ofMillis(50)), "", Submission.plain());
        assertThat(end(run, FAILED).error()).contains("review", "nobody gave its output in time");
    }

    @Test
    default void anOutputIsGivenOnlyWhereItIsWaitedFor() throws Exception {
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(review(null), "", Submission.plain());
        until(run, WAITING);
        assertThatThrownBy(() -> pawl.edit(run.id(), "write", json("1"), null))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("does not wait for a person's output");
        assertThatThrownBy(() -> pawl.edit(run.id(), "review", json("{no"), null))
                .isInstanceOf(RefusedException.class);
        assertThat(run.view().status()).isEqualTo(WAITING);
    }

    @Test
    @Tag("A1")
    @Tag("A2")
    default void aManualStageWaitsToBePressedAndKeepsNoRunFromSucceeding() throws Exception {
        Gate gate = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("press", String.class)
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .stage(
                        "slow",
                        Integer.class,
                        s -> s.run(c -> {
                            gate.pass();
                            return 2;
                        }))
                .stage("print", Integer.class, s -> s.after("a").manual().run(c -> tally.count("print")))
                .stage("post", Integer.class, s -> s.after("a").manual().run(c -> tally.count("post")))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        until(run, view -> stage(view, "a").status() == StageStatus.SUCCEEDED);
        pawl.press(run.id(), "print", "ann");
        until(run, view -> stage(view, "print").status() == StageStatus.SUCCEEDED);
        assertThatThrownBy(() -> pawl.press(run.id(), "a", null)).hasMessageContaining("stage a has succeeded");
        gate.open();
        end(run, SUCCEEDED);
        assertThat(tally.all()).isEqualTo(Map.of("print", 1));
        assertThatThrownBy(() -> pawl.press(run.id(), "post", null)).hasMessageContaining("changes no more");
    }

    @Test
    @Tag("A7")
    default void whatIsPutBackIsStoppedAndWaits() throws Exception {
        Gate gate = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("back", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            if (tally.count("a") == 1) {
                                gate.pass();
                            }
                            return tally.of("a");
                        }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        pawl.reset(run.id(), "a", "ann");
        until(run, WAITING);
        assertThat(stage(run.view(), "a").status()).isEqualTo(StageStatus.IDLE);
        assertThat(tally.of("a")).isEqualTo(1);
        pawl.press(run.id(), "a", "ann");
        end(run, SUCCEEDED);
        assertThat(text(pawl, run.id(), "a")).isEqualTo("2");
    }

    @Test
    default void whatIsNotToRunIsSkippedAndCountsAsDone() throws Exception {
        Tally tally = new Tally();
        Pipeline<Integer> pipeline = Pipeline.named("maybe", Integer.class)
                .stage("a", Integer.class, s -> s.run(c -> c.input()))
                .stage(
                        "big",
                        String.class,
                        s -> s.after("a")
                                .when(c -> c.output("a", Integer.class) > 10)
                                .run(c -> "big"))
                .stage(
                        "b",
                        String.class,
                        s -> s.after("big").run(c -> {
                            tally.count("b");
                            return "after " + c.output("big", String.class);
                        }))
                .build();
        Pawl pawl = bench().start();
        RunHandle small = pawl.submit(pipeline, 1, Submission.plain());
        RunHandle large = pawl.submit(pipeline, 11, Submission.plain());
        assertThat(stage(end(small, SUCCEEDED), "big").status()).isEqualTo(StageStatus.SKIPPED);
        assertThat(stage(end(large, SUCCEEDED), "big").status()).isEqualTo(StageStatus.SUCCEEDED);
        assertThat(text(pawl, small.id(), "b")).isEqualTo("\"after null\"");
        assertThat(text(pawl, large.id(), "b")).isEqualTo("\"after big\"");
    }

    @Test
    default void aConditionThatFailsFailsTheStage() throws Exception {
        Pipeline<Integer> pipeline = Pipeline.named("unclear", Integer.class)
                .stage("a", Integer.class, s -> s.when(c -> 1 / c.input() > 0).run(c -> 1))
                .build();
        Pawl pawl = bench().start();
        assertThat(end(pawl.submit(pipeline, 0, Submission.plain()), FAILED).error())
                .contains("stage a: its condition cannot be evaluated: / by zero");
    }

    @Test
    @Tag("S1")
    default void anErrorOfWhatIsAskedLeavesNoRunUndriven() throws Exception {
        Pipeline<Integer> pipeline = Pipeline.named("broken", Integer.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.when(c -> {
                                    throw new StackOverflowError("too deep");
                                })
                                .run(c -> 1))
                .stage(
                        "each",
                        Object.class,
                        s -> s.map(
                                c -> {
                                    throw new AssertionError("no list");
                                },
                                (c, i) -> i))
                .build();
        Pawl pawl = bench().start();
        RunView view = end(pawl.submit(pipeline, 0, Submission.plain()), FAILED);
        assertThat(stage(view, "a").error()).contains("too deep");
        assertThat(stage(view, "each").error()).contains("no list");
    }

    @Test
    @Tag("C5")
    default void allThatIsMissingIsNamedWithWhoShouldHaveMadeIt() throws Exception {
        Tally tally = new Tally();
        Pipeline<Integer> pipeline = Pipeline.named("missing", Integer.class)
                .stage("a", Object.class, s -> s.run(c -> Map.of("x", Map.of("y", 1))))
                .stage("b", Object.class, s -> s.run(c -> Map.of()))
                .stage(
                        "c",
                        Integer.class,
                        s -> s.after("a", "b")
                                .requires("a.x.y", "a.x.z", "a.w", "b.v")
                                .run(c -> tally.count("c")))
                .build();
        Pawl pawl = bench().start();
        assertThat(end(pawl.submit(pipeline, 0, Submission.plain()), FAILED).error())
                .contains("x.z, which stage a should", "w, which stage a should", "v, which stage b should")
                .doesNotContain("x.y");
        assertThat(tally.all()).isEmpty();
    }

    @Test
    @Tag("C5")
    default void whoDoesNotProduceWhatItDeclaresFails() throws Exception {
        Pipeline<Integer> pipeline = Pipeline.named("unproductive", Integer.class)
                .stage("a", Object.class, s -> s.produces("x", "y").run(c -> Map.of("x", 1)))
                .build();
        Pawl pawl = bench().start();
        assertThat(end(pawl.submit(pipeline, 0, Submission.plain()), FAILED).error())
                .contains("its output has no y, which the stage declares to produce");
    }
}
