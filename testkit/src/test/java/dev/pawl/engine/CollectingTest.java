// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.ArtifactBody;
import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.PruneReport;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.spi.Append;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import dev.pawl.testkit.FakeDatabase;
import dev.pawl.testkit.FakeStore;
import dev.pawl.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values go a day after the last run that names them, and not before. */
@Tag("C12")
@Tag("D6")
class CollectingTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final SettableClock clock = new SettableClock();
    private final FakeDatabase database = new FakeDatabase(clock);
    private final Bench bench = new Bench(() -> new FakeStore(database, Runnable::run));
    private final Pipeline<String> pipeline = Pipeline.named("p", String.class)
            .stage(
                    "large",
                    String.class,
                    s -> s.run(c -> {
                        c.artifact(
                                "report.txt",
                                out -> out.write(c.input().repeat(50).getBytes(StandardCharsets.UTF_8)));
                        return c.input().repeat(10_000);
                    }))
            .stage(
                    "items",
                    String.class,
                    s -> s.after("large")
                            .map(c -> List.of("a"), (c, item) -> c.input().repeat(9_000)))
            .build();

    private final Pipeline<String> brief = Pipeline.named("brief", String.class)
            .retention(Duration.ofHours(1))
            .stage("a", Integer.class, s -> s.run(c -> 1))
            .build();

    @AfterEach
    void close() {
        bench.close();
    }

    /** Its attempt has stored a file, and goes on. */
    private static Pipeline<String> slow(Gate gate) {
        return Pipeline.named("slow", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            c.artifact("report.txt", out -> out.write(new byte[9_000]));
                            gate.pass();
                            return 1;
                        }))
                .build();
    }

    private static void endsWithItsFile(Gate gate, Pawl pawl, RunHandle run) throws Exception {
        gate.open();
        end(run, SUCCEEDED);
        try (ArtifactBody report = pawl.artifact(run.id(), "report.txt")) {
            assertThat(report.body().readAllBytes()).hasSize(9_000);
        }
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    void aDayAfterTheLastRunThatNamesThem() throws Exception {
        Pawl pawl = bench.start(Bench.options().clock(clock), pipeline);
        UUID first =
                end(pawl.submit(pipeline, "x", Submission.plain()), SUCCEEDED).id();
        UUID same =
                end(pawl.submit(pipeline, "x", Submission.plain()), SUCCEEDED).id();
        String output = text(pawl, same, "items");
        clock.advance(DAY.multipliedBy(2));
        pawl.delete(first, null);
        clock.advance(DAY);
        assertThat(pawl.prune(null, null, false).values())
                .as("used by another run")
                .isZero();
        assertThat(text(pawl, same, "items")).isEqualTo(output);
        try (ArtifactBody report = pawl.artifact(same, "report.txt")) {
            assertThat(report.body().readAllBytes()).hasSize(50);
        }

        pawl.delete(same, null);
        assertThat(pawl.prune(null, null, false).values())
                .as("touched just now")
                .isZero();
        clock.advance(DAY);
        PruneReport report = pawl.prune(null, null, false);
        assertThat(report.values())
                .as("two outputs, the array of the items, a file, and the definition")
                .isEqualTo(5);
        assertThat(report.bytes()).isGreaterThan(28_000);
        assertThat(pawl.check()).isEmpty();
    }

    /** An attempt may take days, and what it has stored is named when it ends. */
    @Test
    void notWhatAnAttemptAtWorkHasStored() throws Exception {
        Gate gate = bench.gate();
        Pipeline<String> slow = slow(gate);
        Pawl pawl = bench.start(Bench.options().clock(clock));
        RunHandle run = pawl.submit(slow, "x", Submission.plain());
        gate.awaitReached();
        clock.advance(DAY.multipliedBy(3));
        assertThat(bench.open(Bench.options().clock(clock))
                        .prune(null, null, false)
                        .values())
                .isZero();
        endsWithItsFile(gate, pawl, run);
    }

    /** Time goes on while runs are deleted and journals are read. */
    @ParameterizedTest
    @ValueSource(ints = {23, 24 * 3})
    void alsoNotWhereItTakesHoursToLook(int hoursAtWork) throws Exception {
        Gate gate = bench.gate();
        Pipeline<String> slow = slow(gate);
        Pawl pawl = bench.start(Bench.options().clock(clock), pipeline);
        RunHandle run = pawl.submit(slow, "x", Submission.plain());
        gate.awaitReached();
        clock.advance(Duration.ofHours(hoursAtWork));
        Pawl other = bench.open(Bench.options().clock(clock));
        bench.storeOf(other).beforeRead(() -> clock.advance(Duration.ofHours(6)));
        if (hoursAtWork < 24) {
            end(pawl.submit(pipeline, "x", Submission.plain()), SUCCEEDED);
        }
        PruneReport report = other.prune(null, Duration.ZERO, false);
        assertThat(report.deleted()).isEqualTo(hoursAtWork < 24 ? 1 : 0);
        assertThat(report.values()).isZero();
        endsWithItsFile(gate, pawl, run);
    }

    /** Whoever has the turn deletes so many, and nobody more until the next. */
    @Test
    void aWorkerDeletesSoManyAtATurn() throws Exception {
        PawlOptions options =
                Bench.options().clock(clock).pruneEvery(Duration.ofSeconds(1)).pruneAtMost(2);
        Pawl pawl = bench.start(options, brief);
        for (int i = 0; i < 5; i++) {
            end(pawl.submit(brief, "x", Submission.plain()), SUCCEEDED);
        }
        assertThat(pawl.runs(RunQuery.newest(10))).hasSize(5);
        clock.advance(Duration.ofHours(2));
        Bench.until(() -> pawl.runs(RunQuery.newest(10)).size() == 3);
        assertThat(bench.storeOf(pawl).keeper().turn("prune", Duration.ofSeconds(1)))
                .as("it was taken now")
                .isFalse();
        clock.advance(Duration.ofSeconds(1));
        Bench.until(() -> pawl.runs(RunQuery.newest(10)).size() == 1);
        clock.advance(Duration.ofSeconds(1));
        Bench.until(() -> pawl.runs(RunQuery.newest(10)).isEmpty());
        assertThat(pawl.check()).isEmpty();
    }

    /** Who fails before it gets so far leaves it to the next turn, and not to the next day. */
    @Test
    void theTurnOfTheDayIsTakenJustBeforeValuesAreDropped() throws Exception {
        Pawl first = bench.start(Bench.options().clock(clock), brief);
        end(first.submit(brief, "x", Submission.plain()), SUCCEEDED);
        first.close();
        clock.advance(Duration.ofHours(2));
        Pawl pawl = bench.open(Bench.options().clock(clock).pruneEvery(Duration.ofSeconds(1)))
                .register(brief);
        AtomicBoolean failed = new AtomicBoolean();
        bench.storeOf(pawl).beforeRead(() -> {
            failed.set(true);
            throw new StoreException(StoreException.Kind.TRANSIENT, "the database is away for a moment", null);
        });
        pawl.start();
        Bench.until(failed::get);
        assertThat(bench.storeOf(pawl).keeper().turn("collect", DAY))
                .as("nobody has taken it")
                .isTrue();
        clock.advance(Duration.ofSeconds(1));
        Bench.until(() -> pawl.runs(RunQuery.newest(10)).isEmpty());
    }

    /** A worker that closes, or loses its database, in the midst of reading all journals does not use the day up. */
    @Test
    void whatIsCutShortIsTakenUpAgainTheSameDay() throws Exception {
        Gate gate = bench.gate();
        Pipeline<String> slow = slow(gate);
        Pawl pawl = bench.open(Bench.options().clock(clock).pruneEvery(Duration.ofSeconds(1)))
                .register(slow);
        pawl.start();
        RunHandle run = pawl.submit(slow, "x", Submission.plain());
        gate.awaitReached();
        Bench.until(() -> !bench.storeOf(pawl).keeper().due("collect", DAY));
        AtomicInteger begun = new AtomicInteger();
        Runnable cutShort = () -> {
            begun.incrementAndGet();
            throw new StoreException(StoreException.Kind.TRANSIENT, "the database is away for a moment", null);
        };
        bench.storeOf(pawl).beforeRead(cutShort);
        clock.advance(DAY.multipliedBy(2));
        Bench.until(() -> begun.get() == 1); // when the run at work began is read of its journal
        assertThat(bench.storeOf(pawl).keeper().due("collect", DAY)).isTrue();
        clock.advance(Duration.ofHours(1));
        Bench.until(() -> !bench.storeOf(pawl).keeper().due("collect", DAY));
        gate.open();
        end(run, SUCCEEDED);
    }

    /** A process that has stored it once does not know that it is gone. */
    @Test
    void aDefinitionThatWasDroppedIsStoredAgain() throws Exception {
        Pawl pawl = bench.start(Bench.options().clock(clock), pipeline);
        pawl.delete(
                end(pawl.submit(pipeline, "x", Submission.plain()), SUCCEEDED).id(), null);
        clock.advance(DAY);
        assertThat(pawl.prune(null, null, false).values()).isPositive();
        end(pawl.submit(pipeline, "x", Submission.plain()), SUCCEEDED);
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    void whatCannotBeReadKeepsAllValues() throws Exception {
        Pawl pawl = bench.start(Bench.options().clock(clock), pipeline);
        pawl.delete(
                end(pawl.submit(pipeline, "x", Submission.plain()), SUCCEEDED).id(), null);
        UUID damaged = UUID.randomUUID();
        Instant now = clock.instant();
        RunRow row = new RunRow(
                damaged, 0, "q", 1, null, FAILED, false, false, null, 1, null, false, Map.of(), now, now, now, 0, null);
        Append append = new Append(damaged, 0, null, damaged, 1, now, new byte[] {'['}, row, List.of());
        StoreException.join(bench.storeOf(pawl).append(List.of(append)));
        clock.advance(DAY);
        PruneReport report = pawl.prune(null, null, false);
        assertThat(report.values()).isZero();
        assertThat(report.problems())
                .anySatisfy(problem -> assertThat(problem).contains("values stay", "damaged"))
                .hasSize(2);
    }
}
