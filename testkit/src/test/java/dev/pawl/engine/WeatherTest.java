// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.stage;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Health;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.PipelineBuilder;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.core.AllowedFailures;
import dev.pawl.core.Event;
import dev.pawl.core.FailureKind;
import dev.pawl.core.StageStatus;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import dev.pawl.testkit.FakeDatabase;
import dev.pawl.testkit.FakeStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs while the database is not itself. */
@Timeout(60)
class WeatherTest {

    private final FakeDatabase database = new FakeDatabase();
    private final Bench bench = new Bench(() -> new FakeStore(database, Runnable::run));
    private final Tally tally = new Tally();

    @AfterEach
    void close() {
        bench.close();
    }

    private Pipeline<String> chain(int length) {
        PipelineBuilder<String> builder =
                Pipeline.named("chain", String.class).stage("s0", Integer.class, s -> s.run(c -> tally.count("s0")));
        for (int i = 1; i < length; i++) {
            String id = "s" + i;
            builder.stage(
                    id,
                    Integer.class,
                    s -> s.after("s" + (Integer.parseInt(id.substring(1)) - 1)).run(c -> tally.count(id)));
        }
        return builder.build();
    }

    private Pipeline<String> gated(Gate gate, Object output) {
        return Pipeline.named("gated", String.class)
                .stage(
                        "a",
                        Object.class,
                        s -> s.run(c -> {
                            gate.pass();
                            tally.count("a");
                            return output;
                        }))
                .stage("b", Integer.class, s -> s.after("a").run(c -> tally.count("b")))
                .build();
    }

