// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.text;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RejectedException;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.spi.Checkpoint;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a stage keeps on its way. */
@Tag("D6")
interface CheckpointingContract extends OnABench {

    @Test
    default void workGoesOnFromTheLastCheckpointAfterARestart() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("steps", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            Integer last = c.lastCheckpoint(Integer.class);
                            if (last == null) {
                                c.checkpoint(41);
                                gate.pass();
                            }
                            return last == null ? 0 : last + 1;
                        }))
                .build();
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        first.close();
        Pawl second = bench().start(pipeline);
        end(second.run(run.id()), SUCCEEDED);
        assertThat(text(second, run.id(), "a")).isEqualTo("42");
        assertThat(kept(second, run.id(), "a")).isNull();
    }

    @Test
    default void aCheckpointStaysWhenTheStageFailsAndGoesWhenItSucceeds() throws Exception {
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("steps", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            if (tally.count("a") == 1) {
                                c.checkpoint(List.of(1));
                                c.checkpoint(List.of(1, 2));
                                throw new IllegalStateException("after the second");
                            }
                            return c.lastCheckpoint(List.class).size();
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, FAILED);
        assertThat(kept(pawl, run.id(), "a")).isEqualTo("[1,2]");
        pawl.resume(run.id(), null);
        end(run, SUCCEEDED);
        assertThat(text(pawl, run.id(), "a")).isEqualTo("2");
        assertThat(kept(pawl, run.id(), "a")).as("dropped with the end").isNull();
    }

    @Test
    default void atMostOneASecondIsWritten() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("steps", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            for (int i = 0; i < 10_000; i++) {
                                c.checkpoint(i);
                            }
                            return c.lastCheckpoint(Integer.class);
                        }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, SUCCEEDED);
        assertThat(text(pawl, run.id(), "a")).isEqualTo("9999");
        assertThat(bench().storeOf(pawl).checkpoints()).hasSizeBetween(1, 2);
    }

    @Test
    default void aLostCheckpointIsWrittenAgain() throws Exception {
        Gate gate = bench().gate();
        Pawl pawl = bench().start();
        WatchedStore store = bench().storeOf(pawl);
        Pipeline<String> pipeline = Pipeline.named("steps", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            store.failBeforeLanding(1);
                            c.checkpoint("precious");
                            gate.pass();
                            return 1;
                        }))
                .build();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        until(() -> "\"precious\"".equals(kept(pawl, run.id(), "a")));
        gate.open();
        end(run, SUCCEEDED);
    }

    @Test
    @Tag("S5")
    default void anAttemptThatWasGivenUpReplacesNoCheckpoint() throws Exception {
        Gate first = bench().gate();
        Gate second = bench().gate();
        Gate written = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("steps", String.class)
                .stage(
                        "a",
                        String.class,
                        s -> s.timeout(Duration.ofMillis(400))
                                .retry(FailingContract.retries(1, 1))
                                .run(c -> {
                                    if (c.attemptNumber() == 1) {
                                        first.passStubbornly();
                                        c.checkpoint("of a zombie");
                                        written.passStubbornly();
                                        return "1";
                                    }
                                    c.checkpoint("mine");
                                    second.pass();
                                    return "2";
                                }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        second.awaitReached();
        until(() -> "\"mine\"".equals(kept(pawl, run.id(), "a")));
        first.open();
        written.awaitReached();
        written.open();
        until(() -> !Bench.events(pawl, run.id(), dev.pawl.core.Event.LateResult.class)
                .isEmpty());
        assertThat(kept(pawl, run.id(), "a")).isEqualTo("\"mine\"");
        second.open();
        end(run, SUCCEEDED);
        assertThat(kept(pawl, run.id(), "a")).isNull();
    }

    /** A validator that has used up its rounds begins anew with what it checks: what it had kept is of work that is gone. */
    @Test
    @Tag("D6")
    default void whatWasSentBackKeepsNothingWhoeverResumesIt() throws Exception {
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("steps", String.class)
                .stage("draft", Integer.class, s -> s.run(c -> tally.count("draft")))
                .stage(
                        "check",
                        String.class,
                        s -> s.after("draft").validates("draft", 0).run(c -> {
                            String before = String.valueOf(c.lastCheckpoint(Integer.class));
                            c.checkpoint(tally.count("check"));
                            if (tally.of("check") < 3) {
                                throw new RejectedException("too thin");
                            }
                            return before;
                        }))
                .build();
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        end(run, FAILED);
        assertThat(kept(first, run.id(), "check")).isEqualTo("1");
        first.resume(run.id(), null);
        until(() -> tally.of("check") == 2);
        end(run, FAILED);
        first.close();
        Pawl noWorker = bench().open().register(pipeline);
        assertThat(kept(noWorker, run.id(), "check")).isEqualTo("2");
        noWorker.resume(run.id(), null);
        assertThat(kept(noWorker, run.id(), "check")).isNull();
        Pawl second = bench().start(pipeline);
        end(second.run(run.id()), SUCCEEDED);
        assertThat(text(second, run.id(), "check")).isEqualTo("\"null\"");
    }

    @Test
    @Tag("D6")
    default void whatFailedByItselfKeepsItsCheckpointWhoeverResumesIt() throws Exception {
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("steps", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            if (tally.count("a") == 1) {
                                c.checkpoint(7);
                                throw new IllegalStateException("after the first");
                            }
                            return c.lastCheckpoint(Integer.class);
                        }))
                .build();
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        end(run, FAILED);
        first.close();
        Pawl noWorker = bench().open().register(pipeline);
        noWorker.resume(run.id(), null);
        assertThat(kept(noWorker, run.id(), "a")).isEqualTo("7");
        Pawl second = bench().start(pipeline);
        end(second.run(run.id()), SUCCEEDED);
        assertThat(text(second, run.id(), "a")).isEqualTo("7");
    }

    private @Nullable String kept(Pawl pawl, UUID run, String stage) {
        Checkpoint checkpoint = bench().storeOf(pawl).checkpoint(run, stage).join();
        return checkpoint == null ? null : new String(checkpoint.body(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
