// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerRow;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Workers that end on purpose, as at a deploy: that is no crash, and it can be told from one. */
interface LeavingContract extends OnABench {

    @Test
    @Tag("S1")
    default void aWorkerSaysThatItEndsBeforeItStopsItsWork() throws Exception {
        Gate inside = bench().gate();
        Gate stopping = bench().gate();
        Pipeline<String> pipeline = stoppingAt(inside, stopping);
        Pawl worker = bench().start(Bench.options().grace(Duration.ofSeconds(20)), pipeline);
        Pawl other = bench().open();
        RunHandle run = worker.submit(pipeline, "", Submission.plain());
        inside.awaitReached();
        assertThat(other.workers()).extracting(WorkerRow::drained).containsExactly(false);
        Thread closing = Thread.ofVirtual().start(worker::close);
        stopping.awaitReached();
        assertThat(other.workers())
                .singleElement()
                .returns(true, WorkerRow::alive)
                .returns(true, WorkerRow::drained);
        stopping.open();
        closing.join();
        assertThat(events(other, run.id(), Event.Released.class)).hasSize(1);
    }

    @Test
    @Tag("S1")
    default void aWorkerThatDiesSaidNothing() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = stoppingAt(gate, gate);
        Pawl worker = bench().start(pipeline);
        RunHandle run = worker.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        bench().kill(worker);
        Pawl other = bench().open();
        until(other.run(run.id()), RunStatus.RUNNING);
        assertThat(other.workers())
                .singleElement()
                .returns(false, WorkerRow::alive)
                .returns(false, WorkerRow::drained);
    }

    /** No answer, and a database that refuses. */
    static List<CompletableFuture<Void>> answers() {
        return List.of(
                new CompletableFuture<>(),
                CompletableFuture.failedFuture(
                        new StoreException(StoreException.Kind.UNAVAILABLE, "the disk is full, in a test", null)));
    }

    @ParameterizedTest
    @MethodSource("answers")
    @Tag("S1")
    default void aWorkerThatCannotSaySoEndsAllTheSame(CompletableFuture<Void> answer) throws Exception {
        Gate gate = bench().gate();
        Gate open = bench().gate();
        open.open();
        Pipeline<String> pipeline = stoppingAt(gate, open);
        Pawl worker = bench().start(pipeline);
        RunHandle run = worker.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        bench().storeOf(worker).answerDrain(answer);
        worker.close();
        gate.open();
        Pawl next = bench().start(pipeline);
        end(next.run(run.id()), SUCCEEDED);
        assertThat(events(next, run.id(), Event.Released.class)).hasSize(1);
    }

    private static Pipeline<String> stoppingAt(Gate inside, Gate stopping) {
        return Pipeline.named("leaving", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            try {
                                inside.pass();
                            } catch (InterruptedException e) {
                                stopping.passStubbornly();
                                throw e;
                            }
                            return 1;
                        }))
                .build();
    }
}
