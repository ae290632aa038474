// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The limit W1 is measured against: the append statement alone, fence and row included, in batches of as many runs as a group
 * committer finds waiting. A run is eleven appends: one that creates it, and one for each stage's output.
 */
final class BareAppend {

    /** While the batches of some are on their way, others gather. */
    private static final int COMMITTERS = 3;

    private static final int APPENDS = StageCode.STAGES + 1;
    private static final byte[] BODY = new byte[300];

    /** Fresh tables look small; a plan for small tables would stay. */
    private static final String PLANS = "&options=-c%20enable_seqscan=off%20-c%20enable_mergejoin=off";

    private static final String TABLES = """
            CREATE TABLE run (id uuid PRIMARY KEY, number bigint UNIQUE, pipeline text, version int, key text, status smallint,
              active bool, holds_key bool, holds_retry bool, owner uuid, epoch int, priority int, due_at timestamptz, root uuid,
              parent uuid, retry_from text, depth int, user_id text, degraded bool, labels jsonb,
              started_at timestamptz, finished_at timestamptz) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
            CREATE UNIQUE INDEX ON run (pipeline, key) WHERE holds_key;
            CREATE UNIQUE INDEX ON run (parent, retry_from) WHERE holds_retry;
            CREATE INDEX ON run (owner) WHERE active;
            CREATE INDEX ON run (priority DESC, due_at, id) WHERE active AND owner IS NULL;
            CREATE INDEX ON run (pipeline, status, id DESC);
            CREATE INDEX ON run (finished_at DESC, id DESC) WHERE finished_at IS NOT NULL;
            CREATE INDEX ON run (root);
            CREATE TABLE run_event (run_id uuid, seq int, append_id uuid NOT NULL, epoch int NOT NULL, at timestamptz NOT NULL,
              body bytea NOT NULL, PRIMARY KEY (run_id, seq));
            """;

    private static final String APPEND = """
            WITH ins AS (
              INSERT INTO run_event AS t (run_id, seq, append_id, epoch, at, body)
              SELECT b.run_id, b.base + 1, b.append_id, 1, b.at, b.body
              FROM unnest(?::uuid[], ?::int[], ?::uuid[], ?::uuid[], ?::timestamptz[], ?::bytea[])
                AS b (run_id, base, base_append_id, append_id, at, body)
              WHERE b.base = 0 OR EXISTS (
                SELECT 1 FROM run_event e WHERE e.run_id = b.run_id AND e.seq = b.base AND e.append_id = b.base_append_id)
              ORDER BY b.run_id
              ON CONFLICT (run_id, seq) DO UPDATE SET append_id = t.append_id WHERE t.append_id = excluded.append_id
              RETURNING run_id, seq, at, (xmax = 0) AS fresh),
            created AS (
              INSERT INTO run (id, pipeline, version, status, active, holds_key, holds_retry, owner, epoch, priority, root, started_at)
              SELECT run_id, 'ten', 1, 1, true, false, false, run_id, 1, 0, run_id, at FROM ins WHERE fresh AND seq = 1),
            ended AS (
              UPDATE run SET status = 2, active = false, finished_at = ins.at
              FROM ins WHERE ins.fresh AND ins.seq = 11 AND run.id = ins.run_id)
            SELECT run_id, seq FROM ins
            """;

    private BareAppend() {}

    static Cost cost(Server server, int runs, int inFlight) throws Exception {
        try (Database database = server.fresh()) {
            try (HikariDataSource pool = database.pool()) {
                Sql.execute(pool, TABLES);
            }
            seconds(database, Math.max(inFlight, runs / 10), inFlight);
            Counters before = database.counters();
            double seconds = seconds(database, runs, inFlight);
            return Cost.of(runs, seconds, database.counters().minus(before));
        }
    }

    private static double seconds(Database database, int runs, int inFlight) throws Exception {
        AtomicInteger left = new AtomicInteger(runs);
        try (ExecutorService threads = Executors.newFixedThreadPool(COMMITTERS)) {
            long begin = System.nanoTime();
            for (Future<?> committer : IntStream.range(0, COMMITTERS)
                    .mapToObj(i -> threads.submit(() -> commit(database, left, (inFlight + i) / COMMITTERS)))
                    .toList()) {
                committer.get();
            }
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    private static Void commit(Database database, AtomicInteger left, int batch) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url() + PLANS);
                PreparedStatement append = connection.prepareStatement(APPEND)) {
            for (int taken = take(left, batch); taken > 0; taken = take(left, batch)) {
                runs(connection, append, taken);
            }
        }
        return null;
    }

    private static int take(AtomicInteger left, int batch) {
        return Math.min(batch, Math.max(0, left.getAndAdd(-batch)));
    }

    private static void runs(Connection connection, PreparedStatement append, int count) throws SQLException {
        long millis = System.currentTimeMillis();
        List<UUID> sorted = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            UUID random = UUID.randomUUID();
            sorted.add(new UUID(
                    millis << 16 | 0x7000 | (random.getMostSignificantBits() & 0xFFF),
                    random.getLeastSignificantBits()));
        }
        sorted.sort((a, b) -> a.toString().compareTo(b.toString()));
        UUID[] ids = sorted.toArray(UUID[]::new);
        byte[][] bodies = new byte[count][];
        Arrays.fill(bodies, BODY);
        UUID[] last = new UUID[count];
        for (int base = 0; base < APPENDS; base++) {
            UUID[] appends = new UUID[count];
            Arrays.setAll(appends, i -> UUID.randomUUID());
            Integer[] bases = new Integer[count];
            Arrays.fill(bases, base);
            String[] at = new String[count];
            Arrays.fill(at, Instant.now().toString());
            append.setArray(1, connection.createArrayOf("uuid", ids));
            append.setArray(2, connection.createArrayOf("int4", bases));
            append.setArray(3, connection.createArrayOf("uuid", last));
            append.setArray(4, connection.createArrayOf("uuid", appends));
            append.setArray(5, connection.createArrayOf("timestamptz", at));
            append.setArray(6, connection.createArrayOf("bytea", bodies));
            won(append, count);
            last = appends;
        }
    }

    private static void won(PreparedStatement append, int count) throws SQLException {
        int won = 0;
        try (ResultSet rows = append.executeQuery()) {
            while (rows.next()) {
                won++;
            }
        }
        if (won != count) {
            throw new IllegalStateException((count - won) + " appends lost that nobody competed with");
        }
    }
}
