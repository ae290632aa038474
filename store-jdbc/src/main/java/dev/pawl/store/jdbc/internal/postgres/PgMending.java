// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.RetryRow;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.StoreException.Kind;
import dev.pawl.store.jdbc.internal.sql.Codes;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows that are written anew from journals. */
final class PgMending {

    private static final String MEND = """
            INSERT INTO pawl.run AS t (id, pipeline, version, key, user_id, status, active, holds_key, owner, epoch, degraded, labels,
              created_at, started_at, finished_at, priority, due_at, root, parent, retry_from, depth, holds_retry)
            SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb,
              timestamptz 'epoch' + ?::bigint * interval '1 microsecond', timestamptz 'epoch' + ?::bigint * interval '1 microsecond',
              timestamptz 'epoch' + ?::bigint * interval '1 microsecond', ?, timestamptz 'epoch' + ?::bigint * interval '1 microsecond', ?, ?, ?, ?, ?
            WHERE EXISTS (SELECT 1 FROM pawl.run_event e WHERE e.run_id = ? AND e.seq = ? AND e.append_id = ?)
              AND NOT EXISTS (SELECT 1 FROM pawl.run_event e WHERE e.run_id = ? AND e.seq = ?)
            ON CONFLICT (id) DO UPDATE SET pipeline = excluded.pipeline, version = excluded.version, key = excluded.key,
              user_id = excluded.user_id, status = excluded.status, active = excluded.active, holds_key = excluded.holds_key,
              owner = excluded.owner, epoch = excluded.epoch, degraded = excluded.degraded, labels = excluded.labels,
              created_at = excluded.created_at, started_at = excluded.started_at, finished_at = excluded.finished_at,
              priority = excluded.priority, due_at = excluded.due_at, root = excluded.root, parent = excluded.parent,
              retry_from = excluded.retry_from, depth = excluded.depth, holds_retry = excluded.holds_retry
            """;

    private static final String JOURNALS =
            "SELECT DISTINCT run_id FROM pawl.run_event WHERE run_id > ? AND epoch >= 0 ORDER BY run_id LIMIT ?";

    private static final UUID FIRST = new UUID(0, 0);

    private PgMending() {}

    /** Ids of runs that have journals. */
    static List<UUID> journals(PgSession session, @Nullable UUID after, int limit) throws SQLException {
        return session.bind(JOURNALS)
                .id(after == null ? FIRST : after)
                .integer(limit)
                .list(row -> PgColumns.idOf(row, "run_id"));
    }

    /** False where that is no longer the latest entry of the run. */
    static boolean mend(PgSession session, RunRow row, int seq, UUID appendId) throws SQLException {
        PgBound bound = session.bind(MEND)
                .id(row.id())
                .text(row.pipeline())
                .integer(row.version())
                .text(row.key())
                .text(row.user())
                .integer(Codes.code(row.status()))
                .flag(row.active())
                .flag(row.holdsKey())
                .id(row.owner())
                .integer(row.epoch())
                .flag(row.degraded())
                .text(Codes.labels(row.labels()));
        time(bound, row.createdAt());
        time(bound, row.startedAt());
        time(bound, row.finishedAt());
        time(bound.integer(row.priority()), row.notBefore());
        RetryRow retry = row.retry();
        bound.id(retry == null ? null : retry.root())
                .id(retry == null ? null : retry.parent())
                .text(retry == null ? null : retry.from())
                .integer(retry == null ? 0 : retry.depth())
                .flag(retry != null && retry.holds());
        bound.id(row.id()).integer(seq).id(appendId).id(row.id()).integer(seq + 1);
        try {
            return bound.update() > 0;
        } catch (SQLException e) {
            if (!PgFailures.isOfTheRow(e)) {
                throw e;
            }
            throw new StoreException(Kind.BROKEN, "the database refuses it: " + e.getMessage(), e);
        }
    }

    private static void time(PgBound bound, @Nullable Instant time) throws SQLException {
        Long micros = PgColumns.micros(time);
        PgBound unused = bound.text(micros == null ? null : micros.toString());
    }
}
