// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.RunRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs that have ended, by when they did. */
final class PgEnded {

    /** Each name is found by one look into an index, however many runs there are of it. */
    static final String PIPELINES = """
            WITH RECURSIVE p (name) AS (
              SELECT min(r.pipeline) FROM pawl.run r
              UNION ALL
              SELECT (SELECT min(r.pipeline) FROM pawl.run r WHERE r.pipeline > p.name) FROM p WHERE p.name IS NOT NULL)
            SELECT name FROM p WHERE name IS NOT NULL
            """;

    static final String BY = """
            SELECT * FROM pawl.run WHERE pipeline = ? AND finished_at IS NOT NULL AND finished_at <= ? AND (finished_at, id) > (?, ?)
            ORDER BY finished_at, id LIMIT ?
            """;

    static final String COUNT = "SELECT count(*) FROM pawl.run WHERE pipeline = ? AND finished_at IS NOT NULL";

    private static final UUID FIRST = new UUID(0, 0);

    private static final Instant EVER = Instant.parse("0001-01-01T00:00:00Z");

    private PgEnded() {}

    static List<String> pipelines(PgSession session) throws SQLException {
        return session.bind(PIPELINES).list(row -> row.getString("name"));
    }

    /** The first that ended by then, after that one. */
    static List<RunRow> by(PgSession session, String pipeline, Instant by, @Nullable RunRow after, int limit)
            throws SQLException {
        Instant end = after == null ? null : after.finishedAt();
        PgBound bound = session.bind(BY)
                .text(pipeline)
                .time(by)
                .time(end == null ? EVER : end)
                .id(after == null ? FIRST : after.id());
        return bound.integer(limit).list(PgRunRows::map);
    }

    static int count(PgSession session, String pipeline) throws SQLException {
        return Objects.requireNonNull(session.bind(COUNT).text(pipeline).first(row -> row.getInt(1)));
    }
}
