// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.CANCELLED;
import static dev.pawl.core.RunStatus.CANCELLING;
import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.core.RunStatus.WAITING;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.stage;
import static dev.pawl.engine.Bench.text;
import static dev.pawl.engine.Bench.until;
import static dev.pawl.engine.FailingContract.retries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RejectedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageCode;
import dev.pawl.StageFailedException;
import dev.pawl.StageFailedException.Retry;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import dev.pawl.spi.DriverPresentException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What hurt the users of other engines, each named after the harm and where it was seen. */
interface HarmsContract extends OnABench {

    /** As DBOS Java: the run is shown as cancelled, and its step and those after it go on. */
    @Test
    @Tag("E6")
    default void cancelThatLetsTheStepGoOn() throws Exception {
        Gate inside = bench().gate();
        Gate stopping = bench().gate();
        Tally effects = new Tally();
        Pipeline<String> pipeline = Pipeline.named("harm", String.class)
                .stage(
                        "loop",
                        Integer.class,
                        s -> s.run(c -> {
                            try {
                                while (!Thread.currentThread().isInterrupted()) {
                                    effects.count("loop");
                                    inside.arrive();
                                }
                                stopping.passStubbornly();
                                return 1;
                            } finally {
                                effects.count("stopped");
                            }
                        }))
                .stage("next", Integer.class, s -> s.after("loop").run(c -> effects.count("next")))
                .build();
        Pawl pawl = bench().start(Bench.options().grace(Duration.ofSeconds(20)));
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        inside.awaitReached();
        AtomicReference<Map<String, Integer>> atTheEnd = new AtomicReference<>();
        pawl.listen((view, entry) -> {
            if (view.ended()) {
                atTheEnd.set(Map.copyOf(effects.all()));
            }
        });
        bench().open().cancel(run.id(), "ada", null);
        stopping.awaitReached();
        assertThat(until(run, view -> view.sentence().contains("waiting for loop to stop"))
                        .status())
                .isEqualTo(CANCELLING);
        stopping.open();
        end(run, CANCELLED);
        until(() -> atTheEnd.get() != null);
        assertThat(atTheEnd.get()).containsEntry("stopped", 1).doesNotContainKey("next");
        RunHandle other = pawl.submit(done(), "", Submission.plain());
        end(other, SUCCEEDED);
        assertThat(effects.all()).isEqualTo(atTheEnd.get());
    }

