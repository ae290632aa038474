// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.store.jdbc.internal.sql.Codes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The index of runs. What a row cannot be, its table does not let in; so each can be read. */
final class PgRunRows {

    private PgRunRows() {}

    static @Nullable RunRow row(PgSession session, UUID run) throws SQLException {
        return session.bind("SELECT * FROM pawl.run WHERE id = ?").id(run).first(PgRunRows::map);
    }

    static List<RunRow> find(PgSession session, RunQuery query) throws SQLException {
        return new PgFindSql(query).bind(session).list(PgRunRows::map);
    }

    private static RunRow map(ResultSet row) throws SQLException {
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
                PgColumns.time(row, "finished_at"));
    }
}
