// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * {@code kill -9} of {@code pawl run} at random moments, then {@code pawl resume}: every run ends, nothing acknowledged is
 * executed again, and the user stays. A moment is drawn from a seed; what fails names its seed.
 */
@Tag("S1")
@Tag("S3")
@Tag("S4")
@Tag("S10")
@Tag("D1")
@Tag("D2")
class KillResumeTest {

    private static final int AT_ONCE = 2;

    /** A moment is drawn as one of these files being there, and some time more: so it is spread on any machine. */
    private static final List<String> MARKS =
            List.of(".pawl/pawl.db", "effects-load", "effects-left", "effects-right", "effects-join", "effects-report");

    private static final int LATEST_MILLIS = 120;

    @TempDir
    private Path folder;

    @Test
    void thirty_moments() throws Exception {
        moments(30, 1);
    }

    @Test
    @Tag("long")
    void three_hundred_moments() throws Exception {
        moments(300, 1_000);
    }

    private void moments(int count, long firstSeed) throws Exception {
        List<Future<Boolean>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (long seed = firstSeed; seed < firstSeed + count; seed++) {
                long drawn = seed;
                all.add(threads.submit(() -> killedAt(drawn)));
            }
        }
        int caught = 0;
        for (Future<Boolean> one : all) {
            caught += one.get() ? 1 : 0;
        }
        assertThat(caught).as("runs that were caught alive, of %s", count).isPositive();
    }

    private static Child run(Effects effects) throws IOException {
        return Child.start(effects.folder(), "run", "effects.yaml", "--user", "user-42");
    }

    /** Whether there was a run to resume. */
    private boolean killedAt(long seed) throws Exception {
        Effects effects = Effects.in(folder.resolve("seed-" + seed));
        Random random = new Random(seed);
        String mark = MARKS.get(random.nextInt(MARKS.size()));
        Duration later = Duration.ofMillis(random.nextInt(LATEST_MILLIS));
        try (Child run = run(effects)) {
            run.until(mark + " is there", () -> Files.exists(effects.folder().resolve(mark)));
            run.endsWithin(later);
            run.kill();
        }
        String when = "seed " + seed + ", killed " + later.toMillis() + " ms after " + mark + " was there";
        assertThat(gone(effects)).as("%s: commands end with the process", when).isTrue();
        JsonNode runs = json(effects, "ls", "--json").get("runs");
        if (runs.isEmpty()) {
            assertThat(effects.lines().values()).as(when).allMatch(List::isEmpty);
            return false;
        }
        boolean ended = runs.get(0).get("status").asString().equals("succeeded");
        List<String> acknowledged = succeeded(effects);
        Map<String, List<Effects.Line>> before = effects.lines();
        if (!ended) {
            Shell.Done resumed = Child.pawl(effects.folder(), "resume", "1");
            assertThat(resumed.code()).as("%s: %s", when, resumed.err()).isZero();
        }
        check(effects, when, acknowledged, before);
        return !ended;
    }

    private static void check(
            Effects effects, String when, List<String> acknowledged, Map<String, List<Effects.Line>> before) {
        assertThat(succeeded(effects))
                .as("%s: each stage succeeds once", when)
                .containsExactlyInAnyOrderElementsOf(Effects.STAGES);
        effects.lines().forEach((stage, lines) -> {
            int allowed = acknowledged.contains(stage)
                    ? before.get(stage).size()
                    : before.get(stage).size() + 1;
            assertThat(lines)
                    .as("%s: executions of %s; acknowledged: %s", when, stage, acknowledged)
                    .hasSizeBetween(1, allowed);
            assertThat(lines)
                    .as("%s: user in %s", when, stage)
                    .allMatch(line -> line.user().equals("user-42"));
            assertThat(lines.stream().map(Effects.Line::attempt).distinct())
                    .as("%s: an interruption raises no attempt of %s", when, stage)
                    .hasSize(1);
        });
        JsonNode run = json(effects, "show", "1", "--json");
        assertThat(run.get("status").asString()).as(when).isEqualTo("succeeded");
        assertThat(run.get("user").asString()).as(when).isEqualTo("user-42");
    }

    /** The signal that follows the death of the parent takes a moment. */
    private static boolean gone(Effects effects) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!effects.living().isEmpty() && System.nanoTime() < deadline) {
            for (long pid : effects.living()) {
                ended(pid);
            }
        }
        return effects.living().isEmpty();
    }

    /** Waits a moment for it to end. One that nobody has asked how it ended is a process for longer than it lives. */
    private static void ended(long pid) throws InterruptedException {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        try {
            if (process.isPresent()) {
                process.get().onExit().get(20, TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException e) {
            assertThat(process).isPresent();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> succeeded(Effects effects) {
        List<String> stages = new ArrayList<>();
        for (JsonNode entry : json(effects, "history", "1", "--json").get("entries")) {
            for (JsonNode event : entry.get("events")) {
                if (event.get("type").asString().equals("AttemptSucceeded")) {
                    stages.add(event.get("stage").asString());
                }
            }
        }
        return stages;
    }

    private static JsonNode json(Effects effects, String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--data";
        all[arguments.length + 1] = effects.folder().resolve(".pawl").toString();
        Shell.Done done = Shell.pawl(all);
        assertThat(done.code()).as(done.err()).isZero();
        return Json.values().readTree(done.out());
    }
}
