// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.spi.RetryRow;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.StoreException.Kind;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows that are written anew from journals. */
final class SqliteMending {

    private static final String LATEST = """
            SELECT 1 FROM run_event WHERE run_id = ?1 AND seq = ?2 AND append_id = ?3
              AND NOT EXISTS (SELECT 1 FROM run_event WHERE run_id = ?1 AND seq = ?2 + 1)
            """;

    /** What no append ever changes. */
    private static final String FIXED =
            "UPDATE run SET pipeline = ?, key = ?, user_id = ?, created_at = ?, priority = ?, due_at = ?, root = ?, parent = ?,"
                    + " retry_from = ?, depth = ? WHERE id = ?";

    static final String JOURNALS = "SELECT DISTINCT run_id FROM run_event WHERE run_id > ? ORDER BY run_id LIMIT ?";

    private SqliteMending() {}

    /** Ids of runs that have journals. */
    static List<UUID> journals(Session session, @Nullable UUID after, int limit) throws SQLException {
        return session.bind(JOURNALS)
                .bytes(after == null ? new byte[0] : Columns.bytes(after))
                .number(limit)
                .list(row -> Columns.idOf(row, "run_id"));
    }

    /** False where that is no longer the latest entry of the run. */
    static boolean mend(Session session, RunRow row, int seq, UUID appendId) throws SQLException {
        Boolean latest =
                session.bind(LATEST).id(row.id()).number(seq).id(appendId).first(found -> true);
        if (latest == null) {
            return false;
        }
        Long number =
                session.bind("SELECT number FROM run WHERE id = ?").id(row.id()).first(found -> found.getLong(1));
        RetryRow retry = row.retry();
        try {
            if (number != null) {
                session.bind(FIXED)
                        .text(row.pipeline())
                        .text(row.key())
                        .text(row.user())
                        .time(row.createdAt())
                        .number(row.priority())
                        .time(row.notBefore())
                        .id(retry == null ? null : retry.root())
                        .id(retry == null ? null : retry.parent())
                        .text(retry == null ? null : retry.from())
                        .number(retry == null ? 0 : retry.depth())
                        .id(row.id())
                        .update();
            }
            long unused = RunRows.write(session, row, number == null ? 0 : number);
        } catch (SQLException e) {
            if (!Failures.isOfTheRow(e)) {
                throw e;
            }
            throw new StoreException(Kind.BROKEN, "the database refuses it: " + e.getMessage(), e);
        }
        return true;
    }
}
