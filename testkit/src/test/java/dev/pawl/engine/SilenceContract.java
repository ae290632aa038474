// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.StageOptions;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import dev.pawl.core.FailureKind;
import dev.pawl.core.OnInterrupt;
import dev.pawl.core.OnStall;
import dev.pawl.core.RetryPolicy;
import dev.pawl.core.StageStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Signs of life, limits, and what becomes of what was cut short. */
interface SilenceContract extends OnABench {

    private static Pipeline<String> silent(Tally tally, boolean beats, Consumer<StageOptions<String, Integer>> more) {
        return Pipeline.named("silent", String.class)
                .stage("a", Integer.class, s -> {
                    s.run(c -> {
                        if (tally.count("a") == 1) {
                            if (beats) {
                                c.heartbeat();
                            }
                            new CountDownLatch(1).await();
                        }
                        return tally.of("a");
                    });
                    more.accept(s);
                })
                .build();
    }

    @Test
    @Tag("E2")
    default void whoFallsSilentIsRestarted() throws Exception {
        Tally tally = new Tally();
        Pipeline<String> pipeline = silent(
                tally,
                true,
                s -> s.heartbeat(Duration.ofMillis(50))
                        .stallAfter(Duration.ofMillis(150))
                        .onStall(OnStall.RESTART)
                        .retry(new RetryPolicy(1, Duration.ZERO, 1, Duration.ZERO)));
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, SUCCEEDED);
        assertThat(events(pawl, run.id(), Event.AttemptFailed.class))
                .extracting(e -> e.failure().kind())
                .containsExactly(FailureKind.STALLED);
    }

    @Test
    @Tag("E2")
    default void aFirstSignThatNeverComesIsNoticed() throws Exception {
        Tally tally = new Tally();
        Pipeline<String> pipeline = silent(
                tally,
                false,
                s -> s.heartbeat(Duration.ofMillis(50))
                        .stallAfter(Duration.ofMillis(150))
                        .onStall(OnStall.FAIL));
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        assertThat(end(run, FAILED).error()).contains("gave no sign of life for 150ms");
        assertThat(tally.of("a")).isEqualTo(1);
    }

    @Test
    @Tag("E2")
    default void whoPromisedNothingIsNotJudged() throws Exception {
        Gate gate = bench().gate();
        Gate other = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("quiet", String.class)
                .stage(
                        "quiet",
                        Integer.class,
                        s -> s.stallAfter(Duration.ofSeconds(30))
                                .onStall(OnStall.FAIL)
                                .run(c -> {
                                    gate.pass();
                                    return 1;
                                }))
                .stage(
                        "loud",
                        Integer.class,
                        s -> s.heartbeat(Duration.ofMillis(50))
                                .stallAfter(Duration.ofMillis(150))
                                .onStall(OnStall.FAIL)
                                .run(c -> {
                                    other.pass();
                                    return 1;
                                }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        Bench.until(run, view -> Bench.stage(view, "loud").status() == StageStatus.FAILED);
        assertThat(Bench.stage(run.view(), "quiet").status()).isEqualTo(StageStatus.RUNNING);
        gate.open();
        end(run, FAILED);
    }

    @Test
    @Tag("A9")
    default void whatWasInterruptedIsDoneAsTheStageSays() throws Exception {
        for (OnInterrupt rule : OnInterrupt.values()) {
            Gate gate = bench().gate();
            Tally tally = new Tally();
            AtomicReference<Object> found = new AtomicReference<>();
            Pipeline<String> pipeline = Pipeline.named("cut", String.class)
                    .stage(
                            "a",
                            Integer.class,
                            s -> s.onInterrupt(rule).run(c -> {
                                if (tally.count("a") == 1) {
                                    c.checkpoint(41);
                                    gate.pass();
                                }
                                found.set(c.lastCheckpoint(Integer.class));
                                return 1;
                            }))
                    .build();
            Pawl dying = bench().start(pipeline);
            RunHandle run = dying.submit(pipeline, "", Submission.plain());
            gate.awaitReached();
            Bench.until(() -> !bench().storeOf(dying).checkpoints().isEmpty());
            bench().kill(dying);
            Pawl next = bench().start(pipeline);
            RunHandle taken = next.run(run.id());
            switch (rule) {
                case RESUME -> {
                    end(taken, SUCCEEDED);
                    assertThat(found).hasValue(41);
                }
                case RESTART -> {
                    end(taken, SUCCEEDED);
                    assertThat(found).hasValue(null);
                }
                case IDLE -> {
                    Bench.until(taken, dev.pawl.core.RunStatus.WAITING);
                    assertThat(tally.of("a")).isEqualTo(1);
                    next.press(run.id(), "a", "ann");
                    end(taken, SUCCEEDED);
                }
                case FAIL -> assertThat(end(taken, FAILED).error()).contains("its worker was lost in the middle of it");
            }
            next.close();
        }
    }

    @Test
    default void aNamedLimitHoldsAcrossRunsAndStages() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        Pipeline<Integer> pipeline = Pipeline.named("limited", Integer.class)
                .stage("a", Integer.class, s -> s.limit("gpu", 2).run(c -> held(now, most, two)))
                .stage(
                        "each",
                        Object.class,
                        s -> s.limit("gpu", 2)
                                .parallel(5)
                                .map(c -> List.of(1, 2, 3, 4, 5), (c, i) -> held(now, most, two)))
                .build();
        Pawl pawl = bench().start();
        List<RunHandle> runs = new java.util.ArrayList<>();
        for (int i = 0; i < 6; i++) {
            runs.add(pawl.submit(pipeline, i, Submission.plain()));
        }
        for (RunHandle run : runs) {
            end(run, SUCCEEDED);
        }
        assertThat(most).hasValue(2);
    }

    /** The first two wait for each other: that two may hold it is seen, however slowly they begin. */
    private static int held(AtomicInteger now, AtomicInteger most, CountDownLatch two) throws InterruptedException {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        two.countDown();
        two.await();
        Thread.ofVirtual().start(() -> {}).join();
        return now.decrementAndGet();
    }
}
