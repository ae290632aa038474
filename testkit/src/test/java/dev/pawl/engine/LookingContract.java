// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.CANCELLED;
import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.RUNNING;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.core.RunStatus.WAITING;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.stage;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Health;
import dev.pawl.HistoryEntry;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import dev.pawl.spi.RunQuery;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Looking at runs, waiting for them, hearing of them; keys. */
interface LookingContract extends OnABench {

    private Pipeline<String> held(Gate gate) {
        return Pipeline.named("held", String.class)
                .key(input -> input.isEmpty() ? null : input)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            c.progress(3, 10, "third");
                            c.count("calls", 2);
                            gate.pass();
                            return 1;
                        }))
                .stage("b", Integer.class, s -> s.after("a").run(c -> 2))
                .build();
    }

    @Test
    @Tag("D5")
    default void aLiveRunIsShownFromMemory() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = held(gate);
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        until(run, view -> stage(view, "a").heartbeat() != null);
        Bench.until(() -> readsFor100Looks(pawl, run) == 0); // the worker's own look for work may fall among the first
    }

    private int readsFor100Looks(Pawl pawl, RunHandle run) {
        int reads = bench().storeOf(pawl).reads();
        for (int i = 0; i < 100; i++) {
            RunView view = run.view();
            assertThat(view.source()).isEqualTo(RunView.Source.MEMORY);
            assertThat(view.health()).isEqualTo(Health.HEALTHY);
            assertThat(stage(view, "a").heartbeat()).isNotNull().satisfies(beat -> {
                assertThat(beat.done()).isEqualTo(3);
                assertThat(beat.counts()).containsEntry("calls", 2L);
            });
        }
        return bench().storeOf(pawl).reads() - reads;
    }

    @Test
    default void anotherProcessSeesTheSame() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = held(gate);
        Pawl pawl = bench().start();
        Pawl other = bench().open().register(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.by("ada"));
        gate.awaitReached();
        RunHandle seen = other.find(String.valueOf(run.view().number()));
        assertThat(seen.id()).isEqualTo(run.id());
        RunView view = until(seen, now -> stage(now, "a").heartbeat() != null);
        assertThat(view.source()).isEqualTo(RunView.Source.OWNER);
        assertThat(view.status()).isEqualTo(RUNNING);
        assertThat(view.health()).isEqualTo(Health.HEALTHY);
        assertThat(view.owner()).isEqualTo(run.view().owner());
        assertThat(other.runs(RunQuery.active(10))).extracting(RunView::id).containsExactly(run.id());
        gate.open();
        assertThat(end(seen, SUCCEEDED).asOfSeq()).isEqualTo(end(run).asOfSeq());
        assertThat(other.history(run.id(), 0, 100)).isEqualTo(pawl.history(run.id(), 0, 100));
    }

    @Test
    @Tag("D5")
    default void anotherProcessAsksTheOwner() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = held(gate);
        Pawl pawl = bench().start();
        Pawl other = bench().open();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        RunHandle seen = other.run(run.id());
        RunView own;
        RunView told;
        do { // until nothing was heard of the stage between the two looks
            own = run.view();
            told = seen.view();
        } while (!Objects.equals(
                stage(own, "a").heartbeat(), stage(run.view(), "a").heartbeat()));
        assertThat(told)
                .usingRecursiveComparison()
                .ignoringFields("source", "sentence", "stages.durationMs")
                .isEqualTo(own);
        int reads = bench().storeOf(other).reads();
        for (int i = 0; i < 100; i++) {
            RunView view = seen.view();
            assertThat(view.source()).isEqualTo(RunView.Source.OWNER);
            assertThat(stage(view, "a").heartbeat()).isNotNull();
        }
        assertThat(bench().storeOf(other).reads())
                .as("who knows the owner asks no database")
                .isEqualTo(reads);
        gate.open();
        end(run, SUCCEEDED);
        assertThat(seen.view().source()).isEqualTo(RunView.Source.JOURNAL);
        assertThat(other.workers())
                .allSatisfy(row ->
                        assertThat(row.worker().address()).startsWith("http://").doesNotContain(" "));
    }

    @Test
    @Tag("S3")
    default void whoCancelledARunSeesThatAtOnceThoughItsOwnerHasYetToHearOfIt() throws Exception {
        Gate gate = bench().gate();
        Gate deaf = bench().gate();
        Pawl pawl = bench().start();
        Pawl other = bench().open();
        RunHandle run = OnABench.heldAt(gate, pawl, held(gate));
        until(other.run(run.id()), view -> view.source() == RunView.Source.OWNER);
        bench().storeOf(pawl).beforeRead(deaf::passStubbornly);
        other.cancel(run.id(), null, null);
        RunView seen = other.run(run.id()).view();
        assertThat(run.view().status()).as("the owner").isEqualTo(RUNNING);
        assertThat(seen.status()).isEqualTo(RunStatus.CANCELLING);
        deaf.open();
        end(run, CANCELLED);
    }

    @Test
    @Tag("S1")
    default void whoWaitsForAnEndHearsOfItThoughItsOwnerHasYetTo() throws Exception {
        Gate gate = bench().gate();
        Gate deaf = bench().gate();
        Pawl pawl = bench().start();
        Pawl other = bench().open();
        RunHandle run = OnABench.heldAt(gate, pawl, held(gate));
        until(other.run(run.id()), view -> view.source() == RunView.Source.OWNER);
        bench().storeOf(pawl).beforeAnswer(landed -> {
            if (landed.stream()
                    .anyMatch(append -> append.row() != null && !append.row().active())) {
                deaf.passStubbornly();
            }
        });
        gate.open();
        end(other.run(run.id()), SUCCEEDED);
        assertThat(run.view().status()).as("the owner").isEqualTo(RUNNING);
        deaf.open();
        end(run, SUCCEEDED);
    }

    @Test
    @Tag("D5")
    default void whereTheOwnerDoesNotAnswerTheJournalDoes() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = held(gate);
        Pawl pawl = bench().start(Bench.options().reach(null));
        Pawl other = bench().open().register(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.by("ada"));
        gate.awaitReached();
        RunView view = until(other.run(run.id()), now -> stage(now, "a").heartbeat() != null);
        assertThat(view.source()).isEqualTo(RunView.Source.JOURNAL);
        assertThat(view.health()).isEqualTo(Health.HEALTHY);
        assertThat(view.owner()).isEqualTo(run.view().owner());
        gate.open();
        end(run, SUCCEEDED);
    }

    @Test
    default void waitingHasALimit() throws Exception {
        Gate gate = bench().gate();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(held(gate), "", Submission.plain());
        gate.awaitReached();
        assertThatThrownBy(() -> run.await(Duration.ofMillis(20))).isInstanceOf(TimeoutException.class);
        RunView seen = run.view();
        assertThat(run.awaitChange(seen, Duration.ofMillis(20)).asOfSeq()).isEqualTo(seen.asOfSeq());
        gate.open();
        RunView changed = seen;
        while (changed.asOfSeq() == seen.asOfSeq()) { // the first change may be that its progress is over
            RunView before = changed;
            changed = run.awaitChange(before, Bench.PATIENCE);
            assertThat(changed).isNotEqualTo(before);
        }
        assertThat(changed.asOfSeq()).isGreaterThan(seen.asOfSeq());
        end(run, SUCCEEDED);
    }

    @Test
    default void aRunThatIsNotThereIsRefused() {
        Pawl pawl = bench().start();
        UUID none = new UUID(1, 2);
        for (org.assertj.core.api.ThrowableAssert.ThrowingCallable call :
                List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                        () -> pawl.run(none).view(),
                        () -> pawl.run(none).await(Duration.ofSeconds(1)),
                        () -> pawl.find("4711"),
                        () -> pawl.find("abc"),
                        () -> pawl.resume(none, null),
                        () -> pawl.cancel(none, null, null),
                        () -> pawl.output(none, "a"),
                        () -> pawl.input(none))) {
            assertThatThrownBy(call)
                    .isInstanceOf(RefusedException.class)
                    .extracting("code")
                    .isEqualTo("NO_RUN");
        }
    }

    @Test
    default void listenersHearEverythingOnceAndInOrder() throws Exception {
        List<HistoryEntry> heard = new CopyOnWriteArrayList<>();
        List<RunView> views = new CopyOnWriteArrayList<>();
        Pawl pawl = bench().start();
        pawl.listen((after, entry) -> {
            throw new IllegalStateException("I do not listen");
        });
        pawl.listen((after, entry) -> {
            heard.add(entry);
            views.add(after);
        });
        Gate gate = bench().gate();
        RunHandle run = pawl.submit(held(gate), "", Submission.plain());
        gate.open();
        RunView end = end(run, SUCCEEDED);
        until(() -> heard.size() == end.asOfSeq());
        assertThat(heard).isEqualTo(pawl.history(run.id(), 0, 1000));
        assertThat(views)
                .extracting(RunView::asOfSeq)
                .isEqualTo(IntStream.rangeClosed(1, end.asOfSeq()).boxed().toList());
        assertThat(views.getLast().status()).isEqualTo(SUCCEEDED);
    }

    @Test
    default void listenersHearWhatOthersAppended() throws Exception {
        List<HistoryEntry> heard = new CopyOnWriteArrayList<>();
        Gate gate = bench().gate();
        Pawl pawl = bench().start();
        pawl.listen((after, entry) -> heard.add(entry));
        RunHandle run = pawl.submit(held(gate), "", Submission.plain());
        gate.awaitReached();
        bench().open().cancel(run.id(), "ada", null);
        RunView end = end(run, CANCELLED);
        until(() -> heard.size() == end.asOfSeq());
        assertThat(heard).isEqualTo(pawl.history(run.id(), 0, 1000));
        assertThat(heard)
                .anySatisfy(
                        entry -> assertThat(entry.events()).hasAtLeastOneElementOfType(Event.CancelRequested.class));
    }

    @Test
    @Tag("S3")
    default void nothingIsShownThatIsNotDurable() throws Exception {
        List<HistoryEntry> heard = new CopyOnWriteArrayList<>();
        Gate gate = bench().gate();
        Pawl pawl = bench().start();
        pawl.listen((after, entry) -> heard.add(entry));
        WatchedStore store = bench().storeOf(pawl);
        RunHandle run = pawl.submit(held(gate), "", Submission.plain());
        gate.awaitReached();
        until(() -> !heard.isEmpty());
        int seq = run.view().asOfSeq();
        store.hold();
        gate.open();
        until(() -> store.held() == 1);
        assertThat(run.view().asOfSeq()).isEqualTo(seq);
        assertThat(stage(run.view(), "a").status()).isEqualTo(StageStatus.RUNNING);
        assertThat(pawl.history(run.id(), 0, 100)).hasSize(seq);
        assertThat(pawl.output(run.id(), "a")).isEmpty();
        assertThat(heard).hasSize(seq);
        store.release();
        end(run, SUCCEEDED);
    }

    @Test
    @Tag("E4")
    default void oneRunAKey() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = held(gate);
        Pawl pawl = bench().start();
        Pawl other = bench().open();
        RunHandle run = pawl.submit(pipeline, "k", Submission.plain());
        for (Pawl anyone : List.of(pawl, other)) {
            assertThatThrownBy(() -> anyone.submit(pipeline, "k", Submission.plain()))
                    .isInstanceOfSatisfying(RefusedException.class, refused -> {
                        assertThat(refused.code()).isEqualTo("ALREADY_ACTIVE");
                        assertThat(refused.activeRun()).isEqualTo(run.id());
                    });
        }
        gate.awaitReached();
        gate.open();
        end(run, SUCCEEDED);
        end(pawl.submit(pipeline, "k", Submission.plain()), SUCCEEDED);
        assertThat(pawl.runs(RunQuery.newest(10))).hasSize(2);
    }

    @Test
    @Tag("E4")
    default void aFailedRunIsNotResumedWhileItsKeyIsTaken() throws Exception {
        Gate gate = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("keyed", String.class)
                .key(input -> input)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            if (tally.count("a") == 1) {
                                throw new IllegalStateException("first");
                            }
                            gate.pass();
                            return 1;
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle first = pawl.submit(pipeline, "k", Submission.plain());
        end(first, FAILED);
        RunHandle second = pawl.submit(pipeline, "k", Submission.plain());
        assertThatThrownBy(() -> pawl.resume(first.id(), null))
                .isInstanceOf(RefusedException.class)
                .extracting("activeRun")
                .isEqualTo(second.id());
        assertThat(first.view().status()).isEqualTo(FAILED);
        gate.open();
        end(second, SUCCEEDED);
        pawl.resume(first.id(), null);
        end(first, SUCCEEDED);
    }

    @Test
    @Tag("E2")
    default void aListTellsWhoFellSilent() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("silent", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.heartbeat(Duration.ofMillis(50))
                                .stallAfter(Duration.ofMillis(150))
                                .run(c -> {
                                    gate.pass();
                                    return 1;
                                }))
                .build();
        Pawl pawl = bench().start();
        Pawl other = bench().open();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        for (Pawl anyone : List.of(pawl, other)) {
            until(() -> listed(anyone, run).health() == Health.STALLED);
        }
        gate.open();
        end(run, SUCCEEDED);
    }

    @Test
    default void aListTellsWhoWaitsForCapacity() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("limited", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.limit("gpu", 1).run(c -> {
                            gate.pass();
                            return 1;
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        Pawl other = bench().open().register(pipeline);
        RunHandle first = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        RunHandle second = pawl.submit(pipeline, "", Submission.plain());
        for (Pawl anyone : List.of(pawl, other)) {
            until(() -> listed(anyone, second).status() == WAITING);
            assertThat(listed(anyone, second).health()).isEqualTo(Health.HEALTHY);
            assertThat(listed(anyone, first).status()).isEqualTo(RUNNING);
        }
        gate.open();
        end(second, SUCCEEDED);
    }

    private static RunView listed(Pawl pawl, RunHandle run) {
        return pawl.runs(RunQuery.newest(10)).stream()
                .filter(view -> view.id().equals(run.id()))
                .findFirst()
                .orElseThrow();
    }
}
