// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.spi.ProcessMark;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The workers' table. Who lives is not in it: that is a lock. */
final class Workers {

    private static final String FORGET = """
            DELETE FROM worker
            WHERE NOT EXISTS (SELECT 1 FROM run INDEXED BY run_active WHERE active = 1 AND owner = worker.id)
            """;

    private static final String ENTER = """
            INSERT INTO worker (id, name, host, pid, since, boot, pid_space, started, address)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING
            """;

    private static final String PULSE = "UPDATE worker SET pulse = ? WHERE id = ?";

    private static final String DRAIN = "UPDATE worker SET drained = 1 WHERE id = ?";

    private static final String LIST = """
            SELECT id, name, host, pid, since, boot, pid_space, started, address, drained, pulse FROM worker
            WHERE id = ? OR id IN (SELECT owner FROM run INDEXED BY run_active WHERE active = 1)
            ORDER BY since DESC, id DESC
            """;

    private Workers() {}

    /** Writes the worker, and forgets those that own nothing and what all others held. */
    static boolean enter(Session session, WorkerInfo worker) throws SQLException {
        session.bind(FORGET).update();
        session.bind("DELETE FROM slot").update();
        session.bind("DELETE FROM admission").update();
        ProcessMark process = worker.process();
        return session.bind(ENTER)
                        .id(worker.id())
                        .text(worker.name())
                        .text(worker.host())
                        .number(worker.pid())
                        .time(worker.since())
                        .text(process == null ? null : process.boot())
                        .text(process == null ? null : process.space())
                        .number(process == null ? 0 : process.start())
                        .text(worker.address())
                        .update()
                > 0;
    }

    static boolean pulse(Session session, WorkerInfo worker, byte[] pulse) throws SQLException {
        return session.bind(PULSE).bytes(pulse).id(worker.id()).update() > 0;
    }

    static boolean drain(Session session, WorkerInfo worker) throws SQLException {
        return session.bind(DRAIN).id(worker.id()).update() > 0;
    }

    static List<WorkerRow> list(Session session, @Nullable UUID alive) throws SQLException {
        return session.bind(LIST).id(alive).list(row -> {
            UUID id = Columns.idOf(row, "id");
            String boot = row.getString("boot");
            WorkerInfo worker = new WorkerInfo(
                    id,
                    row.getString("name"),
                    row.getString("host"),
                    row.getLong("pid"),
                    Columns.timeOf(row, "since"),
                    boot == null ? null : new ProcessMark(boot, row.getString("pid_space"), row.getLong("started")),
                    row.getString("address"));
            return new WorkerRow(worker, id.equals(alive), row.getBoolean("drained"), row.getBytes("pulse"));
        });
    }
}
