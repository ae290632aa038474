// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Content;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.AdmissionWish;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.SlotWish;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How statements are executed on 100,000 runs: by indexes, however old or new what the planner knows of the tables is. */
@Timeout(120)
@Tag("C14")
class PgPlansTest {

    private static final String RUNS = """
            INSERT INTO pawl.run (id, pipeline, version, key, user_id, status, active, holds_key, owner, epoch, degraded, labels,
              created_at, priority, finished_at)
            SELECT ('0199' || lpad(to_hex(i), 8, '0') || '70008000000000000000')::uuid, 'p' || i % 7, 1, 'k' || i, 'u' || i % 100,
              CASE WHEN i % 100 = 0 THEN 1 ELSE 4 END, i % 100 = 0, i % 100 = 0,
              CASE WHEN i % 200 = 0 THEN gen_random_uuid() END, 1, false, '{}', now(), 0,
              CASE WHEN i % 100 <> 0 THEN timestamptz '2020-01-01 00:00:00Z' + (i / 7) * interval '1 second' END
            FROM generate_series(1, 100000) i
            """;

    private static final String EVENTS = """
            INSERT INTO pawl.run_event SELECT id, 1, gen_random_uuid(), 1, now(), 'x' FROM pawl.run
            """;

    private static String database;
    private static Connection connection;

    @BeforeAll
    static void fill() throws SQLException {
        database = Server.shared().database();
        for (String table : List.of(
                "run",
                "run_event",
                "payload",
                "payload_chunk",
                "slot",
                "admission",
                "run_begin",
                "worker",
                "checkpoint")) {
            Server.run(
                    database,
                    "ALTER TABLE pawl." + table
                            + " SET (autovacuum_enabled = off)"); // statistics are as each test makes them
        }
        Server.run(database, RUNS);
        Server.run(database, EVENTS);
        connection =
                new Sessions(Source.of(database), "plans").appending().open().connection();
    }

    @AfterAll
    static void empty() throws SQLException {
        connection.close();
        Server.shared().database();
    }

