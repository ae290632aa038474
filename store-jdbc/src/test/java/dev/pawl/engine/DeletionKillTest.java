// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.Append;
import dev.pawl.spi.Entry;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.StoreProvider;
import dev.pawl.store.jdbc.internal.postgres.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a process that deletes runs, again and again: each run is there as a whole or not at all, and no row is left over. */
@Tag("C12")
@Timeout(300)
class DeletionKillTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final int RUNS = 12;
    private static final int ENTRIES = 9000;
    private static final int KILLS = 6;

    @Test
    void onSqlite(@TempDir Path folder) throws Exception {
        killed("jdbc:sqlite:" + folder.resolve("pawl.db"));
    }

    @Test
    void onPostgres() throws Exception {
        killed(Server.shared().database());
    }

    private static void killed(String url) throws Exception {
        Random random = new Random(7);
        try (RunStore store = open(url)) {
            for (int i = 0; i < RUNS; i++) {
                make(store, new UUID((1L + i) << 16 | 0x7000, Long.MIN_VALUE | i));
            }
        }
        lengthen(url);
        int halfDone = 0;
        for (int i = 0; i < KILLS; i++) {
            Process process = start(url);
            try (var out = process.inputReader()) {
                assertThat(out.readLine()).isEqualTo("deleting");
                boolean ended = process.waitFor(random.nextInt(60), TimeUnit.MILLISECONDS);
                assertThat(ended).isFalse();
            } finally {
                process.destroyForcibly().onExit().join();
            }
            try (RunStore store = open(url)) {
                assertThat(store.check()).as("after kill %s", i).isEmpty();
                List<RunRow> left = StoreException.join(store.find(RunQuery.newest(1000)));
                left.forEach(row -> assertThat(length(store, row.id())).isEqualTo(ENTRIES));
                long rests = rests(store, left);
                halfDone += rests > 0 ? 1 : 0;
                store.keeper().finish();
                assertThat(rests(store, left)).isZero();
            }
        }
        System.out.println("deletions that a kill cut short: " + halfDone + " of " + KILLS);
    }

    /** Entries of runs that are not there any more. */
    private static long rests(RunStore store, List<RunRow> left) {
        List<UUID> there = left.stream().map(RunRow::id).toList();
        return store.keeper().entries(null, RUNS * ENTRIES).stream()
                .map(Entry::run)
                .filter(run -> !there.contains(run))
                .count();
    }

    private static int length(RunStore store, UUID run) {
        return StoreException.join(store.read(run, 0, Integer.MAX_VALUE)).size();
    }

    private static void make(RunStore store, UUID run) {
        RunRow row = new RunRow(
                run,
                0,
                "p",
                1,
                null,
                RunStatus.FAILED,
                false,
                false,
                null,
                1,
                null,
                false,
                Map.of(),
                AT,
                AT,
                AT,
                0,
                null);
        Append append = new Append(run, 0, null, run, 1, AT, new byte[100], row, List.of());
        StoreException.join(store.append(List.of(append)));
    }

    /** What would take as many transactions. */
    private static void lengthen(String url) throws SQLException {
        String sql = url.startsWith("jdbc:sqlite:")
                ? "WITH RECURSIVE n (seq) AS (SELECT 2 UNION ALL SELECT seq + 1 FROM n WHERE seq < " + ENTRIES
                        + ") INSERT INTO run_event SELECT run_id, n.seq, randomblob(16), 1, at, body FROM run_event, n"
                : "INSERT INTO pawl.run_event SELECT run_id, n, gen_random_uuid(), 1, at, body FROM pawl.run_event,"
                        + " generate_series(2, " + ENTRIES + ") n";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static RunStore open(String url) {
        return ServiceLoader.load(StoreProvider.class).findFirst().orElseThrow().open(url, InstantSource.system());
    }

    private static Process start(String url) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeletionKillTest.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Deletes one run after the other until it is killed. */
    public static void main(String[] args) throws Exception {
        RunStore store = open(args[0]);
        store.keeper().finish();
        System.out.println("deleting");
        for (RunRow row : StoreException.join(store.find(RunQuery.newest(1000)))) {
            store.keeper().delete(row.id());
        }
        Thread.currentThread().join();
    }
}
