// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.raw;
import static dev.pawl.engine.Bench.stage;
import static dev.pawl.engine.Bench.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.PipelineBuilder;
import dev.pawl.RawJson;
import dev.pawl.RefusedException;
import dev.pawl.Retry;
import dev.pawl.RetryPlan;
import dev.pawl.RunHandle;
import dev.pawl.RunState;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.Submission;
import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.StageStatus;
import dev.pawl.spi.RunQuery;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What can be read before one retries: the state before a stage, and what the retry would do. */
interface BeforeRetryContract extends OnABench {

    @Test
    @Tag("C3")
    @Tag("C14")
    @Tag("D10")
    default void theStateBeforeAStageIsReadAtOnce() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        String large = "\"" + "y".repeat(100_000) + "\"";
        Pipeline<Map<String, Object>> pipeline = pipelineOfState(broken, large);
        Pawl pawl = bench().start(pipeline);
        RunHandle failed = pawl.submit(
                pipeline,
                RawJson.of("{\"b\" : [ {\"n\":1e2}, [] ], \"a\":{}}".getBytes(StandardCharsets.UTF_8)),
                Submission.plain());
        end(failed, FAILED);
        RunState before = pawl.state(failed.id(), "c");
        assertThat(json(before))
                .isEqualTo("{\"input\":{\"b\" : [ {\"n\":1e2}, [] ], \"a\":{}},\"outputs\":{\"a\":{\"x\": [1.0]},\"b\":"
                        + large + "}}");
        assertThat(before.completedStages()).containsExactly("a", "b");
        assertThat(before.lastOutput()).isEqualTo("b");
        RunState all = pawl.state(failed.id(), null);
        assertThat(all.failedStage()).isEqualTo("c");
        assertThat(all.outputs())
                .extracting(RunState.Output::stage, RunState.Output::partial)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", false),
                        org.assertj.core.groups.Tuple.tuple("b", false),
                        org.assertj.core.groups.Tuple.tuple("c", true));
        assertThat(json(pawl.state(failed.id(), "a"))).endsWith("\"outputs\":{}}");

        broken.set(false);
        RunHandle part = pawl.retry(failed.id(), Retry.from("d").usePartial(true));
        RunView view = end(part, SUCCEEDED);
        assertThat(text(pawl, part.id(), "d")).isEqualTo("{\"half\":[1,{}]}");
        assertThat(stage(view, "c")).returns(StageStatus.DEGRADED, StageView::status);
        assertThat(view.degraded()).isTrue();
        assertThat(pawl.state(part.id(), "d").outputs().getLast().from()).isEqualTo(failed.id());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Pipeline<Map<String, Object>> pipelineOfState(AtomicBoolean broken, String large) {
        Class<Map<String, Object>> type = (Class) Map.class;
        return Pipeline.named("state", type)
                .stage("a", Object.class, s -> s.run(c -> raw("{\"x\": [1.0]}")))
                .stage("b", Object.class, s -> s.after("a").run(c -> raw(large)))
                .stage(
                        "c",
                        Object.class,
                        s -> s.after("b").run(c -> {
                            if (broken.get()) {
                                throw new dev.pawl.StageFailedException(
                                        "broken", dev.pawl.StageFailedException.Retry.NEVER, raw("{\"half\":[1,{}]}"));
                            }
                            return raw("1");
                        }))
                .stage("d", Object.class, s -> s.after("c").run(c -> c.output("c", Object.class)))
                .build();
    }

    private static String json(RunState state) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        state.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    @Tag("C17")
    default void thePlanSaysWhatWouldBeDoneAndBinds() throws Exception {
        Tally tally = new Tally();
        AtomicBoolean broken = new AtomicBoolean(true);
        Pipeline<String> pipeline = Lined.up(tally, broken);
        Pawl pawl = bench().start(pipeline);
        RunHandle failed = pawl.submit(pipeline, "x", Submission.plain());
        end(failed, FAILED);
        RetryPlan plan = pawl.planRetry(failed.id(), Retry.from("b"));
        assertThat(plan.reuse()).containsExactly(new RetryPlan.Reuse("a", failed.id(), StageStatus.SUCCEEDED));
        assertThat(plan.run()).containsExactly("b", "c");
        assertThat(plan)
                .returns(null, RetryPlan::blocked)
                .returns(List.of(), RetryPlan::changes)
                .returns(List.of(), RetryPlan::warnings);
        assertThat(pawl.planRetry(failed.id(), Retry.from("b"))).isEqualTo(plan);
        assertThat(pawl.runs(RunQuery.newest(10))).hasSize(1);

        pawl.register(Pipeline.named("line", String.class)
                .version(2)
                .stage("a", Object.class, s -> s.run(c -> 1))
                .stage(
                        "b",
                        Object.class,
                        s -> s.after("a").effect(dev.pawl.core.Effect.EXTERNAL).run(c -> 2))
                .stage("new", Object.class, s -> s.after("b").run(c -> 3))
                .build());
        RetryPlan next = pawl.planRetry(failed.id(), Retry.from("b"));
        assertThat(next.version()).isEqualTo(2);
        assertThat(next.run()).containsExactly("b", "new");
        assertThat(next.warnings()).singleElement().asString().contains("stage b", "outside");
        assertThat(next.changes())
                .contains(
                        new RetryPlan.Change(null, "version 1 becomes version 2"),
                        new RetryPlan.Change("new", "is new"),
                        new RetryPlan.Change("c", "is there no more"));
        assertThatThrownBy(() -> pawl.retry(failed.id(), Retry.from("b").planToken(plan.planToken())))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo("PLAN_CHANGED"));
        RunHandle again = pawl.retry(failed.id(), Retry.from("b").planToken(next.planToken()));
        assertThat(end(again, SUCCEEDED).version()).isEqualTo(2);
        assertThat(text(pawl, again.id(), "new")).isEqualTo("3");
    }

    @Test
    @Tag("C14")
    default void theStateOfAThousandStagesIsAFewReads() throws Exception {
        PipelineBuilder<String> builder = Pipeline.named("p", String.class).checkpoint(CheckpointPolicy.ON_FAILURE);
        String[] all = new String[1_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = "s" + i;
            String value = "\"" + "x".repeat(i + 4_096) + "\""; // beside the journal
            builder.stage(all[i], Object.class, s -> s.run(c -> raw(value)));
        }
        Pipeline<String> pipeline = builder.stage(
                        "last",
                        Object.class,
                        s -> s.after(all).run(c -> {
                            throw new IllegalStateException("broken");
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle failed = pawl.submit(pipeline, "x", Submission.plain());
        end(failed, FAILED);
        WatchedStore store = bench().storeOf(pawl);
        int before = store.journalReads();
        int reads = store.reads();
        int values = store.valueReads();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RunState state = pawl.state(failed.id(), "last");
        state.writeTo(out);
        assertThat(store.journalReads() - before).isEqualTo(1);
        assertThat(store.valueReads() - values)
                .as("short ones are read together")
                .isLessThan(10);
        assertThat(state.outputs()).hasSize(1_000);
        assertThat(out.size()).isGreaterThan(4_500_000);

        int afterState = store.valueReads();
        assertThat(pawl.planRetry(failed.id(), Retry.from("last")).reuse()).hasSize(1_000);
        assertThat(store.valueReads() - afterState)
                .as("whether what is taken over is there")
                .isLessThan(4);
        assertThat(store.reads() - reads).as("all the rest of both").isLessThan(20);
    }
}
