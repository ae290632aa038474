// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.core.StageStatus.IDLE;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.stage;
import static dev.pawl.engine.Bench.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageFailedException;
import dev.pawl.StageFailedException.Retry;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import dev.pawl.core.FailureKind;
import dev.pawl.core.RetryPolicy;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stages that fail, and runs that go on after it. */
interface FailingContract extends OnABench {

    static RetryPolicy retries(int max, int millis) {
        return new RetryPolicy(max, Duration.ofMillis(millis), 1, Duration.ofMillis(millis));
    }

    @Test
    default void aFailedAttemptIsFollowedByAnotherAfterAPause() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("again", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.retry(retries(3, 40)).run(c -> {
                            if (c.attemptNumber() < 3) {
                                throw new IllegalStateException("not yet");
                            }
                            return c.attemptNumber();
                        }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, SUCCEEDED);
        assertThat(text(pawl, run.id(), "a")).isEqualTo("3");
        List<Event.AttemptFailed> failed = events(pawl, run.id(), Event.AttemptFailed.class);
        List<Event.AttemptStarted> started = events(pawl, run.id(), Event.AttemptStarted.class);
        assertThat(started).extracting(Event.AttemptStarted::number).containsExactly(1, 2, 3);
        for (int i = 0; i < 2; i++) {
            Instant due = failed.get(i).retryAt();
            assertThat(due).isAfterOrEqualTo(failed.get(i).at().plusMillis(30));
            assertThat(started.get(i + 1).at()).as("not early").isAfterOrEqualTo(due);
        }
    }

    @ParameterizedTest
    @EnumSource(Retry.class)
    default void codeSaysHowItFails(Retry how) throws Exception {
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("how", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.retry(retries(1, 20)).run(c -> {
                            tally.count("a");
                            throw new StageFailedException(
                                    "no", how, RawJson.of("[1]".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
                        }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        RunView view = end(run, FAILED);
        assertThat(view.error()).isEqualTo("stage a: no");
        assertThat(tally.of("a")).isEqualTo(how == Retry.NEVER ? 1 : 2);
        assertThat(events(pawl, run.id(), Event.AttemptFailed.class)).allSatisfy(failed -> {
            assertThat(failed.failure().kind())
                    .isEqualTo(
                            switch (how) {
                                case AFTER_PAUSE -> FailureKind.ERROR;
                                case AT_ONCE -> FailureKind.ERROR_RETRY_NOW;
                                case NEVER -> FailureKind.ERROR_FINAL;
                                case CUT_SHORT -> FailureKind.CUT_SHORT;
                            });
            assertThat(failed.partial()).isNotNull();
        });
    }

    @Test
    default void aFailedStageLetsIndependentOnesFinish() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("apart", String.class)
                .stage(
                        "bad",
                        Integer.class,
                        s -> s.run(c -> {
                            throw new IllegalStateException("bad");
                        }))
                .stage("after_bad", Integer.class, s -> s.after("bad").run(c -> 1))
                .stage(
                        "slow",
                        Integer.class,
                        s -> s.run(c -> {
                            gate.pass();
                            return 2;
                        }))
                .stage("after_slow", Integer.class, s -> s.after("slow").run(c -> 3))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        Bench.until(run, view -> stage(view, "bad").status() == StageStatus.FAILED);
        assertThat(run.view().status()).isEqualTo(RunStatus.RUNNING);
        gate.open();
        RunView view = end(run, FAILED);
        assertThat(stage(view, "after_slow").status()).isEqualTo(StageStatus.SUCCEEDED);
        assertThat(stage(view, "after_bad").status()).isEqualTo(IDLE);
    }

    @Test
    @Tag("D1")
    @Tag("S4")
    default void aFailedRunGoesOnAtTheFailedStage() throws Exception {
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("resume", String.class)
                .stage("a", Integer.class, s -> s.run(c -> tally.count("a") + 41))
                .stage(
                        "b",
                        String.class,
                        s -> s.after("a").retry(retries(1, 1)).run(c -> {
                            if (tally.count("b") <= 2) {
                                throw new IllegalStateException("not yet");
                            }
                            return c.previous(Integer.class) + " " + c.user() + " " + c.attempt();
                        }))
                .stage("c", Integer.class, s -> s.after("b").run(c -> tally.count("c")))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.by("ada"));
        RunView failed = end(run, FAILED);
        assertThat(failed.actions()).anyMatch(action -> action.name().equals("resume") && action.enabled());
        RunHandle resumed = pawl.resume(run.id(), "grace");
        assertThat(resumed.id()).isEqualTo(run.id());
        RunView view = end(resumed, SUCCEEDED);
        assertThat(view.user()).isEqualTo("ada");
        assertThat(text(pawl, run.id(), "b")).isEqualTo("\"42 ada " + run.id() + "/b/1/1\"");
        assertThat(tally.all())
                .containsOnly(java.util.Map.entry("a", 1), java.util.Map.entry("b", 3), java.util.Map.entry("c", 1));
        assertThat(events(pawl, run.id(), Event.Resumed.class).getFirst().by()).isEqualTo("grace");
    }

    @Test
    @Tag("S1")
    default void resumingAtOnceIsNeverLost() throws Exception {
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("hasty", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            if (tally.count(c.run()) <= 3) {
                                throw new IllegalStateException("not yet");
                            }
                            return 1;
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        for (int i = 0; i < 50; i++) {
            RunHandle run = pawl.submit(pipeline, "", Submission.plain());
            for (int resumes = 0; resumes < 3; resumes++) {
                end(run, FAILED);
                pawl.resume(run.id(), null);
            }
            end(run, SUCCEEDED);
        }
    }

    @Test
    default void anEndedRunIsNotResumed() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("over", String.class)
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, SUCCEEDED);
        assertThatThrownBy(() -> pawl.resume(run.id(), null))
                .isInstanceOf(RefusedException.class)
                .extracting("code")
                .isEqualTo("ENDED");
        assertThatThrownBy(() -> pawl.cancel(run.id(), null, null))
                .isInstanceOf(RefusedException.class)
                .extracting("code")
                .isEqualTo("ENDED");
        assertThat(run.view().status()).isEqualTo(SUCCEEDED);
    }

    @Test
    default void resumingAHealthyRunChangesNothing() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("healthy", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            gate.pass();
                            return 1;
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        int seq = run.view().asOfSeq();
        pawl.resume(run.id(), null);
        bench().open().resume(run.id(), null);
        assertThat(run.view().asOfSeq()).isEqualTo(seq);
        gate.open();
        end(run, SUCCEEDED);
    }

    @Test
    default void aDegradedOutputIsUsed() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("meagre", String.class)
                .stage("a", Integer.class, s -> s.run(c -> c.degraded(1, "half of it is missing")))
                .stage("b", Integer.class, s -> s.after("a").run(c -> c.previous(Integer.class) + 1))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        RunView view = end(run, SUCCEEDED);
        assertThat(view.degraded()).isTrue();
        assertThat(stage(view, "a").degraded()).isEqualTo("half of it is missing");
        assertThat(text(pawl, run.id(), "b")).isEqualTo("2");
    }