    /** As Airflow #12396: what watches over a task marks it failed after it has succeeded. Here, its time-out. */
    @Test
    @Tag("S3")
    default void successOverwrittenByFailureOfItsWatcher() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("harm", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.timeout(Duration.ofSeconds(1))
                                .retry(retries(1, 1))
                                .run(c -> {
                                    gate.pass();
                                    return c.attemptNumber();
                                }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        WatchedStore store = bench().storeOf(pawl);
        store.hold();
        gate.open();
        until(() -> store.held() == 1);
        long timedOut = System.nanoTime() + Duration.ofMillis(1_300).toNanos();
        until(() -> System.nanoTime() > timedOut);
        store.release();
        end(run, SUCCEEDED);
        assertThat(text(pawl, run.id(), "a")).isEqualTo("1");
        assertThat(events(pawl, run.id(), Event.AttemptFailed.class)).isEmpty();
    }

    /** As Dagster #8729: a worker that is taken for dead fails late, and the success of its successor becomes a failure. */
    @Test
    @Tag("S5")
    default void successOverwrittenByFailureOfAPredecessor() throws Exception {
        Gate gate = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("harm", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            if (tally.count("a") == 1) {
                                gate.passStubbornly();
                                tally.count("thrown");
                                throw new IllegalStateException("too late");
                            }
                            return 2;
                        }))
                .build();
        Pawl zombie = bench().start(pipeline);
        RunHandle run = zombie.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        WatchedStore store = bench().storeOf(zombie);
        store.declareDead();
        Pawl healthy = bench().start(pipeline);
        RunView good = end(healthy.run(run.id()), SUCCEEDED);
        gate.open();
        until(() -> tally.of("thrown") == 1);
        zombie.close();
        RunView after = healthy.run(run.id()).view();
        assertThat(after.status()).isEqualTo(SUCCEEDED);
        assertThat(after.asOfSeq()).as("nothing was appended").isEqualTo(good.asOfSeq());
        assertThat(text(healthy, run.id(), "a")).isEqualTo("2");
        assertThat(healthy.check()).isEmpty();
    }

    /** As Kestra #19730: the worker dies, a person kills the run, and another worker is given the task all the same. */
    @Test
    @Tag("S4")
    @Tag("E6")
    default void aDeadWorkersTaskIsHandedOutAgainAfterTheRunWasKilled() throws Exception {
        Gate gate = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> pipeline = gated(tally, gate);
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        bench().kill(first);
        Pawl looking = bench().open();
        looking.cancel(run.id(), "ada", null);
        assertThat(looking.run(run.id()).view().status()).isEqualTo(CANCELLED);
        lookedForWork(bench().start(pipeline, done()), looking);
        assertThat(tally.all()).isEqualTo(Map.of("a", 1));
        assertThat(looking.run(run.id()).view().status()).isEqualTo(CANCELLED);
    }

    /** The same where the worker dies while it is stopping: its successor has nothing to do but to say so. */
    @Test
    @Tag("S3")
    @Tag("E6")
    default void aDyingWorkersTaskIsHandedOutAgainAfterTheRunWasKilled() throws Exception {
        Gate inside = bench().gate();
        Gate stopping = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("harm", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            tally.count("a");
                            try {
                                inside.pass();
                            } catch (InterruptedException e) {
                                stopping.passStubbornly();
                            }
                            return 1;
                        }))
                .stage("b", Integer.class, s -> s.after("a").run(c -> tally.count("b")))
                .build();
        Pawl first = bench().start(Bench.options().grace(Duration.ofSeconds(20)), pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        inside.awaitReached();
        Pawl looking = bench().open();
        looking.cancel(run.id(), "ada", null);
        stopping.awaitReached();
        bench().kill(first);
        Pawl second = bench().start(pipeline, done());
        end(second.run(run.id()), CANCELLED);
        lookedForWork(second, looking);
        assertThat(tally.all()).isEqualTo(Map.of("a", 1));
        assertThat(second.check()).isEmpty();
    }

    /** As DBOS Java: a second process recovers a run that is being executed, and both write. */
    @Test
    @Tag("S4")
    default void aLiveRunRecoveredByASecondProcess() throws Exception {
        Gate gate = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> pipeline = gated(tally, gate);
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        Pawl second = bench().open();
        second.register(pipeline);
        if (severalWorkers()) {
            second.start();
        } else {
            assertThatThrownBy(second::start).isInstanceOf(DriverPresentException.class);
        }
        int seq = second.run(run.id()).view().asOfSeq();
        second.resume(run.id(), "ada");
        assertThat(second.run(run.id()).view().asOfSeq())
                .as("there is nothing to resume")
                .isEqualTo(seq);
        gate.open();
        RunView view = end(run, SUCCEEDED);
        assertThat(view.recoveries()).isZero();
        assertThat(events(second, run.id(), Event.Claimed.class)).hasSize(1);
        assertThat(tally.all()).isEqualTo(Map.of("a", 1));
        assertThat(second.check()).isEmpty();
    }

    /** As actions/runner #2598: what a failed attempt had put out is taken for the output of the one that succeeded. */
    @Test
    @Tag("S3")
    default void aFailedAttemptsOutputLeakingForward() throws Exception {
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("harm", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.retry(retries(1, 1)).run(c -> {
                            if (c.attemptNumber() == 1) {
                                throw partial("1", Retry.AFTER_PAUSE);
                            }
                            return null;
                        }))
                .stage(
                        "b",
                        String.class,
                        s -> s.after("a").run(c -> {
                            if (tally.count("b") == 1) {
                                throw partial("2", Retry.NEVER);
                            }
                            return "got " + c.output("a", Integer.class);
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, FAILED);
        assertThat(pawl.output(run.id(), "b")).as("a failed stage has none").isEmpty();
        pawl.resume(run.id(), null);
        end(run, SUCCEEDED);
        assertThat(text(pawl, run.id(), "a")).isEqualTo("null");
        assertThat(text(pawl, run.id(), "b")).isEqualTo("\"got null\"");
    }

    /** As LangGraph #7038: the work is done over, and what a person said of the former one is used for it. */
    @Test
    @Tag("C9")
    default void aStaleHumanAnswerIsSilentlyReused() throws Exception {
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("answers", String.class)
                .stage("draft", Integer.class, s -> s.run(c -> tally.count("draft")))
                .input("opinion", null, s -> s.after("draft"))
                .stage(
                        "check",
                        Integer.class,
                        s -> s.after("opinion").validates("draft", 1).run(c -> {
                            if (tally.count("check") == 1) {
                                throw new RejectedException("again");
                            }
                            return 1;
                        }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        Bench.until(run, WAITING);
        pawl.edit(run.id(), "opinion", RawJson.of("\"of draft 1\"".getBytes(StandardCharsets.UTF_8)), "ann");
        Bench.until(
                run, view -> view.status() == WAITING && stage(view, "opinion").generation() == 1);
        assertThat(pawl.output(run.id(), "opinion")).isEmpty();
        pawl.edit(run.id(), "opinion", RawJson.of("\"of draft 2\"".getBytes(StandardCharsets.UTF_8)), "ann");
        end(run, SUCCEEDED);
        assertThat(text(pawl, run.id(), "opinion")).isEqualTo("\"of draft 2\"");
        assertThat(tally.all()).containsEntry("draft", 2).containsEntry("check", 2);
    }

    private static StageFailedException partial(String json, Retry retry) {
        return new StageFailedException("no", retry, RawJson.of(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static Pipeline<String> gated(Tally tally, Gate gate) {
        StageCode<String, Integer> code = c -> {
            int n = tally.count("a");
            gate.pass();
            return n;
        };
        return Pipeline.named("harm", String.class)
                .stage("a", Integer.class, s -> s.run(code))
                .build();
    }

    private static Pipeline<String> done() {
        return Pipeline.named("done", String.class)
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .build();
    }

    /** Has the worker take a run that was queued elsewhere: what else there was to be taken, it has taken as well. */
    private static void lookedForWork(Pawl worker, Pawl elsewhere) throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            RunHandle queued = elsewhere.submit(done(), "", Submission.plain());
            end(worker.run(queued.id()), SUCCEEDED);
        }
    }
}
