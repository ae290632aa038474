// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.CANCELLED;
import static dev.pawl.core.RunStatus.QUEUED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.OnConflict;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import dev.pawl.spi.RunQuery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A key is taken: what is submitted is refused, is the one that has it, has it cancelled, or waits. */
interface ConflictContract extends OnABench {

    private static Submission on(OnConflict conflict) {
        return Submission.plain().key("k").onConflict(conflict);
    }

    /** Passes the gate unless it is told otherwise. */
    private static Pipeline<String> pipeline(List<String> began, Gate gate) {
        return Pipeline.named("p", String.class)
                .stage(
                        "a",
                        String.class,
                        s -> s.run(c -> {
                            began.add(c.input());
                            if (c.input().equals("waits")) {
                                gate.pass();
                            }
                            return c.input();
                        }))
                .build();
    }

    @Test
    @Tag("B7")
    @Tag("E3")
    default void whatAttachesIsTheActiveRunAndMakesNone() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = pipeline(Collections.synchronizedList(new ArrayList<>()), gate);
        Pawl pawl = bench().start(pipeline);
        Pawl other = bench().open();
        RunHandle first = pawl.submit(pipeline, "waits", on(OnConflict.ATTACH));
        assertThat(first.attached()).isFalse();
        for (Pawl from : List.of(pawl, other)) {
            RunHandle same = from.submit(pipeline, "other", on(OnConflict.ATTACH));
            assertThat(same.attached()).isTrue();
            assertThat(same.id()).isEqualTo(first.id());
        }
        gate.open();
        end(first, SUCCEEDED);
        RunHandle next = other.submit(pipeline, "next", on(OnConflict.ATTACH));
        assertThat(next.attached()).isFalse();
        end(next, SUCCEEDED);
        assertThat(pawl.runs(RunQuery.newest(10))).hasSize(2);
        assertThat(pawl.submit(pipeline, "no key", Submission.plain().onConflict(OnConflict.ATTACH))
                        .attached())
                .isFalse();
    }

    @Test
    @Tag("B7")
    default void whatSupersedesHasTheActiveRunCancelledAndBeginsThen() throws Exception {
        List<String> began = Collections.synchronizedList(new ArrayList<>());
        Gate gate = bench().gate();
        Pipeline<String> pipeline = pipeline(began, gate);
        Pawl pawl = bench().start(pipeline);
        Pawl other = bench().open();
        RunHandle first = pawl.submit(pipeline, "waits", on(OnConflict.SUPERSEDE));
        gate.awaitReached();
        RunHandle second =
                other.submit(pipeline, "second", on(OnConflict.SUPERSEDE).user("u"));
        end(first, CANCELLED);
        end(second, SUCCEEDED);
        assertThat(events(pawl, first.id(), Event.CancelRequested.class))
                .singleElement()
                .returns("superseded by run " + second.view().number(), Event.CancelRequested::reason)
                .returns("u", Event.CancelRequested::by);
        assertThat(began).containsExactly("waits", "second");
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    @Tag("B7")
    default void ofSeveralThatSupersedeAtOnceAllEndOneAfterTheOther() throws Exception {
        Gate gate = bench().gate();
        Gauge gauge = new Gauge();
        Pipeline<String> pipeline = Pipeline.named("p", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> c.input().equals("waits") ? gauge.workAt(gate) : gauge.work()))
                .build();
        Pawl pawl = bench().start(pipeline);
        Pawl other = bench().open();
        RunHandle first = pawl.submit(pipeline, "waits", on(OnConflict.REJECT));
        gate.awaitReached();
        List<CompletableFuture<RunHandle>> made = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                Pawl from = i % 2 == 0 ? pawl : other;
                made.add(CompletableFuture.supplyAsync(
                        () -> from.submit(pipeline, "quick", on(OnConflict.SUPERSEDE)), threads));
            }
        }
        end(first, CANCELLED);
        for (CompletableFuture<RunHandle> run : made) {
            assertThat(end(run.join()).status()).isIn(SUCCEEDED, CANCELLED);
        }
        assertThat(made.stream().map(run -> run.join().view().status())).contains(SUCCEEDED);
        assertThat(gauge.most()).as("at work at once").isEqualTo(1);
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    @Tag("B7")
    default void whoOnlyWaitsInLineIsNotSuperseded() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = pipeline(Collections.synchronizedList(new ArrayList<>()), gate);
        Pawl desk = bench().open();
        desk.register(pipeline);
        RunHandle lined = desk.submit(pipeline, "waits", on(OnConflict.SUPERSEDE));
        RunHandle has = desk.submit(pipeline, "quick", on(OnConflict.REJECT));
        assertThat(has.view().status()).as("who only waits in line has no key").isEqualTo(QUEUED);
        RunHandle third = desk.submit(pipeline, "quick", on(OnConflict.SUPERSEDE));
        assertThat(has.view().status()).isEqualTo(CANCELLED);
        assertThat(lined.view().status()).isEqualTo(QUEUED);
        assertThat(third.view().status()).isEqualTo(QUEUED);
    }

    @Test
    @Tag("B7")
    @Tag("E3")
    default void ofThoseThatComeAtOnceOneIsMadeAndTheOthersAreToldOfIt() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = pipeline(Collections.synchronizedList(new ArrayList<>()), gate);
        Pawl pawl = bench().start(pipeline);
        Pawl other = bench().open();
        List<CompletableFuture<UUID>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                Pawl from = i % 2 == 0 ? pawl : other;
                OnConflict conflict = i % 4 < 2 ? OnConflict.REJECT : OnConflict.ATTACH;
                all.add(CompletableFuture.supplyAsync(() -> submitted(from, pipeline, conflict), threads));
            }
        }
        assertThat(all.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        assertThat(pawl.runs(RunQuery.newest(10))).hasSize(1);
    }

    /** The run that was made, attached to, or in the way. */
    private static UUID submitted(Pawl pawl, Pipeline<String> pipeline, OnConflict conflict) {
        try {
            return pawl.submit(pipeline, "waits", on(conflict)).id();
        } catch (RefusedException e) {
            assertThat(e.code()).isEqualTo("ALREADY_ACTIVE");
            return java.util.Objects.requireNonNull(e.activeRun());
        }
    }
}
