// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.RunView;
import dev.pawl.core.Event;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.RunQuery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of a process in the middle of a map of 10,000 items, again and again, on a real database: no item whose result
 * was acknowledged is executed again, and each kill repeats no more items than may execute at once, and those whose results
 * may wait for the disk. Moments are drawn from a seed; what fails names the kill.
 */
@Tag("S3")
@Tag("S4")
@Tag("B5")
class ItemKillTest {

    private static final int ITEMS = 10_000;

    /** So many that each of three hundred kills can wait for something to show. */
    private static final int MORE_ITEMS = 50_000;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** By then, whichever these are, something was acknowledged: three deaths with nothing to show would convict the run. */
    private static final int SOMETHING_TO_SHOW = ItemWorker.PARALLEL + Bench.MOST_WAITING + 1;

    private static final int EARLY_MILLIS = 900;
    private static final int GATHERING_MILLIS = 120;
    private static final int KILLS_AT_THE_END = 4;

    @TempDir
    private Path folder;

    private final BitSet acknowledged = new BitSet();
    private final BitSet seen = new BitSet();
    private int items;
    private int linesSeen;
    private long bytesSeen;
    private int kills;
    private int repeated;

    @Test
    void thirtyKills() throws Exception {
        killed(34, 1, ITEMS);
    }

    @Test
    @Tag("long")
    void threeHundredKills() throws Exception {
        killed(304, 2, MORE_ITEMS);
    }

    private void killed(int times, long seed, int count) throws Exception {
        items = count;
        Random random = new Random(seed);
        Files.createFile(folder.resolve(ItemWorker.BROKEN));
        int whileFresh = times - 2 * KILLS_AT_THE_END;
        int usual = 2 * (items * 9 / 10) / whileFresh;
        boolean ended = false;
        for (int i = 0; i < whileFresh; i++) {
            ended |= i % 3 == 2
                    ? runAndKill(false, 0, random.nextInt(EARLY_MILLIS))
                    : runAndKill(false, SOMETHING_TO_SHOW + random.nextInt(usual), 0);
        }
        for (int i = 0; i < KILLS_AT_THE_END && !ended; i++) {
            ended = runAndKill(false, items - acknowledged.cardinality(), random.nextInt(GATHERING_MILLIS));
        }
        run(false);
        check();
        assertThat(seen.cardinality()).as("items executed").isEqualTo(items);
        List<Integer> failed =
                IntStream.range(0, items).filter(ItemWorker::fails).boxed().toList();
        try (Pawl pawl = PawlOptions.in(folder).open()) {
            RunView run = run(pawl);
            assertThat(run.status()).isEqualTo(RunStatus.FAILED);
            assertThat(run.error()).contains(failed.size() + " of " + items + " items failed", "broken");
            assertThat(Bench.events(pawl, run.id(), Event.ItemFailed.class)).hasSameSizeAs(failed);
        }
        retryFailed(failed, random);
        assertThat(kills).as("kills that hit").isBetween(times - KILLS_AT_THE_END, times);
        System.out.printf(
                "%d items, %d kills (seed %d): %d executions, %d of them repeated what no kill had let through%n",
                items, kills, seed, linesSeen, repeated);
    }

