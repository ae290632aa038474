// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.RetryRow;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.Waits;
import dev.pawl.store.jdbc.internal.sql.Codes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The index of runs. What a row cannot be, its table does not let in; so each can be read. */
final class PgRunRows {

    private static final String CLAIMABLE = "SELECT * FROM pawl.claimable(?, ?::text[], ?)";

    static final String OWNED_BY_OTHERS = """
            SELECT * FROM pawl.run
            WHERE active AND owner IS NOT NULL AND owner <> ALL (?::uuid[]) AND id < ? ORDER BY id DESC LIMIT ?
            """;

    /** A line for when the first is due, and one for each key that is waited for. */
    static final String WAITS = """
            (SELECT NULL AS pipeline, NULL AS key, min(due_at) AS due_at FROM pawl.run
             WHERE active AND owner IS NULL AND status <> 2 AND due_at > ?)
            UNION ALL
            (SELECT DISTINCT pipeline, key, NULL::timestamptz FROM pawl.run
             WHERE active AND owner IS NULL AND status <> 2 AND key IS NOT NULL AND NOT holds_key LIMIT ?)
            """;

    private static final UUID LAST = new UUID(-1, -1);

    private PgRunRows() {}

    static @Nullable RunRow row(PgSession session, UUID run) throws SQLException {
        return session.bind("SELECT * FROM pawl.run WHERE id = ?").id(run).first(PgRunRows::map);
    }

    static List<RunRow> find(PgSession session, RunQuery query) throws SQLException {
        return new PgFindSql(query).bind(session).list(PgRunRows::map);
    }

    static List<RunRow> claimable(PgSession session, Instant now, int limit, Set<String> except) throws SQLException {
        return session.bind(CLAIMABLE)
                .time(now)
                .array("text", except.toArray(String[]::new))
                .integer(limit)
                .list(PgRunRows::map);
    }

    static List<RunRow> ownedByOthers(PgSession session, Set<UUID> than, @Nullable UUID after, int limit)
            throws SQLException {
        return session.bind(OWNED_BY_OTHERS)
                .array("uuid", than.toArray())
                .id(after == null ? LAST : after)
                .integer(limit)
                .list(PgRunRows::map);
    }

    static Waits waits(PgSession session, Instant now, int limit) throws SQLException {
        Instant due = null;
        Set<Waits.Line> lines = new HashSet<>();
        for (Waiting row : session.bind(WAITS).time(now).integer(limit).list(Waiting::of)) {
            due = row.due == null ? due : row.due;
            if (row.key != null) {
                lines.add(new Waits.Line(String.valueOf(row.pipeline), row.key));
            }
        }
        return new Waits(due, lines);
    }

    private record Waiting(
            @Nullable String pipeline,
            @Nullable String key,
            @Nullable Instant due) {

        static Waiting of(ResultSet row) throws SQLException {
            return new Waiting(row.getString("pipeline"), row.getString("key"), PgColumns.time(row, "due_at"));
        }
    }

    static RunRow map(ResultSet row) throws SQLException {
        return new RunRow(
                PgColumns.idOf(row, "id"),
                row.getLong("number"),
                row.getString("pipeline"),
                row.getInt("version"),
                row.getString("key"),
                Codes.status(row.getInt("status")),
                row.getBoolean("active"),
                row.getBoolean("holds_key"),
                PgColumns.id(row, "owner"),
                row.getInt("epoch"),
                row.getString("user_id"),
                row.getBoolean("degraded"),
                Codes.labels(row.getString("labels")),
                PgColumns.timeOf(row, "created_at"),
                PgColumns.time(row, "started_at"),
                PgColumns.time(row, "finished_at"),
                row.getInt("priority"),
                PgColumns.time(row, "due_at"),
                retry(row));
    }

    private static @Nullable RetryRow retry(ResultSet row) throws SQLException {
        UUID parent = PgColumns.id(row, "parent");
        return parent == null
                ? null
                : new RetryRow(
                        PgColumns.idOf(row, "root"),
                        parent,
                        row.getString("retry_from"),
                        row.getInt("depth"),
                        row.getBoolean("holds_retry"));
    }
}
