// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.engine.Bench.events;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.PipelineBuilder;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageContext;
import dev.pawl.StageFailedException;
import dev.pawl.Submission;
import dev.pawl.WaitFor;
import dev.pawl.core.Effect;
import dev.pawl.core.Event;
import dev.pawl.core.OnDoubt;
import dev.pawl.core.RetryPolicy;
import dev.pawl.core.RunStatus;
import dev.pawl.core.SettleAs;
import dev.pawl.testkit.FakeDatabase;
import dev.pawl.testkit.FakeStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything at once, from a seed: graphs, failures, time-outs, cancels, resumes, weather, killed and closed workers. */
class StressTest {

    private static final int RUNS = 40;

    static List<Long> few() {
        return new Random(4711).longs(3).boxed().toList();
    }

    static List<Long> many() {
        return new Random().longs(60).boxed().toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("few")
    @Timeout(60)
    void everyRunEnds(long seed) throws Exception {
        new Storm(seed).blow();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("many")
    @Tag("long")
    @Timeout(60)
    void everyRunEndsAlways(long seed) throws Exception {
        new Storm(seed).blow();
    }

    /** One database and what happens to it. */
    private static final class Storm {

        private final Random random;
        private final FakeDatabase database = new FakeDatabase();
        private final Bench bench = new Bench(() -> new FakeStore(database, Runnable::run));
        private final Tally executions = new Tally();
        private final Tally misses = new Tally();
        private final CountDownLatch never = new CountDownLatch(1);
        private final List<Pipeline<String>> pipelines = new ArrayList<>();
        private Pawl pawl;

        Storm(long seed) {
            random = new Random(seed);
            for (int i = 0; i < 6; i++) {
                pipelines.add(pipeline("p" + i));
            }
            pawl = started();
        }

        private Pawl started() {
            return bench.start(pipelines.toArray(Pipeline<?>[]::new));
        }

        private Pipeline<String> pipeline(String name) {
            PipelineBuilder<String> builder = Pipeline.named(name, String.class);
            List<String> ids = new ArrayList<>();
            for (int i = random.nextInt(1, 9); i > 0; i--) {
                String id = "s" + ids.size();
                String[] after =
                        ids.stream().filter(up -> random.nextInt(3) == 0).toArray(String[]::new);
                Effect effect = List.of(Effect.values()).get(random.nextInt(3));
                int mood = random.nextInt(8);
                builder.stage(
                        id,
                        String.class,
                        s -> s.after(after)
                                .effect(effect)
                                .onDoubt(OnDoubt.ASK)
                                .retry(new RetryPolicy(2, Duration.ofMillis(3), 2, Duration.ofMillis(10)))
                                .timeout(Duration.ofMillis(mood == 1 ? 40 : 20_000))
                                .run(c -> execute(c, effect, mood)));
                ids.add(id);
            }
            return builder.build();
        }

        private String execute(StageContext<String> c, Effect effect, int mood) throws Exception {
            int times = executions.count(c.attempt() + "@" + c.epoch());
            if (times > 1 && effect != Effect.PURE) { // a pure one may run ahead of an append that loses
                misses.count("executed twice under one epoch: " + c.attempt());
            }
            for (String up : c.upstream()) {
                if (!("of " + up).equals(c.output(up, String.class))) {
                    misses.count("a wrong output of " + up);
                }
            }
            int first = c.attempt().hashCode() & 7;
            switch (mood) {
                case 0 -> {
                    if (first < 4) {
                        throw new IllegalStateException("a bad day");
                    }
                }
                case 1 -> {
                    if (first < 3) {
                        never.await();
                    }
                }
                case 2 -> never.await(first * 3L, TimeUnit.MILLISECONDS);
                case 3 -> {
                    if (first == 0) {
                        throw new StageFailedException("for good", StageFailedException.Retry.NEVER, null);
                    }
                    c.checkpoint(first);
                }
                default -> {}
            }
            return "of " + c.stage();
        }

        void blow() throws Exception {
            try {
                List<UUID> runs = new ArrayList<>();
                for (int i = 0; i < RUNS; i++) {
                    runs.add(pawl.submit(pipelines.get(random.nextInt(pipelines.size())), "in", Submission.by("u"))
                            .id());
                    disturb(runs);
                }
                for (UUID run : runs) {
                    bringHome(run);
                }
                assertThat(misses.all()).isEmpty();
                assertThat(pawl.check()).isEmpty();
                for (UUID run : runs) {
                    verify(run);
                }
            } finally {
                never.countDown();
                bench.close();
            }
        }

        private void disturb(List<UUID> runs) {
            WatchedStore store = bench.storeOf(pawl);
            UUID some = runs.get(random.nextInt(runs.size()));
            switch (random.nextInt(12)) {
                case 0 -> store.loseAcknowledgements(random.nextInt(4));
                case 1 -> store.failBeforeLanding(random.nextInt(4));
                case 2 -> {
                    bench.kill(pawl);
                    pawl = started();
                }
                case 3 -> {
                    if (random.nextInt(3) == 0) {
                        pawl.close();
                        pawl = started();
                    }
                }
                case 4 -> {
                    store.declareDead(); // and goes on as a zombie
                    pawl = started();
                }
                case 5, 6 -> tolerant(() -> pawl.cancel(some, "u", null));
                case 7 -> tolerant(() -> bench.open().cancel(some, "u", null));
                case 8 -> tolerant(() -> pawl.resume(some, "u"));
                default -> {}
            }
        }

        private static void tolerant(Runnable call) {
            try {
                call.run();
            } catch (RefusedException fine) {
                // over, or not there yet
            }
        }

        /** Does what a person would, until the run has ended. */
        private void bringHome(UUID id) throws InterruptedException {
            RunHandle run = pawl.run(id);
            RunView view = run.view();
            for (int patience = 0; !view.status().terminal(); patience++) {
                if (patience > 400) {
                    throw new AssertionError("stuck: " + view + pawl.history(id, 0, 1000));
                }
                view.stages().stream()
                        .filter(stage -> stage.waitsFor() == WaitFor.DOUBT)
                        .forEach(stage -> tolerant(() -> pawl.settle(id, stage.id(), SettleAs.RERUN, null, "u")));
                if (view.status() == RunStatus.FAILED) {
                    if (patience > 20) {
                        return;
                    }
                    tolerant(() -> pawl.resume(id, "u"));
                }
                view = run.awaitChange(view, Duration.ofMillis(50));
            }
        }

        /** What was acknowledged once was never started again. */
        private void verify(UUID run) {
            Map<String, Boolean> done = new HashMap<>();
            for (Event event : events(pawl, run)) {
                switch (event) {
                    case Event.AttemptStarted started ->
                        assertThat(done).as("history of %s", run).doesNotContainKey(started.stage());
                    case Event.AttemptSucceeded succeeded -> done.put(succeeded.stage(), true);
                    default -> {}
                }
            }
            RunView view = pawl.run(run).view();
            assertThat(view.status()).isIn(RunStatus.SUCCEEDED, RunStatus.CANCELLED, RunStatus.FAILED);
            if (view.status() == RunStatus.SUCCEEDED) {
                assertThat(done).hasSize(view.stages().size());
            }
        }
    }
}
