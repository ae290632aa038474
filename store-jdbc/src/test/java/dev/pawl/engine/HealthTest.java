// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Health;
import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.StageView.ItemCounts;
import dev.pawl.Submission;
import dev.pawl.core.AllowedFailures;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreProvider;
import dev.pawl.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Health and progress, as the process that executes a run shows them and as another one does. */
@Timeout(60)
class HealthTest {

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock();
    private final Bench bench = new Bench(this::open);

    private RunStore open() {
        return ServiceLoader.load(StoreProvider.class)
                .findFirst()
                .orElseThrow()
                .open("jdbc:sqlite:" + folder.resolve("pawl.db"), InstantSource.system());
    }

    private PawlOptions options() {
        return PawlOptions.in(folder).clock(clock).grace(Bench.GRACE).pulse(Duration.ofMillis(50));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** The fourth item fails, the last two wait at the gate. */
    private static Pipeline<Integer> map(Gate gate, AtomicInteger begun) {
        return Pipeline.named("frames", Integer.class)
                .stage(
                        "detect",
                        Object.class,
                        s -> s.parallel(2)
                                .allowFailed(new AllowedFailures(1, 0))
                                .map(c -> IntStream.range(0, c.input()).boxed().toList(), (c, i) -> {
                                    begun.incrementAndGet();
                                    c.count("faces", 2);
                                    if (i == 3) {
                                        throw new IllegalStateException("cannot be read");
                                    }
                                    if (i >= c.input() - 2) {
                                        gate.pass();
                                    }
                                    return i;
                                }))
                .build();
    }

    @Test
    @Tag("B5")
    @Tag("E2")
    void aMapIsAsFarAsItsItemsAndCountsWhatTheyCount() throws Exception {
        Gate gate = bench.gate();
        AtomicInteger begun = new AtomicInteger();
        Pipeline<Integer> pipeline = map(gate, begun);
        Pawl pawl = bench.start(options(), pipeline);
        Pawl other = bench.open(options()).register(pipeline);
        RunHandle run = pawl.submit(pipeline, 10, Submission.plain());
        Bench.until(
                () -> begun.get() == 10 && stage(run.view(), "detect").items().done() == 7);
        clock.advance(Duration.ofSeconds(10));
        Bench.until(() -> {
            StageView.Heartbeat beat =
                    stage(other.run(run.id()).view(), "detect").heartbeat();
            return beat != null && beat.counts().getOrDefault("faces", 0L) == 20;
        });
        for (RunView view : List.of(run.view(), other.run(run.id()).view())) {
            StageView detect = stage(view, "detect");
            assertThat(detect.kind()).isEqualTo("map");
            assertThat(detect.items()).isEqualTo(new ItemCounts(10, 7, 1, 2, 0, 0));
            assertThat(detect.heartbeat().done()).isEqualTo(8);
            assertThat(detect.heartbeat().total()).isEqualTo(10);
            assertThat(detect.heartbeat().counts()).containsEntry("faces", 20L);
            assertThat(view.progress().done()).isEqualTo(8);
            assertThat(view.progress().total()).isEqualTo(10);
            assertThat(view.sentence()).startsWith("Running detect, 8 of 10 items with 1 failed, last sign of life");
        }
        gate.open();
        assertThat(end(run, RunStatus.SUCCEEDED).progress().percent()).isEqualTo(100);
    }

    /** A process that was stopped can write nothing, not even that it is silent. */
    @Test
    @Tag("E7")
    void whoLooksSeesThatAWorkerIsFrozen() throws Exception {
        Gate gate = bench.gate();
        Pipeline<String> pipeline = Pipeline.named("frozen", String.class)
                .stage(
                        "detect",
                        Integer.class,
                        s -> s.run(c -> {
                            c.progress(1, 10, null);
                            gate.pass();
                            return 1;
                        }))
                .build();
        Pawl pawl = bench.start(options().reach(null), pipeline); // who is frozen answers nobody
        SettableClock eyes = new SettableClock();
        Pawl other = bench.open(options().clock(eyes)).register(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        clock.advance(Duration.ofSeconds(1));
        eyes.advance(Duration.ofSeconds(1));
        Bench.until(() -> stage(other.run(run.id()).view(), "detect").heartbeat() != null);
        eyes.advance(Duration.ofSeconds(30));
        assertThat(other.run(run.id()).view().health())
                .as("it may be about to write")
                .isEqualTo(Health.HEALTHY);
        eyes.advance(Duration.ofSeconds(10));
        RunView seen = other.run(run.id()).view();
        assertThat(seen.health()).isEqualTo(Health.STALLED);
        assertThat(seen.sentence()).startsWith("Stalled at detect: no sign of life for");
        assertThat(other.diagnose(run.id()).reasons())
                .anySatisfy(cause -> assertThat(cause.stage()).isEqualTo("detect"));
        assertThat(other.diagnose(run.id()).asOf())
                .as("what its worker wrote down, which may be said otherwise by now")
                .isBetween(clock.instant().minusSeconds(1), clock.instant());
        assertThat(pawl.diagnose(run.id()).asOf()).as("that one knows").isNull();
    }

    @Test
    @Tag("B5")
    void theTimeLeftIsReckonedFromThePace() throws Exception {
        Gate gate = bench.gate();
        Gate second = bench.gate();
        Pipeline<String> pipeline = Pipeline.named("paced", String.class)
                .stage(
                        "detect",
                        Integer.class,
                        s -> s.run(c -> {
                            c.progress(100, 400, null);
                            gate.pass();
                            c.progress(200, 400, null);
                            second.pass();
                            return 1;
                        }))
                .build();
        Pawl pawl = bench.start(options(), pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        assertThat(run.view().progress().etaSeconds()).as("one word is no pace").isNull();
        clock.advance(Duration.ofSeconds(20));
        gate.open();
        second.awaitReached();
        Bench.until(() -> Long.valueOf(40).equals(stage(run.view(), "detect").etaSeconds()));
        assertThat(run.view().progress().etaSeconds()).isEqualTo(40);
        assertThat(run.view().progress().percent()).isEqualTo(50);
    }

    @Test
    @Tag("E7")
    void everyButtonThatIsOffSaysWhy() throws Exception {
        Pipeline<String> pipeline = PlantedWaits.asking(null);
        Pawl pawl = bench.start(options(), pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        RunView view = Bench.until(run, RunStatus.WAITING);
        assertThat(words(stage(view, "review"))).containsExactly("edit", "reset");
        assertThat(words(stage(view, "notify")))
                .containsExactly(
                        "run: stage notify starts by itself once what it depends on is done",
                        "reset: stage notify is idle");
        pawl.edit(run.id(), "review", RawJson.of(new byte[] {'1'}), null);
        assertThat(words(stage(end(run), "review")))
                .containsExactly(
                        "edit: the run has succeeded and changes no more",
                        "reset: the run has succeeded and changes no more");
    }

    private static List<String> words(StageView stage) {
        return stage.actions().stream()
                .map(action -> action.enabled() ? action.name() : action.name() + ": " + action.reason())
                .toList();
    }
}
