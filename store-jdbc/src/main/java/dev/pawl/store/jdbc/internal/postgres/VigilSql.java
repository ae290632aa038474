// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.ProcessMark;
import dev.pawl.spi.Renewal;
import dev.pawl.spi.Sighting;
import dev.pawl.spi.Sighting.Lock;
import dev.pawl.spi.Sightings;
import dev.pawl.spi.WorkerInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Leases and locks of workers. All times are the database's.
 *
 * <p>A worker takes its lock first and writes its session row after that, so where the row is there, of this start of the
 * database, the lock was held; if it is free now, its holder's connection has ended since.
 */
final class VigilSql {

    private static final String KNOW_START = """
            WITH old AS (DELETE FROM pawl.database_start WHERE boot <> pg_postmaster_start_time())
            INSERT INTO pawl.database_start (boot, seen) VALUES (pg_postmaster_start_time(), clock_timestamp())
            ON CONFLICT (boot) DO NOTHING
            """;

    private static final String LOCK = "SELECT pg_try_advisory_lock(?)";

    private static final String UNLOCK = "SELECT pg_advisory_unlock(?)";

    private static final String ENTER = """
            INSERT INTO pawl.worker (id, name, host, pid, since, boot, pid_space, started, address, connections, lock, lease,
              lease_until)
            SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, l.lease, clock_timestamp() + l.lease
            FROM (SELECT ?::bigint * interval '1 microsecond' AS lease) l
            ON CONFLICT (id) DO NOTHING
            """;

    private static final String SESSION = """
            INSERT INTO pawl.worker_session (worker, boot)
            SELECT id, pg_postmaster_start_time() FROM pawl.worker WHERE id = ? AND dead_at IS NULL
            ON CONFLICT (worker) DO UPDATE SET boot = excluded.boot
            """;

    private static final String RENEW = """
            UPDATE pawl.worker SET lease_until = clock_timestamp() + lease WHERE id = ? AND dead_at IS NULL
            RETURNING lease_until, lease_until - lease AS now
            """;

    private static final String LEAVE = """
            WITH s AS (DELETE FROM pawl.worker_session WHERE worker = ?)
            UPDATE pawl.worker SET dead_at = clock_timestamp(), dead_how = 'left' WHERE id = ? AND dead_at IS NULL
            """;

    /** A bigint key is in two halves there. */
    private static final String LOOK = """
            WITH l AS MATERIALIZED (
              SELECT (classid::bigint << 32) | objid::bigint AS key FROM pg_locks
              WHERE locktype = 'advisory' AND objsubid = 1 AND granted
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
            SELECT w.*, (extract(epoch FROM w.lease) * 1000000)::bigint AS lease_micros, s.boot IS NOT NULL AS here,
              w.lock IN (SELECT key FROM l) AS held
            FROM pawl.worker w LEFT JOIN pawl.worker_session s ON s.worker = w.id AND s.boot = pg_postmaster_start_time()
            WHERE w.dead_at IS NULL ORDER BY w.since DESC, w.id DESC
            """;

    private static final String NOW = """
            SELECT clock_timestamp() AS now, coalesce(
              (SELECT seen FROM pawl.database_start WHERE boot = pg_postmaster_start_time()), clock_timestamp()) AS up
            """;

    private static final String CHANGES = "SELECT last_value + is_called::int FROM pawl.foreign_change";

    private static final String SLOTS = "SELECT last_value + is_called::int FROM pawl.slot_change";

    private static final String TRANSACTIONS = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint";

    private VigilSql() {}

    static void knowStart(PgSession session) throws SQLException {
        session.bind(KNOW_START).update();
    }

    static boolean lock(PgSession session, UUID worker) throws SQLException {
        return Boolean.TRUE.equals(session.bind(LOCK).number(key(worker)).first(row -> row.getBoolean(1)));
    }

    static void unlock(PgSession session, UUID worker) throws SQLException {
        session.bind(UNLOCK).number(key(worker)).first(row -> row.getBoolean(1));
    }

    static void enter(PgSession session, WorkerInfo worker, Duration lease, String connections) throws SQLException {
        ProcessMark process = worker.process();
        session.bind(ENTER)
                .id(worker.id())
                .text(worker.name())
                .text(worker.host())
                .number(worker.pid())
                .time(worker.since())
                .text(process == null ? null : process.boot())
                .text(process == null ? null : process.space())
                .number(process == null ? 0 : process.start())
                .text(worker.address())
                .text(connections)
                .number(key(worker.id()))
                .number(lease.toNanos() / 1000)
                .update();
    }

    /** Whether it is not declared dead. */
    static boolean present(PgSession session, UUID worker) throws SQLException {
        return session.bind(SESSION).id(worker).update() > 0;
    }

    static Renewal renew(PgSession session, UUID worker) throws SQLException {
        Renewal renewed = session.bind(RENEW)
                .id(worker)
                .first(row -> new Renewal.Renewed(PgColumns.timeOf(row, "now"), PgColumns.timeOf(row, "lease_until")));
        return renewed == null ? new Renewal.Gone() : renewed;
    }

    static void leave(PgSession session, UUID worker) throws SQLException {
        session.bind(LEAVE).id(worker).id(worker).update();
    }

    /** The clock is read before the leases are: none seems shorter than it is. */
    static Sightings look(PgSession session, UUID observer, boolean seesLocks) throws SQLException {
        Instant[] times = Objects.requireNonNull(session.bind(NOW)
                .first(row -> new Instant[] {PgColumns.timeOf(row, "now"), PgColumns.timeOf(row, "up")}));
        List<Sighting> workers = session.bind(LOOK)
                .list(row -> new Sighting(
                        PgWorkers.worker(row),
                        Duration.of(row.getLong("lease_micros"), ChronoUnit.MICROS),
                        PgColumns.timeOf(row, "lease_until"),
                        !seesLocks
                                ? Lock.UNKNOWN
                                : row.getBoolean("held")
                                        ? Lock.HELD
                                        : row.getBoolean("here") ? Lock.FREE : Lock.UNKNOWN));
        return new Sightings(observer, times[0], times[1], workers);
    }

    /** Counts what concerns others than who appended it. */
    static long changes(PgSession session) throws SQLException {
        return Objects.requireNonNull(session.bind(CHANGES).first(row -> row.getLong(1)));
    }

    /** Counts slots given to others than who gave them. */
    static long slots(PgSession session) throws SQLException {
        return Objects.requireNonNull(session.bind(SLOTS).first(row -> row.getLong(1)));
    }

    /** Counts everything that is written, of whatever kind and by whomever. */
    static long transactions(PgSession session) throws SQLException {
        return Objects.requireNonNull(session.bind(TRANSACTIONS).first(row -> row.getLong(1)));
    }

    private static long key(UUID worker) {
        return worker.getMostSignificantBits() ^ worker.getLeastSignificantBits();
    }
}
