// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.store.jdbc.internal.postgres.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of a process that retries, edits, exports and deletes at once, at any moment, again and again: what it was told is
 * done is there, what it was at is there as a whole or not at all, and nothing refers to what is gone.
 */
@Tag("A4")
@Tag("C11")
@Tag("C12")
@Tag("S3")
class BusyKillTest {

    private static final int SOME = 30;
    private static final int MANY = 300;
    private static final int MANY_ON_POSTGRES = 100;
    private static final int MOST_NOTED = 6_000;
    private static final int MOST_MILLIS = 20;

    @TempDir
    private Path folder;

    @Test
    @Timeout(300)
    void onSqlite() throws Exception {
        killed("jdbc:sqlite:" + folder.resolve("pawl.db"), SOME);
    }

    @Test
    @Tag("long")
    @Timeout(3_600)
    void onSqliteManyTimes() throws Exception {
        killed("jdbc:sqlite:" + folder.resolve("pawl.db"), MANY);
    }

    @Test
    @Tag("long")
    @Timeout(3_600)
    void onPostgres() throws Exception {
        killed(Server.shared().database(), MANY_ON_POSTGRES);
    }

    private void killed(String url, int usual) throws Exception {
        int kills = Integer.getInteger("pawl.kills", usual);
        long seed = Long.getLong("pawl.seed", 11);
        Random random = new Random(seed);
        BusyVerdict verdict = new BusyVerdict(url, folder.resolve(BusyWorker.NOTES));
        Process next = start(url, random.nextLong());
        for (int i = 0; i < kills; i++) {
            Process process = next;
            try (BufferedReader out = process.inputReader()) {
                process.outputWriter().append('\n').flush();
                String line = out.readLine();
                assertThat(line)
                        .as("seed %s, life %s; standard error: %s", seed, i, line == null ? errors() : "")
                        .isEqualTo("begun");
                lives(process, random.nextInt(MOST_NOTED), random.nextInt(MOST_MILLIS));
            } finally {
                process.destroyForcibly().onExit().join();
            }
            next = start(url, random.nextLong()); // it begins to work when it is told to
            try {
                verdict.afterKill();
            } catch (AssertionError e) {
                next.destroyForcibly();
                throw new AssertionError("seed " + seed + ", after kill " + i + " of " + kills, e);
            }
        }
        next.destroyForcibly().onExit().join();
        try (Pawl pawl = PawlOptions.at(url).open()) {
            new BusyWorker(folder, 0).register(pawl);
            pawl.start();
            verdict.inTheEnd(pawl);
        }
        System.out.println(verdict.figures());
    }

    /** Until it has noted so much, however slow the machine is, and a moment longer. */
    private void lives(Process process, int noted, int millis) throws Exception {
        Path notes = folder.resolve(BusyWorker.NOTES);
        long end = size(notes) + noted;
        Bench.until(() -> size(notes) >= end);
        assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS)).isFalse();
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("errors"));
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start(String url, long seed) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BusyWorker.class.getName(),
                        url,
                        folder.toString(),
                        Long.toString(seed))
                .redirectError(folder.resolve("errors").toFile())
                .start();
    }
}
