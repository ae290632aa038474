// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome.Won;
import dev.pawl.spi.WorkerInfo;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Measures appends against bare inserts of the same rows without a fence: {@code PgAppendRatesTest <batch> <rows>}, three times each in
 * turn, on a server of its own with fsync on. As a test it only sees to it that this works.
 */
@Timeout(120)
class PgAppendRatesTest {

    private static final byte[] BODY = new byte[300];

    private static final String BARE = """
            INSERT INTO pawl.run_event (run_id, seq, append_id, epoch, at, body)
            SELECT b.run_id, ?, b.append_id, 1, now(), b.body FROM unnest(?::uuid[], ?::uuid[], ?::bytea[]) AS b (run_id, append_id, body)
            """;

    @Test
    void theyCanBeMeasured() throws SQLException {
        measure(Server.shared().database(), 64, 640, 1);
    }

    public static void main(String[] args) throws SQLException {
        Server server = Server.start();
        Server.run(server.url("postgres"), "CREATE DATABASE rates");
        PostgresStore.open(server.url("rates")).close();
        measure(server.url("rates"), Integer.parseInt(args[0]), Integer.parseInt(args[1]), 3);
        System.exit(0);
    }

    private static void measure(String database, int batch, int rows, int rounds) throws SQLException {
        new Random(1).nextBytes(BODY);
        for (int i = 0; i < rounds; i++) {
            double bare = bare(database, batch, rows);
            double store = store(database, batch, rows);
            System.out.printf("batch %d: bare %.0f/s, store %.0f/s, %.0f %%%n", batch, bare, store, 100 * store / bare);
        }
    }

    private static double bare(String database, int batch, int rows) throws SQLException {
        UUID[] runs = new UUID[batch];
        Arrays.setAll(runs, i -> UUID.randomUUID());
        byte[][] bodies = new byte[batch][];
        Arrays.fill(bodies, BODY);
        try (Connection connection = DriverManager.getConnection(database);
                PreparedStatement insert = connection.prepareStatement(BARE)) {
            long begin = System.nanoTime();
            for (int seq = 1; seq <= rows / batch; seq++) {
                UUID[] appends = new UUID[batch];
                Arrays.setAll(appends, i -> UUID.randomUUID());
                insert.setInt(1, seq);
                insert.setArray(2, connection.createArrayOf("uuid", runs));
                insert.setArray(3, connection.createArrayOf("uuid", appends));
                insert.setArray(4, connection.createArrayOf("bytea", bodies));
                insert.executeUpdate();
            }
            return rate(rows, begin);
        }
    }

    private static double store(String database, int batch, int rows) {
        try (PostgresStore store = PostgresStore.open(database)) {
            WorkerInfo worker = Runs.worker();
            var unused = store.enter(worker, Duration.ofSeconds(15));
            List<Append> appends = new ArrayList<>();
            for (int i = 0; i < batch; i++) {
                appends.add(Runs.create(null, worker.id()));
            }
            long begin = 0;
            for (int seq = 0; seq <= rows / batch; seq++) {
                if (!store.append(appends).join().stream().allMatch(Won.class::isInstance)) {
                    throw new AssertionError("an append was lost, and nobody else writes");
                }
                if (seq == 0) {
                    begin = System.nanoTime();
                }
                appends.replaceAll(Runs::after);
            }
            return rate(rows, begin);
        }
    }

    private static double rate(int rows, long begin) {
        return rows * 1e9 / (System.nanoTime() - begin);
    }
}