    @Test
    default void anErrorOfStageCodeIsTheStagesFailure() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("errors", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            throw new StackOverflowError();
                        }))
                .stage(
                        "b",
                        Integer.class,
                        s -> s.run(c -> {
                            throw new InterruptedException();
                        }))
                .build();
        RunView view = end(bench().start().submit(pipeline, "", Submission.plain()), FAILED);
        assertThat(stage(view, "a").error()).isEqualTo("StackOverflowError");
        assertThat(stage(view, "b").error()).isEqualTo("InterruptedException");
    }

    @Test
    default void whateverAnErrorSaysCanBeStored() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("loud", String.class)
                .stage(
                        "half",
                        Integer.class,
                        s -> s.run(c -> {
                            throw new IllegalStateException("half a character: \uD83D, and NUL: \u0000");
                        }))
                .stage(
                        "long",
                        Integer.class,
                        s -> s.run(c -> {
                            throw new IllegalStateException("x".repeat(20_000_000));
                        }))
                .stage("odd", Integer.class, s -> s.run(c -> c.degraded(1, "half: \uDE00")))
                .stage("wordy", Integer.class, s -> s.run(c -> c.degraded(1, "x".repeat(20_000_000))))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        RunView view = end(run, FAILED);
        assertThat(stage(view, "half").error()).contains("half a character");
        assertThat(stage(view, "long").error())
                .startsWith("IllegalStateException: xxxx")
                .hasSizeLessThan(20_000);
        assertThat(stage(view, "odd").degraded()).startsWith("half: ");
        assertThat(stage(view, "wordy").degraded()).hasSizeLessThan(20_000);
        assertThat(bench().open().run(run.id()).view().error()).isEqualTo(view.error());
    }
}
