// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.CANCELLED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.text;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.Effect;
import dev.pawl.core.Event;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers that were taken for dead, and only were slow: what they still bring changes nothing. */
interface ZombieContract extends OnABench {

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
}
