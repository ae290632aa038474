// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.CANCELLED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.stage;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.PipelineBuilder;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.Submission;
import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.Effect;
import dev.pawl.core.Event;
import dev.pawl.core.StageStatus;
import dev.pawl.testkit.FakeDatabase;
import dev.pawl.testkit.FakeStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much is written, and when stages may run ahead of it. */
@Timeout(60)
class WritesTest {

    private final FakeDatabase database = new FakeDatabase();
    private final Bench bench = new Bench(() -> new FakeStore(database, Runnable::run));

    @AfterEach
    void close() {
        bench.close();
    }

    private static Pipeline<String> chain(int length, CheckpointPolicy policy) {
        PipelineBuilder<String> builder =
                Pipeline.named("chain", String.class).checkpoint(policy).stage("s0", Integer.class, s -> s.run(c -> 0));
        for (int i = 1; i < length; i++) {
            String before = "s" + (i - 1);
            builder.stage("s" + i, Integer.class, s -> s.after(before).run(c -> c.previous(Integer.class) + 1));
        }
        return builder.build();
    }

    @Test
    @Tag("D4")
    void tenDurableStagesAreElevenAppends() throws Exception {
        Pawl pawl = bench.start();
        end(pawl.submit(chain(10, CheckpointPolicy.EVERY_STAGE), "", Submission.plain()), SUCCEEDED);
        assertThat(bench.storeOf(pawl).batches()).hasSizeLessThanOrEqualTo(11);
    }

