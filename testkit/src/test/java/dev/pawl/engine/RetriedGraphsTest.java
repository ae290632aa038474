// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.PipelineBuilder;
import dev.pawl.RefusedException;
import dev.pawl.RejectedException;
import dev.pawl.Retry;
import dev.pawl.RetryPlan;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageContext;
import dev.pawl.StageView;
import dev.pawl.Submission;
import dev.pawl.core.AllowedFailures;
import dev.pawl.core.StageStatus;
import dev.pawl.testkit.FakeDatabase;
import dev.pawl.testkit.FakeStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Graphs from a seed, of which some stages fail, are retried from any stage, and those runs again: what is taken over does not
 * execute, what is not executes once, and in the end all is as if nothing had failed.
 */
@Tag("C6")
@Tag("S4")
class RetriedGraphsTest {

    private static final int SOME = 200;
    private static final int MANY = 10_000;

    private final FakeDatabase database = new FakeDatabase();
    private final Bench bench = new Bench(() -> new FakeStore(database, Runnable::run));

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    @Timeout(120)
    void aRetryEndsAsIfNothingHadFailed() throws Exception {
        all(Long.getLong("pawl.seed", 0), Long.getLong("pawl.seed") == null ? SOME : 1);
    }

    @Test
    @Tag("long")
    @Timeout(3_600)
    void aRetryAlwaysEndsAsIfNothingHadFailed() throws Exception {
        all(SOME, MANY);
    }

