// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome.Won;
import dev.pawl.spi.RunRow;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Measures appends against bare inserts: {@code AppendRates <folder> <batch> <rows>}, three times each in turn. */
final class AppendRates {

    private static final byte[] BODY = new byte[300];

    private AppendRates() {}

    public static void main(String[] args) throws SQLException {
        new Random(1).nextBytes(BODY);
        int batch = Integer.parseInt(args[1]);
        int rows = Integer.parseInt(args[2]);
        for (int i = 0; i < 3; i++) {
            double bare = bare(Path.of(args[0], "bare" + batch + "-" + i + ".db"), batch, rows);
            double store = store(Path.of(args[0], "store" + batch + "-" + i + ".db"), batch, rows);
            System.out.printf("batch %d: bare %.0f/s, store %.0f/s, %.0f %%%n", batch, bare, store, 100 * store / bare);
        }
    }

    private static double bare(Path database, int batch, int rows) throws SQLException {
        SqliteStore.open("jdbc:sqlite:" + database, InstantSource.system()).close();
        List<UUID> runs = ids(batch);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA wal_autocheckpoint = 4000");
            statement.execute("PRAGMA cache_size = -16384");
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO run_event VALUES (?, ?, ?, 1, ?, ?)")) {
                long begin = System.nanoTime();
                for (int seq = 1; seq <= rows / batch; seq++) {
                    statement.execute("BEGIN IMMEDIATE");
                    for (UUID run : runs) {
                        insert.setBytes(1, Columns.bytes(run));
                        insert.setInt(2, seq);
                        insert.setBytes(3, Columns.bytes(UUID.randomUUID()));
                        insert.setLong(4, seq);
                        insert.setBytes(5, BODY);
                        insert.addBatch();
                    }
                    insert.executeBatch();
                    statement.execute("COMMIT");
                }
                return rate(rows, begin);
            }
        }
    }

    private static double store(Path database, int batch, int rows) {
        List<UUID> runs = ids(batch);
        try (SqliteStore store = SqliteStore.open("jdbc:sqlite:" + database, InstantSource.system())) {
            List<Append> appends = new ArrayList<>();
            runs.forEach(run -> appends.add(append(run, 0, null, row(run))));
            long begin = 0;
            for (int seq = 0; seq <= rows / batch; seq++) {
                if (!store.append(appends).join().stream().allMatch(Won.class::isInstance)) {
                    throw new AssertionError("an append was lost, and nobody else writes");
                }
                if (seq == 0) {
                    begin = System.nanoTime();
                }
                appends.replaceAll(last -> append(last.run(), last.seq(), last.appendId(), null));
            }
            return rate(rows, begin);
        }
    }

    private static Append append(UUID run, int base, UUID baseAppendId, RunRow row) {
        return new Append(run, base, baseAppendId, UUID.randomUUID(), 1, Instant.now(), BODY, row, List.of());
    }

    private static RunRow row(UUID run) {
        Instant now = Instant.now();
        return new RunRow(
                run,
                0,
                "p",
                1,
                null,
                RunStatus.RUNNING,
                true,
                false,
                null,
                1,
                null,
                false,
                Map.of(),
                now,
                now,
                null,
                0,
                null);
    }

    private static List<UUID> ids(int count) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(new UUID(
                    System.currentTimeMillis() << 16 | 0x7000 | i,
                    UUID.randomUUID().getLeastSignificantBits()));
        }
        return ids;
    }

    private static double rate(int rows, long begin) {
        return rows * 1e9 / (System.nanoTime() - begin);
    }
}
