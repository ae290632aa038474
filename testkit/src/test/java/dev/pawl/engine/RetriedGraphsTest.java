// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Pawl;
import dev.pawl.RefusedException;
import dev.pawl.Retry;
import dev.pawl.RetryPlan;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.Submission;
import dev.pawl.WaitFor;
import dev.pawl.core.Event;
import dev.pawl.core.StageStatus;
import dev.pawl.testkit.FakeDatabase;
import dev.pawl.testkit.FakeStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
    private static final int AT_ONCE = 250;

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

    private static void all(long first, int count) throws Exception {
        Set<String> seen = new HashSet<>();
        for (long from = first; from < first + count; from += AT_ONCE) {
            FakeDatabase database = new FakeDatabase();
            try (Bench bench = new Bench(() -> new FakeStore(database, Runnable::run))) {
                Pawl pawl = bench.start();
                for (long seed = from; seed < Math.min(from + AT_ONCE, first + count); seed++) {
                    try {
                        new Retries(pawl, seed, seen).made();
                    } catch (AssertionError | RuntimeException e) {
                        throw new AssertionError("seed " + seed, e);
                    }
                }
            }
        }
        if (count > 1) {
            assertThat(seen)
                    .contains("made", "deeper", "NOT_RETRYABLE", "UPSTREAM_FAILED", "items", "partial", "whole")
                    .contains("took over a degraded output", "took over an answer", "took over what was skipped")
                    .contains("took over a map", "took over a verdict");
        }
    }

    /** The runs of one graph. */
    private static final class Retries {

        private final Pawl pawl;
        private final Random random;
        private final Set<String> seen;
        private final GraphOfChance graph;

        Retries(Pawl pawl, long seed, Set<String> seen) {
            this.pawl = pawl;
            this.random = new Random(seed);
            this.seen = seen;
            this.graph = new GraphOfChance("p" + seed, random);
            pawl.register(graph.pipeline());
        }

        void made() throws Exception {
            RunView whole = end(pawl.submit(graph.pipeline(), "", Submission.plain()));
            assertThat(whole.status()).isEqualTo(SUCCEEDED);
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                graph.broken().add(graph.anyStage());
            }
            RunView parent = end(pawl.submit(graph.pipeline(), "", Submission.plain()));
            while (parent.depth() < 3) {
                if (parent.depth() == 2 || random.nextBoolean()) {
                    graph.broken().clear();
                } else if (!graph.broken().isEmpty()) {
                    graph.broken()
                            .remove(graph.broken().stream()
                                    .min(Comparator.naturalOrder())
                                    .orElseThrow());
                }
                RunView next = retry(parent);
                if (next == null) {
                    return;
                }
                seen.add(next.depth() > 1 ? "deeper" : "made");
                if (next.status() == SUCCEEDED && !next.degraded()) {
                    same(whole, next);
                    seen.add("whole");
                }
                parent = next;
            }
        }

        /** A person answers whenever asked, and is marked as what executes is. */
        private RunView end(RunHandle run) throws InterruptedException {
            long deadline = System.nanoTime() + Bench.PATIENCE.toNanos();
            RunView view = run.view();
            while (view.status().active()) {
                assertThat(System.nanoTime()).as("%s", view).isLessThan(deadline);
                for (StageView stage : view.stages()) {
                    if (stage.waitsFor() == WaitFor.PERSON && answered(run.id(), stage.id())) {
                        graph.marks().count(run.id() + "/" + stage.id());
                    }
                }
                view = run.awaitChange(view, Duration.ofSeconds(1));
            }
            return run.await();
        }

        private boolean answered(UUID run, String stage) {
            try {
                pawl.edit(run, stage, GraphOfChance.json("\"answer to " + stage + "\""), "somebody");
                return true;
            } catch (RefusedException e) {
                return false; // answered a moment ago, or over
            }
        }

        /** Null where nothing of it may be done again. */
        private @Nullable RunView retry(RunView parent) throws Exception {
            Retry how = Retry.from(graph.anyStage()).usePartial(random.nextInt(4) == 0);
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
                how = Retry.from(instead == null ? graph.anyStage() : instead);
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
            graph.marks().clear();
            RunView view = end(pawl.retry(parent.id(), how.planToken(plan.planToken())));
            executed(plan, parent, view);
            return view;
        }

        private void executed(RetryPlan plan, RunView parent, RunView view) {
            Map<String, Integer> byStage = new HashMap<>();
            graph.marks().all().forEach((what, times) -> {
                assertThat(what).as("of no other run").startsWith(view.id().toString());
                byStage.merge(what.split("/", -1)[1], times, Integer::sum);
            });
            assertThat(Bench.events(pawl, view.id(), Event.Reused.class))
                    .as("each is told")
                    .extracting(Event.Reused::stage)
                    .containsExactlyInAnyOrderElementsOf(
                            plan.reuse().stream().map(RetryPlan.Reuse::stage).toList());
            assertThat(plan.reuse().stream().map(RetryPlan.Reuse::stage).collect(Collectors.toSet()))
                    .as("whatever the plan says: before %s nothing runs", plan.fromStage())
                    .containsAll(graph.upstream(plan.fromStage()));
            for (RetryPlan.Reuse reuse : plan.reuse()) {
                reused(reuse, parent, Bench.stage(view, reuse.stage()), byStage);
            }
            for (String id : plan.run()) {
                StageView stage = Bench.stage(view, id);
                if (stage.generation() == 0 && Set.of("task", "input").contains(stage.kind())) {
                    assertThat(byStage.getOrDefault(id, 0)).as(id).isLessThanOrEqualTo(1);
                    assertThat(stage.status().done() && stage.status() != StageStatus.SKIPPED)
                            .as("%s: %s, executed %s", id, stage.status(), byStage.get(id))
                            .isEqualTo(byStage.containsKey(id) && stage.status() != StageStatus.FAILED);
                }
            }
            if (plan.reusedItems() > 0 && Bench.stage(view, plan.fromStage()).generation() == 0) {
                assertThat(byStage.getOrDefault(plan.fromStage(), 0))
                        .isEqualTo(GraphOfChance.ITEMS - plan.reusedItems());
            }
        }

        /** Unless a validator sent it back meanwhile, which is to execute it. */
        private void reused(RetryPlan.Reuse reuse, RunView parent, StageView stage, Map<String, Integer> byStage) {
            if (stage.generation() > 0) {
                return;
            }
            assertThat(byStage).as("neither executed nor asked").doesNotContainKeys(stage.id(), "?" + stage.id());
            assertThat(stage)
                    .returns(reuse.status(), StageView::status)
                    .returns(new StageView.ReusedFrom(reuse.from(), reuse.stage()), StageView::reusedFrom);
            StageStatus before = Bench.stage(parent, stage.id()).status();
            seen.add(
                    switch (before) {
                        case DEGRADED -> "took over a degraded output";
                        case SKIPPED -> "took over what was skipped";
                        case FAILED, CANCELLED -> "partial";
                        default ->
                            switch (stage.kind()) {
                                case "input" -> "took over an answer";
                                case "map" -> "took over a map";
                                case "validator" -> "took over a verdict";
                                default -> "took over";
                            };
                    });
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