    /** What failed is executed once more, and nothing else. */
    private void retryFailed(List<Integer> failed, Random random) throws Exception {
        Files.delete(folder.resolve(ItemWorker.BROKEN));
        failed.forEach(acknowledged::clear);
        failed.forEach(seen::clear);
        boolean ended = false;
        for (int i = 0; i < KILLS_AT_THE_END && !ended; i++) {
            ended = runAndKill(true, SOMETHING_TO_SHOW + random.nextInt(failed.size() - SOMETHING_TO_SHOW), 0);
        }
        run(true);
        check();
        try (Pawl pawl = PawlOptions.in(folder).open()) {
            RunView run = run(pawl);
            assertThat(run.status()).as(run.sentence()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(Bench.events(pawl, run.id(), Event.ItemSucceeded.class)).hasSize(items);
            assertThat(Bench.text(pawl, run.id(), "each"))
                    .isEqualTo(IntStream.range(0, items)
                            .mapToObj(item -> "\"" + ItemWorker.output(item) + "\"")
                            .collect(Collectors.joining(",", "[", "]")));
            assertThat(pawl.check()).isEmpty();
        }
    }

    /** Kills it once it has executed so many items, and some time later. Returns whether the run ended before that. */
    private boolean runAndKill(boolean resume, int more, int millisLater) throws Exception {
        Process process = start(resume);
        try {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (process.isAlive() && executedSince(bytesSeen) < more) {
                assertThat(System.nanoTime()).as("kill %s does not come", kills).isLessThan(deadline);
                boolean unused = process.waitFor(1, TimeUnit.MILLISECONDS);
            }
            if (process.waitFor(millisLater, TimeUnit.MILLISECONDS)) {
                assertThat(process.exitValue()).as(errors()).isZero();
                check();
                return true;
            }
        } finally {
            process.destroyForcibly().onExit().join();
        }
        kills++;
        check();
        return false;
    }

    /** Runs it to its end. */
    private void run(boolean resume) throws Exception {
        Process process = start(resume);
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(errors()).isZero();
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    /** What was executed since the last look had not been acknowledged by then; what is acknowledged now is noted. */
    private void check() throws IOException {
        List<Integer> lines = lines(ItemWorker.EXECUTED);
        int again = 0;
        for (int item : lines.subList(linesSeen, lines.size())) {
            assertThat(acknowledged.get(item))
                    .as("item %s was acknowledged before kill %s, and executed after it", item, kills)
                    .isFalse();
            again += seen.get(item) ? 1 : 0;
            seen.set(item);
        }
        linesSeen = lines.size();
        bytesSeen = Files.exists(executed()) ? Files.size(executed()) : 0;
        repeated += again;
        assertThat(again)
                .as("items repeated up to kill %s", kills)
                .isLessThanOrEqualTo(ItemWorker.PARALLEL + Bench.MOST_WAITING);
        try (Pawl pawl = PawlOptions.in(folder).open()) {
            List<RunView> runs = pawl.runs(RunQuery.newest(2));
            if (runs.isEmpty()) {
                assertThat(lines).isEmpty();
                return;
            }
            assertThat(runs).hasSize(1);
            noteAcknowledged(pawl, runs.getFirst().id());
        }
    }

    private void noteAcknowledged(Pawl pawl, UUID run) throws IOException {
        BitSet inJournal = new BitSet();
        BitSet failedNow = new BitSet();
        for (Event event : Bench.events(pawl, run)) {
            switch (event) {
                case Event.ItemSucceeded done -> {
                    assertThat(inJournal.get(done.item()) && !failedNow.get(done.item()))
                            .as("item %s has two results", done.item())
                            .isFalse();
                    failedNow.clear(done.item());
                    inJournal.set(done.item());
                }
                case Event.ItemFailed failed -> {
                    failedNow.set(failed.item());
                    inJournal.set(failed.item());
                }
                case Event.Resumed resumed -> {
                    inJournal.andNot(failedNow);
                    failedNow.clear();
                }
                default -> {} // of no item
            }
        }
        for (int item : lines(ItemWorker.TOLD)) {
            boolean reopened = ItemWorker.fails(item) && !Files.exists(folder.resolve(ItemWorker.BROKEN));
            assertThat(inJournal.get(item) || reopened)
                    .as("the result of item %s was told before kill %s, and is lost", item, kills)
                    .isTrue();
        }
        acknowledged.or(inJournal);
    }

    private RunView run(Pawl pawl) {
        return pawl.run(pawl.runs(RunQuery.newest(1)).getFirst().id()).view();
    }

    private Path executed() {
        return folder.resolve(ItemWorker.EXECUTED);
    }

    /** How many lines stand after that place. */
    private int executedSince(long place) throws IOException {
        if (!Files.exists(executed())) {
            return 0;
        }
        try (FileChannel file = FileChannel.open(executed())) {
            ByteBuffer more = ByteBuffer.allocate((int) (file.size() - place));
            int length = file.read(more, place);
            return (int)
                    IntStream.range(0, length).filter(i -> more.get(i) == '\n').count();
        }
    }

    /** The items that stand in a file; the last line may have been cut. */
    private List<Integer> lines(String file) throws IOException {
        Path path = folder.resolve(file);
        List<Integer> lines = new ArrayList<>();
        if (Files.exists(path)) {
            for (String line : Files.readAllLines(path)) {
                lines.add(Integer.parseInt(line.substring(0, line.indexOf(' '))));
            }
        }
        return lines;
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("errors"));
    }

    private Process start(boolean resume) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ItemWorker.class.getName(),
                        folder.toString(),
                        Integer.toString(items),
                        Boolean.toString(resume))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(folder.resolve("errors").toFile())
                .start();
    }
}