    @Test
    @Tag("S4")
    void aLostAcknowledgementRepeatsNothing() throws Exception {
        Pawl pawl = bench.start();
        bench.storeOf(pawl).loseAcknowledgements(5);
        RunHandle run = pawl.submit(chain(10), "", Submission.plain());
        end(run, SUCCEEDED);
        assertThat(tally.all())
                .hasSize(10)
                .allSatisfy((stage, n) -> assertThat(n).isEqualTo(1));
        assertThat(events(pawl, run.id())).hasSize(2 + 10 + 10 + 1);
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    @Tag("S3")
    void aFailureBeforeLandingLosesNothing() throws Exception {
        Pawl pawl = bench.start();
        bench.storeOf(pawl).failBeforeLanding(5);
        RunHandle run = pawl.submit(chain(10), "", Submission.plain());
        end(run, SUCCEEDED);
        assertThat(tally.all())
                .hasSize(10)
                .allSatisfy((stage, n) -> assertThat(n).isEqualTo(1));
        assertThat(pawl.check()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000_000})
    @Tag("S1")
    void aFullDiskHoldsEverythingAndSaysSo(int size) throws Exception {
        Gate gate = bench.gate();
        Pawl pawl = bench.start();
        WatchedStore store = bench.storeOf(pawl);
        Pipeline<String> pipeline = gated(gate, "x".repeat(size));
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        int seq = run.view().asOfSeq();
        int sent = store.batches().size();
        store.weather(WatchedStore.Weather.UNAVAILABLE);
        CompletableFuture<RunHandle> next = CompletableFuture.supplyAsync(
                () -> pawl.submit(pipeline, "", Submission.plain()), Thread.ofVirtual()::start);
        until(() -> store.batches().size() > sent);
        gate.open();
        until(() -> tally.of("a") == 1);
        RunView held = until(run, RunView::held);
        assertThat(held.sentence()).startsWith("Held").contains("the disk is full");
        assertThat(held.asOfSeq()).isEqualTo(seq);
        assertThat(next).as("nothing is acknowledged").isNotDone();
        assertThat(tally.of("b")).isZero();
        store.weather(WatchedStore.Weather.FAIR);
        end(run, SUCCEEDED);
        end(next.get(20, TimeUnit.SECONDS), SUCCEEDED);
        assertThat(tally.of("a")).as("once a run").isEqualTo(2);
        assertThat(run.view().sentence()).startsWith("Succeeded");
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "1, true"})
    void whileNothingCanBeRecordedARunIsRefusedAtOnceWhateverIsNewAboutIt(int length, boolean large) throws Exception {
        Gate gate = bench.gate();
        Pawl pawl = bench.start();
        WatchedStore store = bench.storeOf(pawl);
        end(pawl.submit(chain(1), "", Submission.plain()), SUCCEEDED);
        RunHandle held = pawl.submit(gated(gate, "x"), "", Submission.plain());
        gate.awaitReached();
        store.weather(WatchedStore.Weather.UNAVAILABLE);
        gate.open();
        until(held, view -> view.sentence().startsWith("Held"));
        String input = large ? "x".repeat(10_000) : "";
        assertThatThrownBy(() -> pawl.submit(chain(length), input, Submission.plain()))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE))
                .hasMessageContaining("no run was made")
                .hasMessageContaining("the disk is full")
                .hasMessageContaining("Submit again");
        store.weather(WatchedStore.Weather.FAIR);
        end(held, SUCCEEDED);
        end(pawl.submit(chain(length), input, Submission.plain()), SUCCEEDED);
        assertThat(pawl.runs(RunQuery.newest(10))).hasSize(3);
    }

    /** The time-out is the code's: what the disk takes longer does not throw a result away. */
    @Test
    @Tag("S3")
    void aResultInHandDoesNotTimeOut() throws Exception {
        Gate gate = bench.gate();
        Duration limit = Duration.ofMillis(1500);
        Pipeline<String> pipeline = Pipeline.named("held", String.class)
                .stage(
                        "a",
                        String.class,
                        s -> s.timeout(limit).run(c -> {
                            gate.pass();
                            tally.count("a");
                            return "x".repeat(1_000_000);
                        }))
                .build();
        Pawl pawl = bench.start();
        WatchedStore store = bench.storeOf(pawl);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        store.weather(WatchedStore.Weather.UNAVAILABLE);
        gate.open();
        until(run, view -> view.sentence().startsWith("Held"));
        Instant late = Instant.now().plus(limit);
        until(() -> Instant.now().isAfter(late));
        store.weather(WatchedStore.Weather.FAIR);
        end(run, SUCCEEDED);
        assertThat(tally.of("a")).isEqualTo(1);
        assertThat(events(pawl, run.id(), Event.LateResult.class)).isEmpty();
    }

    @Test
    @Tag("S1")
    void aBrokenDatabaseHangsNobody() throws Exception {
        Gate gate = bench.gate();
        Pawl pawl = bench.start();
        WatchedStore store = bench.storeOf(pawl);
        RunHandle run = pawl.submit(gated(gate, 1), "", Submission.plain());
        gate.awaitReached();
        CompletableFuture<RunView> waiting = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return run.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                },
                Thread.ofVirtual()::start);
        store.weather(WatchedStore.Weather.BROKEN);
        gate.open();
        assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StoreException.class);
        assertThatThrownBy(() -> pawl.submit(chain(1), "", Submission.plain())).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> run.await(Bench.PATIENCE)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> pawl.cancel(run.id(), null, null)).isInstanceOf(StoreException.class);
        assertThat(tally.of("b")).isZero();
    }

    @Test
    @Tag("S1")
    void aRunThatWasLeftIsNotShownAsHealthyAndCanBeResumed() throws Exception {
        Gate gate = bench.gate();
        Pawl pawl = bench.start();
        WatchedStore store = bench.storeOf(pawl);
        Pipeline<String> pipeline = gated(gate, 1);
        RunHandle run = pawl.register(pipeline).submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        store.weather(WatchedStore.Weather.BROKEN);
        gate.open();
        assertThatThrownBy(() -> run.await(Bench.PATIENCE)).isInstanceOf(StoreException.class);
        store.weather(WatchedStore.Weather.FAIR);
        assertThat(run.view().health()).isEqualTo(Health.INTERRUPTED);
        pawl.resume(run.id(), null);
        end(run, SUCCEEDED);
        assertThat(pawl.check()).isEmpty();
    }

    private static Predicate<Append> holding(String text) {
        return append -> new String(append.body(), StandardCharsets.UTF_8).contains(text);
    }

    @Test
    void anOutputThatCannotBeStoredFailsItsStageAndNoOther() throws Exception {
        Gate gate = bench.gate();
        PipelineBuilder<String> builder = Pipeline.named("wide", String.class);
        for (int i = 0; i < 20; i++) {
            String id = "s" + i;
            String output = i == 7 ? "poison" : "fine";
            builder.stage(
                    id,
                    String.class,
                    s -> s.run(c -> {
                        gate.pass();
                        tally.count(id);
                        return output + id;
                    }));
        }
        Pipeline<String> pipeline = builder.build();
        Pawl pawl = bench.start();
        WatchedStore store = bench.storeOf(pawl);
        store.refuse(holding("\"poison"));
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        RunHandle neighbour = pawl.submit(chain(3), "", Submission.plain());
        store.hold();
        gate.open();
        until(() ->
                tally.all().keySet().stream().filter(id -> id.startsWith("s")).count() >= 20);
        store.release();
        RunView view = end(run, FAILED);
        assertThat(view.error()).contains("stage s7", "output cannot be stored", "the test refuses it");
        assertThat(view.stages())
                .filteredOn(stage -> !stage.id().equals("s7"))
                .allSatisfy(stage -> assertThat(stage.status()).isEqualTo(StageStatus.SUCCEEDED));
        assertThat(events(pawl, run.id(), Event.AttemptFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.failure().kind()).isEqualTo(FailureKind.UNSTORABLE));
        end(neighbour, SUCCEEDED);
        assertThat(tally.of("s5")).isEqualTo(1);
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    void aRunOfWhichNothingCanBeStoredIsGivenUp() throws Exception {
        Gate gate = bench.gate();
        Pawl pawl = bench.start();
        WatchedStore store = bench.storeOf(pawl);
        RunHandle run = pawl.submit(gated(gate, 1), "", Submission.plain());
        gate.awaitReached();
        store.refuse(append -> append.run().equals(run.id()));
        gate.open();
        assertThatThrownBy(() -> run.await(Bench.PATIENCE))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("takes no entry of it");
        assertThat(run.view().health()).isEqualTo(Health.INTERRUPTED);
        end(pawl.submit(chain(2), "", Submission.plain()), SUCCEEDED);
    }

    @Test
    void anItemThatCannotBeStoredFailsAndNoOther() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("list", String.class)
                .stage(
                        "each",
                        Object.class,
                        s -> s.parallel(3)
                                .allowFailed(new AllowedFailures(1, 0))
                                .map(c -> List.of(0, 1, 2, 3, 4, 5), (c, i) -> i == 2 ? "poison" : "good " + i))
                .build();
        Pawl pawl = bench.start();
        bench.storeOf(pawl).refuse(holding("\"poison"));
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        RunView view = end(run, SUCCEEDED);
        assertThat(view.degraded()).isTrue();
        assertThat(Bench.text(pawl, run.id(), "each"))
                .isEqualTo("[\"good 0\",\"good 1\",null,\"good 3\",\"good 4\",\"good 5\"]");
    }

    @Test
    void whatCannotBeStoredIsNotSubmitted() {
        Pawl driving = bench.start();
        Pawl looking = bench.open();
        for (Pawl pawl : List.of(driving, looking)) {
            for (String key : List.of("half \uD83D", "nul \0")) {
                assertThatThrownBy(() ->
                                pawl.submit(chain(1), "", Submission.plain().key(key)))
                        .isInstanceOf(RefusedException.class);
            }
            assertThat(pawl.runs(dev.pawl.spi.RunQuery.newest(10))).isEmpty();
        }
    }

    /** Kestra, DBOS: one poisoned row stopped the loop. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "{}",
                "{\"v\":1,\"events\":[]}",
                "{\"v\":2,\"events\":[{\"type\":\"Dreamt\",\"at\":\"2026-01-01T00:00:00Z\"}]}",
                "{\"v\":1,\"events\":[{\"type\":\"Dreamt\",\"at\":\"2026-01-01T00:00:00Z\"}]}",
                "{\"v\":1,\"events\":[{\"type\":\"Released\",\"at\":\"noon\",\"reason\":\"x\"}]}",
                "{\"v\":1,\"events\":[{\"type\":\"Released\",\"at\":\"2026-01-01T00:00:00Z\"}]}",
                "{\"v\":1,\"events\":[{\"type\":\"Claimed\",\"at\":\"2026-01-01T00:00:00Z\",\"worker\":\"me\",\"epoch\":1}]}",
                "{\"v\":1,\"events\":[{\"type\":\"Claimed\",\"at\":\"2026-01-01T00:00:00Z\","
                        + "\"worker\":\"00000000-0000-7000-8000-000000000001\",\"epoch\":99999999999}]}",
                "{\"v\":1,\"events\":[{\"type\":\"Released\",\"at\":\"2026-01-01T00:00:00Z\",\"reason\":\"x\"}",
                "{\"v\":1,\"events\":[{\"type\":\"Released\",\"at\":\"2026-01-01T00:00:00Z\",\"reason\":\"not Created\"}]}"
            })
    @Tag("S1")
    void aPoisonedRunStopsNoOther(String body) throws Exception {
        RunStore store = new FakeStore(database, Runnable::run);
        UUID poisoned = new UUID(0x019B_0000_0000_7000L, 0x8000_0000_0000_0001L);
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        RunRow row = new RunRow(
                poisoned,
                0,
                "chain",
                1,
                null,
                dev.pawl.core.RunStatus.RUNNING,
                true,
                false,
                null,
                1,
                null,
                false,
                Map.of(),
                at,
                at,
                null,
                0,
                null);
        assertThat(store.append(List.of(new Append(
                                poisoned,
                                0,
                                null,
                                poisoned,
                                1,
                                at,
                                body.getBytes(StandardCharsets.UTF_8),
                                row,
                                List.of())))
                        .join())
                .hasOnlyElementsOfType(AppendOutcome.Won.class);
        RunHandle before = bench.open().submit(chain(2), "", Submission.plain());
        Pawl pawl = bench.start(chain(2));
        end(pawl.run(before.id()), SUCCEEDED);
        end(pawl.submit(chain(2), "", Submission.plain()), SUCCEEDED);
        assertThat(pawl.runs(dev.pawl.spi.RunQuery.newest(10))).hasSize(3);
        assertThat(pawl.check()).singleElement().asString().contains("run 1:");
        assertThatThrownBy(() -> pawl.run(poisoned).view()).isInstanceOf(RuntimeException.class);
        assertThat(stage(pawl.run(before.id()).view(), "s1").status()).isEqualTo(StageStatus.SUCCEEDED);
    }
}
