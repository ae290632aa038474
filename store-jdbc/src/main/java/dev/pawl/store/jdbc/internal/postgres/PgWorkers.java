// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.ProcessMark;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The workers' table: who is there, what it last said, who was declared dead. */
final class PgWorkers {

    static final String FORGET = """
            DELETE FROM pawl.worker w
            WHERE w.dead_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pawl.run WHERE active AND owner = w.id)
            """;

    private static final String PULSE = "UPDATE pawl.worker SET pulse = ? WHERE id = ?";

    private static final String DRAIN = "UPDATE pawl.worker SET drained = true WHERE id = ?";

    static final String LIST = """
            SELECT * FROM pawl.worker
            WHERE dead_at IS NULL OR id IN (SELECT owner FROM pawl.run WHERE active)
            ORDER BY since DESC, id DESC
            """;

    /** Before it is declared dead, its connections end, and with them its locks; but not where it has renewed its lease. */
    private static final String END_CONNECTIONS = """
            SELECT pg_terminate_backend(a.pid) FROM pawl.worker w JOIN pg_stat_activity a ON a.application_name = w.connections
            WHERE w.id = ? AND w.dead_at IS NULL AND w.lease_until = ? AND a.datname = current_database()
              AND w.connections <> current_setting('application_name')
            """;

    private static final String BURY = """
            UPDATE pawl.worker SET dead_at = clock_timestamp(), dead_how = ?
            WHERE id = ? AND dead_at IS NULL AND lease_until = ?
            """;

    private PgWorkers() {}

    /** Forgets the dead that own nothing. */
    static void forget(PgSession session) throws SQLException {
        session.bind(FORGET).update();
    }

    static boolean pulse(PgSession session, WorkerInfo worker, byte[] pulse) throws SQLException {
        return session.bind(PULSE).bytes(pulse).id(worker.id()).update() > 0;
    }

    static boolean drain(PgSession session, WorkerInfo worker) throws SQLException {
        return session.bind(DRAIN).id(worker.id()).update() > 0;
    }

    static List<WorkerRow> list(PgSession session) throws SQLException {
        return session.bind(LIST)
                .list(row -> new WorkerRow(
                        worker(row),
                        PgColumns.time(row, "dead_at") == null,
                        row.getBoolean("drained"),
                        row.getBytes("pulse")));
    }

    static boolean bury(PgSession session, UUID worker, Instant seenLeaseUntil, String how) throws SQLException {
        session.bind(END_CONNECTIONS).id(worker).time(seenLeaseUntil).list(row -> row.getBoolean(1));
        return session.bind(BURY).text(how).id(worker).time(seenLeaseUntil).update() > 0;
    }

    static WorkerInfo worker(ResultSet row) throws SQLException {
        String boot = row.getString("boot");
        return new WorkerInfo(
                PgColumns.idOf(row, "id"),
                row.getString("name"),
                row.getString("host"),
                row.getLong("pid"),
                PgColumns.timeOf(row, "since"),
                boot == null ? null : new ProcessMark(boot, row.getString("pid_space"), row.getLong("started")),
                row.getString("address"));
    }
}
