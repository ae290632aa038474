// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.StageFailedException;
import dev.pawl.StageOptions;
import dev.pawl.Submission;
import dev.pawl.core.AllowedFailures;
import dev.pawl.core.Effect;
import dev.pawl.core.Event;
import dev.pawl.core.RetryPolicy;
import dev.pawl.core.SettleAs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stages that work through a list. */
interface MappingContract extends OnABench {

    /** A pipeline of one map over 0 … n-1. */
    private static Pipeline<Integer> map(Consumer<StageOptions<Integer, Object>> more, MapCode code) {
        return Pipeline.named("mapping", Integer.class)
                .stage("each", Object.class, s -> {
                    s.map(c -> IntStream.range(0, c.input()).boxed().toList(), code::run);
                    more.accept(s);
                })
                .build();
    }

    /** What is done with an item. */
    interface MapCode {
        Object run(dev.pawl.StageContext<Integer> context, Integer item) throws Exception;
    }

    @Test
    @Tag("B5")
    default void outputsComeInTheOrderOfTheItems() throws Exception {
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(map(s -> s.parallel(7), (c, i) -> "<" + i + ">"), 20, Submission.plain());
        end(run, SUCCEEDED);
        assertThat(text(pawl, run.id(), "each"))
                .isEqualTo(IntStream.range(0, 20)
                        .mapToObj(i -> "\"<" + i + ">\"")
                        .toList()
                        .toString()
                        .replace(" ", ""));
        assertThat(events(pawl, run.id(), Event.ItemSucceeded.class)).hasSize(20);
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    default void noItemsAreAnEmptyOutput() throws Exception {
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(map(s -> {}, (c, i) -> i), 0, Submission.plain());
        end(run, SUCCEEDED);
        assertThat(text(pawl, run.id(), "each")).isEqualTo("[]");
    }

    @Test
    default void largeOutputsAreGatheredToo() throws Exception {
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(map(s -> s.parallel(2), (c, i) -> "x".repeat(5000 * i)), 4, Submission.plain());
        end(run, SUCCEEDED);
        assertThat(text(pawl, run.id(), "each")).hasSize(5 + 4 * 2 + 5000 * 6);
    }

    @Test
    @Tag("C13")
    default void outputsThatAreTooMuchTogetherAreRefusedAsTheyCome() throws Exception {
        Pawl pawl = bench().start(Bench.options().maxPayload(50_000));
        RunHandle run = pawl.submit(map(s -> s.parallel(1), (c, i) -> "x".repeat(10_000)), 7, Submission.plain());
        assertThat(end(run, FAILED).error()).contains("3 of 7 items failed");
        assertThat(events(pawl, run.id(), Event.ItemFailed.class))
                .extracting(failed -> failed.failure().message())
                .hasSize(3)
                .allMatch(words -> words.startsWith("with its 10002 bytes the outputs of the items would be longer")
                        && words.contains("50000 bytes allowed"));
    }

    /** What the first worker's items made counts for the second, which knows it by the journal alone. */
    @Test
    @Tag("C13")
    @Tag("S3")
    default void aLimitOnFilesHoldsAcrossWorkers() throws Exception {
        Gate gate = bench().gate();
        Pipeline<Integer> pipeline = map(s -> s.parallel(1).allowFailed(new AllowedFailures(30, 0)), (c, i) -> {
            if (i == 20) {
                gate.pass();
            }
            c.artifact("made.txt", out -> out.write(1));
            return i;
        });
        Pawl first = bench().start(Bench.options().maxPayload(5_000), pipeline);
        RunHandle run = first.submit(pipeline, 40, Submission.plain());
        gate.awaitReached();
        Bench.until(() -> events(first, run.id(), Event.ItemSucceeded.class).size() == 20);
        bench().kill(first);
        gate.open();
        Pawl second = bench().start(Bench.options().maxPayload(5_000), pipeline);
        assertThat(end(second.run(run.id()), SUCCEEDED).degraded()).isTrue();
        List<Event.ItemFailed> failed = events(second, run.id(), Event.ItemFailed.class);
        assertThat(failed)
                .extracting(one -> one.failure().message())
                .isNotEmpty()
                .allMatch(words -> words.startsWith("with its 1 files the list of the files of all items"));
        assertThat(second.artifacts(run.id())).hasSize(40 - failed.size());
    }

    @Test
    default void noMoreThanItsShareExecutesAtOnce() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Gate gate = bench().gate();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(
                map(s -> s.parallel(3), (c, i) -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    gate.pass();
                    now.decrementAndGet();
                    return i;
                }),
                12,
                Submission.plain());
        gate.awaitReached();
        Bench.until(() -> now.get() == 3);
        gate.open();
        end(run, SUCCEEDED);
        assertThat(most).hasValue(3);
    }

    @Test
    @Tag("B5")
    @Tag("S4")
    default void aResumeDoesOnlyWhatFailed() throws Exception {
        Map<Integer, Integer> done = new ConcurrentHashMap<>();
        AtomicBoolean broken = new AtomicBoolean(true);
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(
                map(s -> s.parallel(4), (c, i) -> {
                    done.merge(i, 1, Integer::sum);
                    if (broken.get() && i % 10 == 3) {
                        throw new IllegalStateException("no " + i);
                    }
                    return i;
                }),
                50,
                Submission.plain());
        assertThat(end(run, FAILED).error()).contains("5 of 50 items failed", "item 3: IllegalStateException: no 3");
        assertThat(done).hasSize(50).allSatisfy((i, n) -> assertThat(n).isEqualTo(1));
        broken.set(false);
        pawl.resume(run.id(), null);
        end(run, SUCCEEDED);
        assertThat(done).allSatisfy((i, n) -> assertThat(n).isEqualTo(i % 10 == 3 ? 2 : 1));
        assertThat(text(pawl, run.id(), "each")).startsWith("[0,1,2,3,").endsWith(",49]");
    }

    @Test
    @Tag("B5")
    default void aFewMayFail() throws Exception {
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(
                map(s -> s.allowFailed(new AllowedFailures(0, 20)), (c, i) -> {
                    if (i == 2) {
                        throw new IllegalStateException("no");
                    }
                    return i;
                }),
                5,
                Submission.plain());
        assertThat(end(run, SUCCEEDED).degraded()).isTrue();
        assertThat(text(pawl, run.id(), "each")).isEqualTo("[0,1,null,3,4]");
    }

    @Test
    default void itemsAreRetriedOnTheirOwn() throws Exception {
        Map<Integer, Integer> tries = new ConcurrentHashMap<>();
        RetryPolicy twice = new RetryPolicy(2, Duration.ofMillis(10), 1, Duration.ofMillis(10));
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(
                map(s -> s.retry(twice).parallel(3), (c, i) -> {
                    if (tries.merge(i, 1, Integer::sum) <= i % 3) {
                        throw new IllegalStateException("again");
                    }
                    return c.attempt().substring(c.run().length());
                }),
                6,
                Submission.plain());
        end(run, SUCCEEDED);
        assertThat(tries).allSatisfy((i, n) -> assertThat(n).isEqualTo(1 + i % 3));
        assertThat(text(pawl, run.id(), "each")).contains("/each/0/3/2", "/each/0/1/3");
    }

    @Test
    @Tag("S3")
    @Tag("S4")
    @Tag("B5")
    default void whoTakesOverDoesOnlyWhatIsMissing() throws Exception {
        Map<Integer, Integer> done = new ConcurrentHashMap<>();
        Gate gate = bench().gate();
        AtomicBoolean first = new AtomicBoolean(true);
        Pipeline<Integer> pipeline = map(s -> s.parallel(2), (c, i) -> {
            boolean held = i >= 10 && first.get();
            done.merge(i, 1, Integer::sum);
            if (held) {
                gate.pass();
            }
            return i;
        });
        Pawl dying = bench().start(pipeline);
        RunHandle run = dying.submit(pipeline, 30, Submission.plain());
        gate.awaitReached();
        Bench.until(() -> done.size() == 12
                && events(dying, run.id(), Event.ItemSucceeded.class).size() == 10);
        bench().kill(dying);
        first.set(false);
        Pawl next = bench().start(pipeline);
        end(next.run(run.id()), SUCCEEDED);
        assertThat(done).hasSize(30);
        assertThat(done).allSatisfy((i, n) -> assertThat(n).isEqualTo(i == 10 || i == 11 ? 2 : 1));
        assertThat(events(next, run.id(), Event.ItemsListed.class)).hasSize(1);
        assertThat(text(next, run.id(), "each")).startsWith("[0,1,").endsWith(",29]");
    }

    @Test
    @Tag("S9")
    default void anInterruptedExternalItemWaitsForAPersonAndKeepsNoOther() throws Exception {
        List<String> sent = java.util.Collections.synchronizedList(new java.util.ArrayList<>());
        Gate gate = bench().gate();
        AtomicBoolean first = new AtomicBoolean(true);
        Pipeline<Integer> pipeline = map(s -> s.effect(Effect.EXTERNAL), (c, i) -> {
            sent.add(c.attempt().substring(c.run().length()));
            if (i == 2 && first.get()) {
                gate.pass();
            }
            return i;
        });
        Pawl dying = bench().start(pipeline);
        RunHandle run = dying.submit(pipeline, 4, Submission.plain());
        gate.awaitReached();
        bench().kill(dying);
        first.set(false);
        Pawl next = bench().start(pipeline);
        RunHandle taken = next.run(run.id());
        Bench.until(taken, dev.pawl.core.RunStatus.WAITING);
        assertThat(sent).containsExactly("/each/0/1/0", "/each/0/1/1", "/each/0/1/2", "/each/0/1/3");
        next.settle(run.id(), "each", SettleAs.RERUN, null, "ann");
        end(taken, SUCCEEDED);
        assertThat(sent.subList(4, sent.size())).containsExactly("/each/0/1/2");
        assertThat(text(next, run.id(), "each")).isEqualTo("[0,1,2,3]");
    }

    @Test
    default void aListThatCannotBeMadeFailsTheStage() throws Exception {
        Pipeline<Integer> pipeline = Pipeline.named("listless", Integer.class)
                .stage(
                        "each",
                        Object.class,
                        s -> s.map(
                                c -> {
                                    throw new StageFailedException(
                                            "nothing to list", StageFailedException.Retry.NEVER, null);
                                },
                                (c, i) -> i))
                .build();
        Pawl pawl = bench().start();
        assertThat(end(pawl.submit(pipeline, 1, Submission.plain()), FAILED).error())
                .contains("its items cannot be listed: nothing to list");
    }
}
