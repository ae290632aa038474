// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is acknowledged survives the process; what survives is whole. */
@Tag("S3")
class CrashTest {

    private static final int CUTS = 40;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void killedWhileItAppends(int seed) throws IOException {
        int[] acknowledged = appendUntilKilled(seed, 200 + 100 * seed);
        try (SqliteStore store = TestRuns.open(folder)) {
            assertHolds(store, seed, acknowledged);
            assertThat(store.append(List.of(TestRuns.append(TestRuns.run(7777), 1)))
                            .join())
                    .hasSize(1);
        }
    }

    @Test
    void haltedWithAnAppendOnItsWay() throws IOException {
        int[] acknowledged = new int[Child.RUNS];
        try (Child child = Child.start("halt", folder, 9)) {
            for (String line = child.line(); line != null; line = child.line()) {
                note(acknowledged, line);
            }
        }
        try (SqliteStore store = TestRuns.open(folder)) {
            assertHolds(store, 9, acknowledged);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 12})
    void theWriteAheadLogIsCutOrGarbledAnywhere(int seed) throws IOException {
        int[] acknowledged = appendUntilKilled(seed, 400);
        Random random = new Random(seed);
        for (int i = 0; i < CUTS; i++) {
            Path copy = copy(folder, folder.resolveSibling(folder.getFileName() + "-" + i));
            harm(copy.resolve("pawl.db-wal"), random);
            try (SqliteStore store = TestRuns.open(copy)) {
                assertThat(store.check()).isEmpty();
                for (int run = 0; run < Child.RUNS; run++) {
                    assertThat(TestRuns.length(store, TestRuns.run(seed * 100 + run)))
                            .isBetween(0, acknowledged[run] + 1);
                }
            }
            delete(copy);
        }
        Path copy = copy(folder, folder.resolveSibling(folder.getFileName() + "-whole"));
        try (SqliteStore store = TestRuns.open(copy)) {
            assertHolds(store, seed, acknowledged);
        }
        delete(copy);
    }

    private int[] appendUntilKilled(int seed, int lines) throws IOException {
        int[] acknowledged = new int[Child.RUNS];
        try (Child child = Child.start("append", folder, seed)) {
            for (int i = 0; i < lines; i++) {
                note(acknowledged, child.line());
            }
            child.kill();
            for (String line = child.line(); line != null; line = child.line()) {
                note(acknowledged, line);
            }
        }
        return acknowledged;
    }

    private static void note(int[] acknowledged, String line) {
        int space = line.indexOf(' ');
        String length = line.substring(space + 1);
        if (space > 0 && !length.isEmpty()) {
            int run = Integer.parseInt(line.substring(0, space));
            acknowledged[run] = Math.max(acknowledged[run], Integer.parseInt(length));
        }
    }

    private static void assertHolds(SqliteStore store, int seed, int[] acknowledged) {
        assertThat(store.check()).isEmpty();
        for (int run = 0; run < Child.RUNS; run++) {
            assertThat(TestRuns.length(store, TestRuns.run(seed * 100 + run)))
                    .as("entries of run %s", run)
                    .isBetween(acknowledged[run], acknowledged[run] + 1);
        }
    }

    private static void harm(Path log, Random random) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            long offset = random.nextLong(file.length());
            if (random.nextBoolean()) {
                file.setLength(offset);
            } else {
                byte[] noise = new byte[1 + random.nextInt(64)];
                random.nextBytes(noise);
                file.seek(offset);
                file.write(noise);
            }
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (String file : new String[] {"pawl.db", "pawl.db-wal"}) {
            Files.copy(from.resolve(file), to.resolve(file));
        }
        return to;
    }

    private static void delete(Path copy) throws IOException {
        try (var files = Files.list(copy)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(copy);
    }
}
