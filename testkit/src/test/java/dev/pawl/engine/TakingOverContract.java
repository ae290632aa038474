// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.CANCELLED;
import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.core.RunStatus.WAITING;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.stage;
import static dev.pawl.engine.Bench.text;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Health;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.WaitFor;
import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.Effect;
import dev.pawl.core.Event;
import dev.pawl.core.OnDoubt;
import dev.pawl.core.SettleAs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Workers that die, stop, or only seem to. */
interface TakingOverContract extends OnABench {

    private Pipeline<String> threeStages(Tally tally, Gate gate) {
        return Pipeline.named("three", String.class)
                .stage("a", Integer.class, s -> s.run(c -> tally.count("a")))
                .stage(
                        "b",
                        String.class,
                        s -> s.after("a").run(c -> {
                            if (tally.count("b") == 1) {
                                gate.pass();
                                return "late";
                            }
                            return c.attempt().substring(37) + " " + c.epoch() + " " + c.user() + " " + c.input();
                        }))
                .stage("c", Integer.class, s -> s.after("b").run(c -> tally.count("c")))
                .build();
    }

    @Test
    @Tag("S1")
    @Tag("S4")
    @Tag("D3")
    default void theRunsOfADeadWorkerGoOnWhereTheyWere() throws Exception {
        Tally tally = new Tally();
        Gate gate = bench().gate();
        Pipeline<String> pipeline = threeStages(tally, gate);
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "in", Submission.by("ada"));
        gate.awaitReached();
        bench().kill(first);
        Pawl looking = bench().open();
        RunView interrupted = looking.run(run.id()).view();
        assertThat(interrupted.health()).isEqualTo(Health.INTERRUPTED);
        assertThat(stage(interrupted, "b").health()).isEqualTo(Health.INTERRUPTED);
        Pawl second = bench().start(pipeline);
        RunView view = end(second.run(run.id()), SUCCEEDED);
        assertThat(view.recoveries()).isEqualTo(1);
        assertThat(text(second, run.id(), "b")).isEqualTo("\"b/0/1 2 ada in\"");
        assertThat(tally.all()).isEqualTo(Map.of("a", 1, "b", 2, "c", 1));
        assertThat(second.check()).isEmpty();
    }

    @Test
    @Tag("S1")
    default void closingGivesRunsBack() throws Exception {
        Tally tally = new Tally();
        Gate gate = bench().gate();
        Pipeline<String> pipeline = threeStages(tally, gate);
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "in", Submission.plain());
        gate.awaitReached();
        first.close();
        Pawl second = bench().start(pipeline);
        end(second.run(run.id()), SUCCEEDED);
        assertThat(events(second, run.id(), Event.Released.class)).hasSize(1);
        assertThat(tally.all()).isEqualTo(Map.of("a", 1, "b", 2, "c", 1));
    }

    @Test
    default void closingDoesNotWaitForeverForStubbornCode() throws Exception {
        Gate gate = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("stubborn", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            if (tally.count("a") == 1) {
                                gate.passStubbornly();
                            }
                            return 2;
                        }))
                .build();
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        first.close();
        end(bench().start(pipeline).run(run.id()), SUCCEEDED);
    }

    @Test
    default void aCloseInBackOffKeepsTheBackOff() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("pausing", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.retry(FailingContract.retries(1, 600_000)).run(c -> {
                            throw new IllegalStateException("no");
                        }))
                .build();
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        RunView waiting = until(run, WAITING);
        first.close();
        Pawl second = bench().start(pipeline);
        RunView again = until(second.run(run.id()), WAITING);
        assertThat(stage(again, "a").retryAt()).isEqualTo(stage(waiting, "a").retryAt());
        second.cancel(run.id(), null, null);
        end(second.run(run.id()), CANCELLED);
    }

    @Test
    default void aRunSubmittedWithNoWorkerWaitsForOne() throws Exception {
        Tally tally = new Tally();
        Gate gate = bench().gate();
        gate.open();
        Pipeline<String> pipeline = threeStages(tally, gate);
        RunHandle run = bench().open().submit(pipeline, "in", Submission.plain());
        end(bench().start(pipeline).run(run.id()), SUCCEEDED);
        assertThat(end(run).status()).isEqualTo(SUCCEEDED);
        Pawl late = bench().open();
        RunHandle next = late.submit(pipeline, "in", Submission.plain());
        end(next, SUCCEEDED);
    }

    @Test
    @Tag("E6")
    default void aRunOfADeadWorkerIsCancelledAtOnce() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = threeStages(new Tally(), gate);
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "in", Submission.plain());
        gate.awaitReached();
        bench().kill(first);
        Pawl second = bench().open();
        second.cancel(run.id(), null, null);
        assertThat(second.run(run.id()).view().status()).isEqualTo(CANCELLED);
    }

    /** As DBOS Java: both wrote, and success was overwritten. */
    @Test
    @Tag("S5")
    default void aWorkerThatWasTakenForDeadCannotWrite() throws Exception {
        Tally tally = new Tally();
        Gate gate = bench().gate();
        AtomicBoolean interrupted = new AtomicBoolean();
        Pipeline<String> pipeline = Pipeline.named("zombie", String.class)
                .stage("a", Integer.class, s -> s.run(c -> tally.count("a")))
                .stage(
                        "b",
                        Integer.class,
                        s -> s.after("a").run(c -> {
                            int n = tally.count("b");
                            if (n == 1) {
                                try {
                                    gate.pass();
                                } catch (InterruptedException e) {
                                    interrupted.set(true);
                                    throw e;
                                }
                            }
                            return n;
                        }))
                .stage("c", Integer.class, s -> s.after("b").run(c -> tally.count("c")))
                .build();
        Pawl zombie = bench().start(pipeline);
        RunHandle run = zombie.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        bench().storeOf(zombie).declareDead();
        Pawl second = bench().start(pipeline);
        end(second.run(run.id()), SUCCEEDED);
        until(interrupted::get);
        assertThat(text(second, run.id(), "b")).isEqualTo("2");
        assertThat(tally.all()).isEqualTo(Map.of("a", 1, "b", 2, "c", 1));
        assertThat(run.view().status()).isEqualTo(SUCCEEDED);
        assertThat(second.check()).isEmpty();
    }

    @Test
    @Tag("S5")
    default void theResultOfAZombieIsHandedOver() throws Exception {
        Tally tally = new Tally();
        Gate first = bench().gate();
        Gate second = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("zombie", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            int n = tally.count("a");
                            if (n == 1) {
                                first.passStubbornly();
                            } else {
                                second.pass();
                            }
                            return n;
                        }))
                .build();
        Pawl zombie = bench().start(pipeline);
        RunHandle run = zombie.submit(pipeline, "", Submission.plain());
        first.awaitReached();
        WatchedStore store = bench().storeOf(zombie);
        store.hold();
        store.declareDead();
        Pawl healthy = bench().start(pipeline);
        second.awaitReached();
        first.open();
        store.release();
        until(() -> !events(healthy, run.id(), Event.LateResult.class).isEmpty());
        second.open();
        end(healthy.run(run.id()), SUCCEEDED);
        assertThat(text(healthy, run.id(), "a")).isEqualTo("2");
        assertThat(events(healthy, run.id(), Event.AttemptSucceeded.class)).hasSize(1);
        assertThat(events(healthy, run.id(), Event.LateResult.class))
                .singleElement()
                .satisfies(late -> assertThat(late.epoch()).isEqualTo(1));
        assertThat(healthy.check()).isEmpty();
    }

    @Test
    @Tag("S5")
    default void anAppendOnItsWayLosesToASuccessor() throws Exception {
        Tally tally = new Tally();
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("zombie", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.effect(Effect.PURE).run(c -> {
                            int n = tally.count("a");
                            if (n == 1) {
                                gate.pass();
                            }
                            return n;
                        }))
                .stage("b", Integer.class, s -> s.effect(Effect.PURE).after("a").run(c -> tally.count("b")))
                .stage("c", Integer.class, s -> s.effect(Effect.PURE).after("b").run(c -> tally.count("c")))
                .build();
        Pawl zombie = bench().start(pipeline);
        WatchedStore store = bench().storeOf(zombie);
        RunHandle run = zombie.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        store.hold();
        gate.open();
        until(() -> tally.of("b") == 1);
        store.declareDead();
        Pawl second = bench().start(pipeline);
        end(second.run(run.id()), SUCCEEDED);
        int seq = second.run(run.id()).view().asOfSeq();
        store.release();
        end(run, SUCCEEDED);
        assertThat(second.run(run.id()).view().asOfSeq()).isEqualTo(seq);
        assertThat(text(second, run.id(), "a")).isEqualTo("2");
        assertThat(second.check()).isEmpty();
    }

    @Test
    @Tag("S3")
    default void anAcknowledgedCancelWinsOverAPendingSuccess() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("last", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            gate.pass();
                            return 1;
                        }))
                .build();
        Pawl pawl = bench().start();
        WatchedStore store = bench().storeOf(pawl);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        store.hold();
        gate.open();
        until(() -> store.held() == 1);
        bench().open().cancel(run.id(), null, null);
        store.release();
        end(run, CANCELLED);
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    default void eachOfManyRunsIsTakenOnce() throws Exception {
        Tally tally = new Tally();
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("many", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            tally.count(c.run() + "/" + c.epoch());
                            if (c.epoch() == 1) {
                                gate.pass();
                            }
                            return c.epoch();
                        }))
                .build();
        Pawl first = bench().start(pipeline);
        List<RunHandle> runs = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            runs.add(first.submit(pipeline, "", Submission.plain()));
        }
        until(() -> tally.all().size() == 100);
        bench().kill(first);
        Pawl second = bench().start(pipeline);
        for (RunHandle run : runs) {
            end(second.run(run.id()), SUCCEEDED);
        }
        assertThat(tally.all())
                .hasSize(200)
                .allSatisfy((attempt, n) -> assertThat(n).isEqualTo(1));
        assertThat(second.check()).isEmpty();
    }

    @Test
    default void aRunWhosePipelineIsNotKnownWaitsForIt() throws Exception {
        Gate gate = bench().gate();
        gate.open();
        Pipeline<String> known = threeStages(new Tally(), gate);
        Pipeline<String> unknown = Pipeline.named("unknown", String.class)
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .build();
        Pawl submitting = bench().open();
        RunHandle lost = submitting.submit(unknown, "", Submission.plain());
        RunHandle fine = submitting.submit(known, "", Submission.plain());
        Pawl pawl = bench().start(known);
        end(pawl.run(fine.id()), SUCCEEDED);
        assertThat(pawl.run(lost.id()).view().ended()).isFalse();
        assertThatThrownBy(() -> pawl.resume(lost.id(), null))
                .isInstanceOf(RefusedException.class)
                .extracting("code")
                .isEqualTo("NO_PIPELINE");
        pawl.register(unknown);
        pawl.resume(lost.id(), null);
        end(pawl.run(lost.id()), SUCCEEDED);
    }

    private Pipeline<String> external(Tally tally, Gate gate, OnDoubt onDoubt) {
        return Pipeline.named("mail", String.class)
                .stage(
                        "send",
                        String.class,
                        s -> s.effect(Effect.EXTERNAL).onDoubt(onDoubt).run(c -> {
                            if (tally.count("send") == 1) {
                                gate.pass();
                            }
                            return c.attempt().substring(37) + " " + c.epoch();
                        }))
                .stage("after", String.class, s -> s.after("send").run(c -> c.previous(String.class)))
                .build();
    }

    /** S9, for task stages. */
    @ParameterizedTest
    @EnumSource(SettleAs.class)
    default void anInterruptedEffectIsSettledByAPerson(SettleAs as) throws Exception {
        Tally tally = new Tally();
        Gate gate = bench().gate();
        Pipeline<String> pipeline = external(tally, gate, OnDoubt.ASK);
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        bench().kill(first);
        Pawl second = bench().start(pipeline);
        RunView doubt = until(second.run(run.id()), WAITING);
        assertThat(stage(doubt, "send").waitsFor()).isEqualTo(WaitFor.DOUBT);
        assertThat(doubt.sentence()).contains("send", "settle");
        assertThatThrownBy(() -> second.settle(run.id(), "after", as, null, null))
                .isInstanceOf(RefusedException.class);
        RawJson output = as == SettleAs.DONE ? RawJson.of(" \"was sent\" ".getBytes(StandardCharsets.UTF_8)) : null;
        second.settle(run.id(), "send", as, output, "ada");
        RunView view = end(second.run(run.id()));
        assertThat(view.status()).isEqualTo(as == SettleAs.FAILED ? FAILED : SUCCEEDED);
        assertThat(tally.of("send")).isEqualTo(as == SettleAs.RERUN ? 2 : 1);
        Pawl third = bench().open();
        switch (as) {
            case RERUN -> assertThat(text(third, run.id(), "after")).isEqualTo("\"send/0/1 2\"");
            case DONE -> assertThat(text(third, run.id(), "after")).isEqualTo("\"was sent\"");
            case FAILED -> assertThat(view.error()).contains("settled as failed");
        }
        assertThat(third.check()).isEmpty();
    }

    @Test
    default void anInterruptedEffectMayRunAgainWhereItsAuthorSaysSo() throws Exception {
        Tally tally = new Tally();
        Gate gate = bench().gate();
        Pipeline<String> pipeline = external(tally, gate, OnDoubt.RERUN);
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        bench().kill(first);
        Pawl second = bench().start(pipeline);
        end(second.run(run.id()), SUCCEEDED);
        assertThat(text(second, run.id(), "send")).isEqualTo("\"send/0/1 2\"");
    }

    @Test
    @Tag("D4")
    default void whatWasKeptInMemoryIsExecutedAgainAfterAKill() throws Exception {
        Tally tally = new Tally();
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("memory", String.class)
                .checkpoint(CheckpointPolicy.ON_FAILURE)
                .stage("a", Integer.class, s -> s.run(c -> tally.count("a")))
                .stage(
                        "b",
                        Integer.class,
                        s -> s.after("a").run(c -> {
                            if (tally.count("b") == 1) {
                                gate.pass();
                            }
                            return c.previous(Integer.class);
                        }))
                .build();
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        bench().kill(first);
        Pawl second = bench().start(pipeline);
        end(second.run(run.id()), SUCCEEDED);
        assertThat(tally.all()).isEqualTo(Map.of("a", 2, "b", 2));
        assertThat(text(second, run.id(), "b")).isEqualTo("2");
    }

    @Test
    @Tag("D3")
    default void whatWasKeptInMemoryIsWrittenAtAFailureAndAtAClose() throws Exception {
        Tally tally = new Tally();
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("memory", String.class)
                .checkpoint(CheckpointPolicy.ON_FAILURE)
                .stage("a", Integer.class, s -> s.run(c -> tally.count("a")))
                .stage(
                        "b",
                        Integer.class,
                        s -> s.after("a").run(c -> {
                            if (tally.count("b") == 1) {
                                gate.pass();
                            } else if (tally.of("b") == 2) {
                                throw new IllegalStateException("second");
                            }
                            return c.previous(Integer.class);
                        }))
                .build();
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        first.close();
        Pawl second = bench().start(pipeline);
        end(second.run(run.id()), FAILED);
        bench().kill(second);
        Pawl third = bench().start(pipeline);
        third.resume(run.id(), null);
        end(third.run(run.id()), SUCCEEDED);
        assertThat(tally.all()).isEqualTo(Map.of("a", 1, "b", 3));
    }
}