    static Stream<RunQuery> queries() {
        UUID after = UUID.fromString("01990000-c350-7000-8000-000000000000");
        return Stream.of(
                RunQuery.newest(20),
                RunQuery.active(20),
                RunQuery.ofRoot(UUID.fromString("01990000-c350-7000-8000-000000000000"), 20),
                RunQuery.newest(20).olderThan(after),
                new RunQuery("p3", null, null, null, null, null, null, 20),
                new RunQuery("p3", null, "k7", null, null, null, null, 20),
                new RunQuery(null, RunStatus.FAILED, null, null, null, null, null, 20),
                new RunQuery(null, null, null, "u7", null, null, after, 20),
                RunQuery.ofKey("k7", 20),
                RunQuery.text("k77", 20),
                RunQuery.named("77", 20),
                RunQuery.named("0199", 20));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void listsAreReadFromAnIndex(RunQuery query) throws SQLException {
        assertByIndex(explain(new PgFindSql(query).sql()));
    }

    /** Of 500 that wait the first three are looked at, for each of them also whether one of its key runs. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsClaimableIsFoundInTheOrderOfTheQueue(boolean analyzed) throws SQLException {
        if (analyzed) {
            Server.run(database, "ANALYZE pawl.run");
        }
        assertThat(touched("run", session -> PgRunRows.claimable(session, Instant.now(), 3, Set.of("p6"))))
                .isBetween(3L, 20L);
    }

    /** What a worker asks for now and again sees active runs only, of which there are few. */
    @ParameterizedTest
    @ValueSource(strings = {PgRunRows.OWNED_BY_OTHERS, PgRunRows.WAITS, PgWorkers.LIST, PgWorkers.FORGET})
    void aSweepReadsNoHistory(String sql) throws SQLException {
        List<String> plan = explain(sql);
        assertThat(plan)
                .as(String.join("\n", plan))
                .noneMatch(line -> line.contains("Seq Scan on run"))
                .filteredOn(line -> line.contains("Index") && line.contains(" on run"))
                .allMatch(line ->
                        line.contains("run_active") || line.contains("run_queue") || line.contains("run_in_line"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void appendsTouchTheirOwnRowsOnly(boolean analyzed) throws SQLException {
        if (analyzed) {
            Server.run(database, "ANALYZE pawl.run; ANALYZE pawl.run_event; ANALYZE pawl.checkpoint");
        }
        for (boolean rows : new boolean[] {false, true}) {
            for (boolean drops : new boolean[] {false, true}) {
                assertByIndex(explain(AppendSql.of(rows, drops, false, true)));
                assertByIndex(explain(AppendSql.of(rows, drops, false, false)));
                assertByIndex(explain(AppendSql.of(rows, drops, true, false)));
            }
        }
    }

    /** Of 99,000 runs that ended, three did so by then; the names of seven pipelines are found one by one. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("D6")
    void whatIsPrunedIsFoundByItsEnd(boolean analyzed) throws SQLException {
        if (analyzed) {
            Server.run(database, "ANALYZE pawl.run");
        }
        assertByIndex(explain(PgEnded.BY));
        assertThat(explain(PgEnded.BY)).anyMatch(line -> line.contains("run_ended"));
        assertByIndex(explain(PgEnded.PIPELINES));
        Instant by = Instant.parse("2020-01-01T00:00:03Z");
        assertThat(touched("run", session -> PgEnded.by(session, "p3", by, null, 500)))
                .isBetween(1L, 10L);
        assertThat(touched("run", PgEnded::pipelines)).isBetween(7L, 100L);
    }

    /** Of 100,000 runs a thousand run, of all pipelines; those alone are looked at. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("B7")
    void whatMayBeginIsDecidedByWhatRuns(boolean analyzed) throws SQLException {
        UUID worker = worker();
        if (analyzed) {
            Server.run(database, "ANALYZE pawl.run; ANALYZE pawl.admission; ANALYZE pawl.run_begin");
        }
        AdmissionWish wish = new AdmissionWish("p3", UUID.randomUUID(), 500, 9, Duration.ofHours(1), false, 0);
        assertThat(touched("run", session -> PgAdmissions.admit(session, wish, worker)))
                .isBetween(1_000L, 1_010L);
    }

    /** What a retry reads of the run it takes up: its journal in one range of an index, and of the values each by its hash. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theStateOfARunIsReadWithoutLookingAtOthers(boolean analyzed) throws SQLException {
        Server.run(database, """
                DELETE FROM pawl.payload; DELETE FROM pawl.payload_chunk;
                INSERT INTO pawl.payload (sha, size, touched_at)
                SELECT sha256(i::text::bytea), 5, now() FROM generate_series(1, 20000) i;
                INSERT INTO pawl.payload_chunk SELECT id, n, 'x' FROM pawl.payload, generate_series(0, 2) n
                """);
        if (analyzed) {
            Server.run(database, "ANALYZE pawl.run_event; ANALYZE pawl.payload; ANALYZE pawl.payload_chunk");
        }
        for (String sql : List.of(
                PgJournal.READ, PgPayloadSql.FIND, PgPayloadSql.READ, PgPayloadSql.READ_SHORT, PgPayloadSql.LENGTHS)) {
            assertByIndex(explain(sql));
        }
        UUID run = UUID.fromString("01990000-c350-7000-8000-000000000000");
        assertThat(touched("run_event", session -> PgJournal.read(session, run, 0, 1000)))
                .isEqualTo(1);
        List<Content> contents = Server.list(database, "SELECT encode(sha, 'hex') FROM pawl.payload LIMIT 200").stream()
                .map(sha -> new Content(sha, 5))
                .toList();
        assertThat(touched("payload", session -> PgPayloadSql.readShort(session, contents)))
                .isEqualTo(200);
        assertThat(touched("payload_chunk", session -> PgPayloadSql.readShort(session, contents)))
                .isEqualTo(200);
    }

    /** Of 2,000 that wait the first two are looked at. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("B7")
    void whoIsNextIsFoundWithoutLookingAtAllThatWait(boolean analyzed) throws SQLException {
        UUID worker = worker();
        Server.run(database, """
                INSERT INTO pawl.slot (name, holder, worker, most, priority, held, since)
                SELECT 'gpu', 'h' || i, '%s', 2, i %% 3, i > 1998, now() FROM generate_series(1, 2000) i
                """.formatted(worker));
        if (analyzed) {
            Server.run(database, "ANALYZE pawl.slot; ANALYZE pawl.worker");
        }
        assertThat(touched("slot", session -> PgSlots.wish(session, new SlotWish("gpu", "mine", 2, 0), worker, "x")))
                .isBetween(1L, 20L);
        assertThat(touched(
                        "slot", session -> PgSlots.giveBack(session, new SlotWish("gpu", "h2000", 2, 0), worker, "x")))
                .isBetween(1L, 20L);
    }

    private static UUID worker() {
        UUID id = UUID.randomUUID();
        Server.run(database, "DELETE FROM pawl.worker");
        Server.run(database, """
                INSERT INTO pawl.worker (id, name, host, pid, since, started, connections, lock, lease, lease_until)
                VALUES ('%s', 'w', 'h', 1, now(), 0, 'c', 1, '15s', now())
                """.formatted(id));
        return id;
    }

    /** How many rows of a table are read, once the plan is one for any values. */
    private static long touched(String table, Deed deed) throws SQLException {
        String count =
                "SELECT coalesce(idx_tup_fetch, 0) + seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = '"
                        + table + "' AND schemaname = 'pawl'";
        try (PgSession session =
                new Sessions(Source.of(database), "limits").others().open()) {
            session.connection().setAutoCommit(false);
            long touched = 0;
            for (int i = 0; i < 8; i++) {
                long before = number(session, count);
                deed.on(session);
                touched = number(session, count) - before;
                session.connection().rollback();
            }
            return touched;
        }
    }

    private static long number(PgSession session, String sql) throws SQLException {
        Long number = session.bind(sql).first(row -> row.getLong(1));
        return number == null ? 0 : number;
    }

    private interface Deed {
        void on(PgSession session) throws SQLException;
    }

    private static void assertByIndex(List<String> plan) {
        assertThat(plan)
                .as(String.join("\n", plan))
                .noneMatch(line -> line.contains("Seq Scan"))
                .noneMatch(line -> line.contains("Merge Join"))
                .anyMatch(line -> line.contains("Index"));
    }

    /** As a prepared statement is planned whose parameters are not known. */
    private static List<String> explain(String sql) throws SQLException {
        StringBuilder numbered = new StringBuilder();
        int n = 0;
        for (int i = 0; i < sql.length(); i++) {
            numbered.append(sql.charAt(i) == '?' ? "$" + ++n : sql.substring(i, i + 1));
        }
        List<String> plan = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("PREPARE plan AS " + numbered);
            String nulls = n == 0 ? "" : "(" + "NULL, ".repeat(n - 1) + "NULL)";
            try (ResultSet rows = statement.executeQuery("EXPLAIN (COSTS OFF) EXECUTE plan" + nulls)) {
                while (rows.next()) {
                    plan.add(rows.getString(1));
                }
            } finally {
                statement.execute("DEALLOCATE plan");
            }
        }
        return plan;
    }
}