    private void all(long from, int count) throws Exception {
        Pawl pawl = bench.start();
        Set<String> seen = new HashSet<>();
        for (long seed = from; seed < from + count; seed++) {
            try {
                new Graph(pawl, seed, seen).retried();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        if (count > 1) {
            assertThat(seen).contains("made", "deeper", "NOT_RETRYABLE", "UPSTREAM_FAILED", "items");
        }
    }

    /** One graph and its runs. */
    private static final class Graph {

        private final Pawl pawl;
        private final Random random;
        private final Set<String> seen;
        private final int size;
        private final Pipeline<String> pipeline;
        private final Map<String, List<String>> after = new HashMap<>();
        private final Tally executions = new Tally();
        private final Set<String> broken = java.util.concurrent.ConcurrentHashMap.newKeySet();

        Graph(Pawl pawl, long seed, Set<String> seen) {
            this.pawl = pawl;
            this.random = new Random(seed);
            this.seen = seen;
            this.size = 2 + random.nextInt(9);
            this.pipeline = pipeline(seed);
            pawl.register(pipeline);
        }

        private Pipeline<String> pipeline(long seed) {
            PipelineBuilder<String> builder = Pipeline.named("p" + seed, String.class);
            for (int i = 0; i < size; i++) {
                List<String> ups = new ArrayList<>();
                for (int up = 0; up < i; up++) {
                    if (random.nextInt(3) == 0) {
                        ups.add("s" + up);
                    }
                }
                add(builder, "s" + i, i == 0 ? List.of() : ups, random.nextInt(10));
            }
            return builder.build();
        }

        private void add(PipelineBuilder<String> builder, String id, List<String> ups, int kind) {
            after.put(id, ups);
            boolean skipped = random.nextInt(12) == 0;
            int fewMayFail = random.nextInt(2);
            int validated = id.equals("s0") ? 0 : random.nextInt(Integer.parseInt(id.substring(1)));
            builder.stage(id, Object.class, s -> {
                s.after(ups.toArray(String[]::new));
                if (skipped) {
                    s.when(c -> false);
                }
                if (kind == 0) {
                    s.map(c -> List.of(0, 1, 2, 3), (c, item) -> item(c, item))
                            .allowFailed(new AllowedFailures(fewMayFail, 0));
                } else if (kind == 1 && !id.equals("s0")) {
                    s.validates("s" + validated, random.nextInt(2)).run(this::judge);
                } else {
                    s.run(this::work);
                }
            });
        }

        private String work(StageContext<String> c) {
            executions.count(c.run() + "/" + c.stage());
            if (broken.contains(c.stage())) {
                throw new IllegalStateException("broken");
            }
            return made(c);
        }

        private String judge(StageContext<String> c) throws RejectedException {
            executions.count(c.run() + "/" + c.stage());
            if (broken.contains(c.stage())) {
                throw new RejectedException("no");
            }
            return made(c);
        }

        private String item(StageContext<String> c, int item) {
            executions.count(c.run() + "/" + c.stage() + "/" + item);
            if (broken.contains(c.stage()) && item % 2 == 1) {
                throw new IllegalStateException("broken");
            }
            return item + made(c);
        }

        private static String made(StageContext<String> c) {
            StringBuilder all = new StringBuilder(c.stage()).append('(');
            for (String up : c.upstream()) {
                all.append(Integer.toHexString(
                                String.valueOf(c.output(up, Object.class)).hashCode()))
                        .append(' ');
            }
            return all.append(')').toString();
        }

        void retried() throws Exception {
            RunView whole = Bench.end(pawl.submit(pipeline, "", Submission.plain()), SUCCEEDED);
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                broken.add("s" + random.nextInt(size));
            }
            RunView parent = Bench.end(pawl.submit(pipeline, "", Submission.plain()));
            while (parent.depth() < 3) {
                if (parent.depth() == 2 || random.nextBoolean()) {
                    broken.clear();
                } else if (!broken.isEmpty()) {
                    broken.remove(broken.stream().min(Comparator.naturalOrder()).orElseThrow());
                }
                RunView next = retry(parent);
                if (next == null) {
                    return;
                }
                seen.add(next.depth() > 1 ? "deeper" : "made");
                if (next.status() == SUCCEEDED && !next.degraded()) {
                    same(whole, next);
                }
                parent = next;
            }
        }

        /** Null where nothing of it may be done again. */
        private RunView retry(RunView parent) throws Exception {
            Retry how = Retry.from("s" + random.nextInt(size)).onlyFailedItems(false);
            RetryPlan plan = pawl.planRetry(parent.id(), how);
            for (int tries = 0; plan.blocked() != null; tries++) {
                seen.add(plan.blocked().code());
                Retry no = how;
                assertThatThrownBy(() -> pawl.retry(parent.id(), no))
                        .isInstanceOfSatisfying(
                                RefusedException.class,
                                refused -> assertThat(RetryPlan.Blocked.by(refused))
                                        .isEqualTo(
                                                pawl.planRetry(parent.id(), no).blocked()));
                String instead = plan.blocked().startFrom();
                if (tries == 10 || (instead == null && parent.status() == SUCCEEDED)) {
                    return null;
                }
                how = Retry.from(instead == null ? "s" + random.nextInt(size) : instead);
                plan = pawl.planRetry(parent.id(), how);
                if (instead != null) {
                    assertThat(plan.blocked()).as("from %s instead", instead).isNull();
                }
            }
            Retry items = how.onlyFailedItems(true);
            RetryPlan ofItems = pawl.planRetry(parent.id(), items);
            if (ofItems.blocked() == null && random.nextBoolean()) {
                seen.add("items");
                how = items;
                plan = ofItems;
            }
            executions.clear();
            RunHandle again = pawl.retry(parent.id(), how.planToken(plan.planToken()));
            RunView view = Bench.end(again);
            executed(plan, view);
            return view;
        }

        private void executed(RetryPlan plan, RunView view) {
            Map<String, Integer> byStage = new HashMap<>();
            executions.all().forEach((what, times) -> byStage.merge(what.split("/", -1)[1], times, Integer::sum));
            for (RetryPlan.Reuse reuse : plan.reuse()) {
                StageView stage = Bench.stage(view, reuse.stage());
                boolean sentBack = stage.generation() > 0;
                if (!sentBack) {
                    assertThat(byStage.getOrDefault(reuse.stage(), 0))
                            .as(reuse.stage())
                            .isZero();
                    assertThat(stage)
                            .returns(reuse.status(), StageView::status)
                            .returns(new StageView.ReusedFrom(reuse.from(), reuse.stage()), StageView::reusedFrom);
                }
            }
            for (String id : plan.run()) {
                StageView stage = Bench.stage(view, id);
                if (stage.generation() == 0 && stage.kind().equals("task")) {
                    assertThat(byStage.getOrDefault(id, 0)).as(id).isLessThanOrEqualTo(1);
                    assertThat(stage.status().done() && stage.status() != StageStatus.SKIPPED)
                            .as("%s: %s, executed %s", id, stage.status(), byStage.get(id))
                            .isEqualTo(byStage.containsKey(id) && stage.status() != StageStatus.FAILED);
                }
            }
            if (plan.reusedItems() > 0 && Bench.stage(view, plan.fromStage()).generation() == 0) {
                assertThat(byStage.getOrDefault(plan.fromStage(), 0)).isEqualTo(4 - plan.reusedItems());
            }
        }

        private void same(RunView whole, RunView view) throws IOException {
            for (StageView stage : whole.stages()) {
                assertThat(output(view.id(), stage.id())).as(stage.id()).isEqualTo(output(whole.id(), stage.id()));
            }
        }

        private String output(UUID run, String stage) throws IOException {
            Optional<InputStream> output = pawl.output(run, stage);
            if (output.isEmpty()) {
                return "";
            }
            try (InputStream in = output.get()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