    @Test
    @Tag("D4")
    void tenStagesInMemoryAreTwo() throws Exception {
        Pawl pawl = bench.start();
        end(pawl.submit(chain(10, CheckpointPolicy.ON_FAILURE), "", Submission.plain()), SUCCEEDED);
        assertThat(bench.storeOf(pawl).batches()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    @Tag("D4")
    void manyRunsShareTheirWritesWhenTheStoreIsSlow() throws Exception {
        Pawl pawl = bench.start();
        WatchedStore store = bench.storeOf(pawl);
        Pipeline<String> pipeline = chain(10, CheckpointPolicy.EVERY_STAGE);
        end(pawl.submit(pipeline, "", Submission.plain()), SUCCEEDED);
        int before = store.batches().size();
        store.hold();
        List<CompletableFuture<RunHandle>> submitted = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            submitted.add(CompletableFuture.supplyAsync(
                    () -> pawl.submit(pipeline, "", Submission.plain()), Thread.ofVirtual()::start));
        }
        CompletableFuture<?> all = CompletableFuture.allOf(submitted.toArray(CompletableFuture<?>[]::new));
        while (!all.isDone()
                || submitted.stream().anyMatch(run -> !run.join().view().ended())) {
            if (store.held() > 0) {
                LockSupport.parkNanos(5_000_000); // as a disk takes
                store.releaseOne();
            }
        }
        assertThat(store.batches().size() - before)
                .as("transactions for 64 runs")
                .isLessThanOrEqualTo(64);
    }

    @Test
    void aPureStageRunsOneAheadAndNeverTwo() throws Exception {
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("pure", String.class)
                .stage("a", Integer.class, s -> s.effect(Effect.PURE).run(c -> tally.count("a")))
                .stage("b", Integer.class, s -> s.effect(Effect.PURE).after("a").run(c -> tally.count("b")))
                .stage("c", Integer.class, s -> s.effect(Effect.PURE).after("b").run(c -> tally.count("c")))
                .build();
        Pawl pawl = bench.start();
        WatchedStore store = bench.storeOf(pawl);
        Gate gate = bench.gate();
        RunHandle run = heldAfter(pawl, store, pipeline, gate);
        until(() -> tally.of("b") == 1);
        assertThat(store.held()).as("the result of a is on its way").isEqualTo(1);
        assertThat(tally.of("c")).isZero();
        store.releaseOne();
        until(() -> tally.of("c") == 1);
        store.release();
        end(run, SUCCEEDED);
    }

    @Test
    void anIdempotentStageWaits() throws Exception {
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("waits", String.class)
                .stage("a", Integer.class, s -> s.effect(Effect.PURE).run(c -> tally.count("a")))
                .stage("b", Integer.class, s -> s.after("a").run(c -> tally.count("b")))
                .stage("p", Integer.class, s -> s.effect(Effect.PURE).after("a").run(c -> tally.count("p")))
                .build();
        Pawl pawl = bench.start();
        WatchedStore store = bench.storeOf(pawl);
        RunHandle run = heldAfter(pawl, store, pipeline, bench.gate());
        until(() -> tally.of("p") == 1);
        assertThat(tally.of("b")).isZero();
        store.release();
        end(run, SUCCEEDED);
        assertThat(tally.of("b")).isEqualTo(1);
    }

    /** A run of which the first append is durable, and nothing after it. */
    private static RunHandle heldAfter(Pawl pawl, WatchedStore store, Pipeline<String> pipeline, Gate gate)
            throws Exception {
        store.hold();
        CompletableFuture<RunHandle> run = CompletableFuture.supplyAsync(
                () -> pawl.submit(pipeline, "", Submission.plain()), Thread.ofVirtual()::start);
        until(() -> store.held() == 1);
        gate.open();
        store.releaseOne();
        return run.get();
    }

    /** Whoever appends behind the owner's back: what had been executed in memory is not executed again. */
    @Test
    @Tag("S3")
    @Tag("S4")
    void whatIsInMemoryOutlivesTheEntriesOfOthers() throws Exception {
        Tally tally = new Tally();
        Gate gate = bench.gate();
        Pipeline<String> pipeline = Pipeline.named("memory", String.class)
                .checkpoint(CheckpointPolicy.ON_FAILURE)
                .stage("a", Integer.class, s -> s.run(c -> tally.count("a")))
                .stage("b", Integer.class, s -> s.after("a").run(c -> tally.count("b")))
                .stage(
                        "c",
                        Integer.class,
                        s -> s.after("b").run(c -> {
                            tally.count("c");
                            gate.pass();
                            return 1;
                        }))
                .build();
        Pawl pawl = bench.start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        bench.open().cancel(run.id(), "ada", null);
        RunView view = end(run, CANCELLED);
        assertThat(stage(view, "a").status()).isEqualTo(StageStatus.SUCCEEDED);
        assertThat(stage(view, "b").status()).isEqualTo(StageStatus.SUCCEEDED);
        assertThat(stage(view, "c").status()).isEqualTo(StageStatus.CANCELLED);
        assertThat(tally.all()).isEqualTo(Map.of("a", 1, "b", 1, "c", 1));
        assertThat(events(pawl, run.id(), Event.LateResult.class)).isEmpty();
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    @Tag("S1")
    void nothingIsHeldBackThatAStartWaitsFor() throws Exception {
        Tally tally = new Tally();
        Gate gate = bench.gate();
        Pipeline<String> pipeline = Pipeline.named("memory", String.class)
                .checkpoint(CheckpointPolicy.ON_FAILURE)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            gate.pass();
                            return tally.count("a");
                        }))
                .stage("b", Integer.class, s -> s.after("a").run(c -> 2))
                .build();
        Pawl pawl = bench.start();
        WatchedStore store = bench.storeOf(pawl);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        store.hold();
        CompletableFuture<RunHandle> other = CompletableFuture.supplyAsync(
                () -> pawl.submit(chain(1, CheckpointPolicy.EVERY_STAGE), "", Submission.plain()),
                Thread.ofVirtual()::start);
        until(() -> store.held() == 1);
        long slow = System.nanoTime() + 1_200_000_000L;
        until(() -> System.nanoTime() > slow);
        gate.open();
        until(() -> tally.of("a") == 1);
        store.release();
        end(run, SUCCEEDED);
        end(other.get(), SUCCEEDED);
    }

    @Test
    void whatIsInMemoryIsWrittenWhenThereIsMuchOfIt() throws Exception {
        PipelineBuilder<String> builder = Pipeline.named("much", String.class).checkpoint(CheckpointPolicy.ON_FAILURE);
        builder.stage("s0", String.class, s -> s.run(c -> "x".repeat(4000)));
        for (int i = 1; i < 600; i++) {
            String before = "s" + (i - 1);
            String unlike = "x".repeat(3900) + i;
            builder.stage("s" + i, String.class, s -> s.after(before).run(c -> unlike));
        }
        Pawl pawl = bench.start();
        end(pawl.submit(builder.build(), "", Submission.plain()), SUCCEEDED);
        assertThat(bench.storeOf(pawl).batches())
                .hasSizeBetween(3, 6)
                .allSatisfy(batch -> assertThat(batch)
                        .allSatisfy(append -> assertThat(append.body().length).isLessThan(2 << 20)));
    }

    /** What was executed and is not durable is what a crash repeats. */
    @Test
    @Tag("S4")
    @Tag("B5")
    void itemsRunNoFurtherAheadOfASlowDiskThanTheirShare() throws Exception {
        AtomicInteger executed = new AtomicInteger();
        AtomicInteger furthest = new AtomicInteger();
        Pawl pawl = bench.start();
        Pipeline<String> pipeline = Pipeline.named("ahead", String.class)
                .stage(
                        "each",
                        Integer.class,
                        s -> s.parallel(5)
                                .map(c -> IntStream.range(0, 400).boxed().toList(), (c, item) -> {
                                    int before = executed.incrementAndGet();
                                    int durable = events(pawl, UUID.fromString(c.run()), Event.ItemSucceeded.class)
                                            .size();
                                    assertThat(events(pawl, UUID.fromString(c.run()), Event.ItemsListed.class))
                                            .hasSize(1);
                                    furthest.accumulateAndGet(before - durable, Math::max);
                                    return item;
                                }))
                .build();
        WatchedStore store = bench.storeOf(pawl);
        store.hold();
        CompletableFuture<RunHandle> run = CompletableFuture.supplyAsync(
                () -> pawl.submit(pipeline, "", Submission.plain()), Thread.ofVirtual()::start);
        while (!run.isDone() || !run.join().view().ended()) {
            if (store.held() > 0) {
                LockSupport.parkNanos(2_000_000); // as a disk takes
                store.releaseOne();
            }
        }
        end(run.join(), SUCCEEDED);
        assertThat(executed).hasValue(400);
        assertThat(furthest.get()).isBetween(2, 5 + Bench.MOST_WAITING);
    }

    /** A stage that moves all the time until the gate is reached and opened. */
    private static Pipeline<String> moving(String count, Gate gate, AtomicInteger moved) {
        return Pipeline.named("moving", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            while (moved.get() >= 0) {
                                c.count(count, 1);
                                c.progress(moved.incrementAndGet(), 1_000_000, null);
                                LockSupport.parkNanos(1_000_000);
                            }
                            gate.pass();
                            return 1;
                        }))
                .build();
    }

    @Test
    @Tag("D4")
    @Tag("D7")
    void aFewRunsThatMoveAreWrittenDownEachSecondAndNoOftener() throws Exception {
        AtomicInteger moved = new AtomicInteger();
        Gate gate = bench.gate();
        Pawl pawl = bench.start(Bench.options().pulse(Duration.ofHours(1)));
        WatchedStore store = bench.storeOf(pawl);
        Pipeline<String> pipeline = moving("faces", gate, moved);
        Pawl other = bench.open().register(pipeline);
        long begun = System.nanoTime();
        UUID run = pawl.submit(pipeline, "", Submission.plain()).id();
        until(() -> seen(other, run) > 0);
        int first = seen(other, run);
        until(() -> seen(other, run) > first);
        until(() -> store.pulses() >= 3);
        moved.set(Integer.MIN_VALUE);
        gate.awaitReached();
        long seconds = 1 + (System.nanoTime() - begun) / 1_000_000_000L;
        assertThat((long) store.pulses()).isBetween(3L, seconds);
        assertThat(store.batches()).as("the journal").hasSizeLessThanOrEqualTo(2);
        gate.open();
        end(pawl.run(run), SUCCEEDED);
    }

    @Test
    @Tag("D4")
    void whatIsLongIsWrittenDownOnceAnInterval() throws Exception {
        AtomicInteger moved = new AtomicInteger();
        Gate gate = bench.gate();
        Pawl pawl = bench.start(Bench.options().pulse(Duration.ofHours(1)));
        WatchedStore store = bench.storeOf(pawl);
        RunHandle run = pawl.submit(moving("x".repeat(5_000), gate, moved), "", Submission.plain());
        until(() -> store.pulses() == 1);
        long later = System.nanoTime() + 3_200_000_000L;
        until(() -> System.nanoTime() > later);
        assertThat(store.pulses()).isEqualTo(1);
        moved.set(Integer.MIN_VALUE);
        gate.awaitReached();
        gate.open();
        end(run, SUCCEEDED);
    }

    private static int seen(Pawl other, UUID run) {
        StageView.Heartbeat beat = stage(other.run(run).view(), "a").heartbeat();
        return beat == null ? 0 : Math.toIntExact(beat.done());
    }
}
