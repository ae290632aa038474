// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.CANCELLED;
import static dev.pawl.core.RunStatus.CANCELLING;
import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.QUEUED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.core.RunStatus.WAITING;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.stage;
import static dev.pawl.engine.Bench.until;
import static dev.pawl.engine.FailingContract.retries;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.WaitFor;
import dev.pawl.core.Effect;
import dev.pawl.core.Event;
import dev.pawl.core.FailureKind;
import dev.pawl.core.SettleAs;
import dev.pawl.core.StageStatus;
import dev.pawl.spi.Append;
import dev.pawl.spi.RunRow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Time-outs and cancels. */
interface StoppingContract extends OnABench {

    @Test
    default void aTimeoutStopsTheCode() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        Pipeline<String> pipeline = Pipeline.named("slow", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.timeout(Duration.ofMillis(60)).run(c -> {
                            try {
                                bench().gate().pass();
                            } catch (InterruptedException e) {
                                interrupted.set(c.cancelled());
                                throw e;
                            }
                            return 1;
                        }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        RunView view = end(run, FAILED);
        assertThat(interrupted).isTrue();
        assertThat(view.error()).isEqualTo("stage a: took longer than its time-out of 60ms");
        assertThat(events(pawl, run.id(), Event.AttemptFailed.class)
                        .getFirst()
                        .failure()
                        .kind())
                .isEqualTo(FailureKind.TIMEOUT);
    }

    @Test
    default void aTimeoutIsRetried() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("slow", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.timeout(Duration.ofMillis(60))
                                .retry(retries(2, 5))
                                .run(c -> {
                                    if (c.attemptNumber() == 1) {
                                        bench().gate().pass();
                                    }
                                    return c.attemptNumber();
                                }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, SUCCEEDED);
        assertThat(Bench.text(pawl, run.id(), "a")).isEqualTo("2");
    }

    /** A time-out stops an effect in the middle, as a crash does: it is not repeated unasked, also not by a resume. */
    @ParameterizedTest
    @EnumSource(SettleAs.class)
    @Tag("S9")
    default void anEffectThatTimedOutIsSettledByAPerson(SettleAs as) throws Exception {
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("slow", String.class)
                .stage(
                        "send",
                        String.class,
                        s -> s.effect(Effect.EXTERNAL)
                                .timeout(Duration.ofMillis(500))
                                .retry(retries(2, 5))
                                .run(c -> {
                                    if (tally.count(c.attempt()) == 1) {
                                        bench().gate().pass();
                                    }
                                    return "sent";
                                }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        String attempt = run.id() + "/send/0/1";
        RunView doubt = until(run, WAITING);
        assertThat(stage(doubt, "send").waitsFor()).isEqualTo(WaitFor.DOUBT);
        assertThat(doubt.sentence()).contains("send took longer than its time-out of 500ms", "settle it");
        pawl.resume(run.id(), null);
        assertThat(tally.all()).isEqualTo(Map.of(attempt, 1));
        RawJson output = as == SettleAs.DONE ? RawJson.of("\"was sent\"".getBytes(StandardCharsets.UTF_8)) : null;
        pawl.settle(run.id(), "send", as, output, "ada");
        end(run, as == SettleAs.FAILED ? FAILED : SUCCEEDED);
        assertThat(tally.all()).isEqualTo(Map.of(attempt, as == SettleAs.RERUN ? 2 : 1));
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    @Tag("E6")
    default void codeThatIgnoresItsTimeoutIsFencedOffAndItsResultHandedOver() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("stubborn", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.timeout(Duration.ofMillis(30)).run(c -> {
                            gate.passStubbornly();
                            return 7;
                        }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        RunView view = end(run, FAILED);
        assertThat(view.error()).contains("would not stop");
        gate.open();
        until(() -> !events(pawl, run.id(), Event.LateResult.class).isEmpty());
        assertThat(run.view().status()).isEqualTo(FAILED);
        assertThat(stage(run.view(), "a").status()).isEqualTo(StageStatus.FAILED);
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    @Tag("S5")
    default void theResultOfAFencedAttemptDoesNotCountForTheNext() throws Exception {
        Gate first = bench().gate();
        Gate second = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("stubborn", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.timeout(Duration.ofMillis(500))
                                .retry(retries(1, 1))
                                .run(c -> {
                                    if (c.attemptNumber() == 1) {
                                        first.passStubbornly();
                                        return 1;
                                    }
                                    second.pass();
                                    return 2;
                                }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        second.awaitReached();
        assertThat(run.view().sentence()).endsWith("; code of a would not stop and was fenced off");
        first.open();
        until(() -> !events(pawl, run.id(), Event.LateResult.class).isEmpty());
        second.open();
        end(run, SUCCEEDED);
        assertThat(Bench.text(pawl, run.id(), "a")).isEqualTo("2");
        assertThat(events(pawl, run.id(), Event.LateResult.class)).hasSize(1);
    }

    /** As DBOS Java: cancel that lets the step go on. */
    @Test
    @Tag("E6")
    default void cancelStopsTheWorkBeforeItSaysSo() throws Exception {
        Gate inside = bench().gate();
        Gate stopping = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("cancel", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            try {
                                inside.pass();
                            } catch (InterruptedException e) {
                                stopping.passStubbornly();
                            }
                            return tally.count("a");
                        }))
                .stage("b", Integer.class, s -> s.after("a").run(c -> tally.count("b")))
                .build();
        Pawl pawl = bench().start(Bench.options().grace(Duration.ofSeconds(20)));
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        inside.awaitReached();
        pawl.cancel(run.id(), "ada", "wrong file");
        stopping.awaitReached();
        assertThat(run.view().status()).isEqualTo(CANCELLING);
        pawl.cancel(run.id(), "grace", "me too");
        stopping.open();
        RunView view = end(run, CANCELLED);
        assertThat(view.owner()).isNull();
        pawl.cancel(run.id(), "grace", "still");
        assertThat(tally.of("b")).isZero();
        assertThat(events(pawl, run.id(), Event.CancelRequested.class)).hasSize(1);
        assertThat(events(pawl, run.id(), Event.CancelRequested.class)
                        .getFirst()
                        .reason())
                .isEqualTo("wrong file");
        assertThat(pawl.check()).isEmpty();
    }

    /** Between the two there is no moment in which the run has ended and its key is taken, or the other way round. */
    @Test
    @Tag("E4")
    default void theKeyIsFreeInTheTransactionThatRecordsTheCancel() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("keyed", String.class)
                .key(input -> input)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            gate.pass();
                            return 1;
                        }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "k", Submission.plain());
        gate.awaitReached();
        pawl.cancel(run.id(), null, null);
        end(run, CANCELLED);
        List<RunRow> rows = bench().storeOf(pawl).batches().stream()
                .flatMap(List::stream)
                .map(Append::row)
                .filter(Objects::nonNull)
                .toList();
        assertThat(rows)
                .hasSizeGreaterThan(1)
                .allSatisfy(row -> assertThat(row.holdsKey()).isEqualTo(row.status() != CANCELLED));
        assertThat(rows.getLast().status()).isEqualTo(CANCELLED);
    }

    @Test
    @Tag("S5")
    default void codeThatIgnoresADrainIsNamedForTheNextWorker() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("stubborn", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            gate.passStubbornly();
                            return 7;
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        pawl.close();
        assertThat(events(bench().open(), run.id(), Event.Released.class))
                .extracting(Event.Released::reason)
                .containsExactly("drained; the code of a would not stop and was fenced off");
    }

    @Test
    default void aRunInBackOffIsCancelledAtOnce() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("pausing", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.retry(retries(1, 600_000)).run(c -> {
                            throw new IllegalStateException("no");
                        }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        RunView waiting = until(run, WAITING);
        assertThat(stage(waiting, "a").retryAt()).isNotNull();
        pawl.cancel(run.id(), null, null);
        end(run, CANCELLED);
        assertThat(stage(run.view(), "a").status()).isEqualTo(StageStatus.CANCELLED);
    }

    @Test
    default void aQueuedRunIsCancelledAtOnce() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("queued", String.class)
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .build();
        Pawl pawl = bench().open();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        assertThat(run.view().status()).isEqualTo(QUEUED);
        pawl.cancel(run.id(), null, null);
        assertThat(run.view().status()).isEqualTo(CANCELLED);
    }

    @Test
    default void aCancelFromAnotherProcessStopsTheWork() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("remote", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            gate.pass();
                            return 1;
                        }))
                .build();
        Pawl pawl = bench().start();
        Pawl other = bench().open();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        other.cancel(run.id(), "ada", null);
        end(other.run(run.id()), CANCELLED);
        end(run, CANCELLED);
    }
}
