// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;

/** Who does what one worker at a time does. Times are the database's. */
final class PgTurns {

    private static final String TAKE = """
            INSERT INTO pawl.turn AS t (name, at) VALUES (?, now())
            ON CONFLICT (name) DO UPDATE SET at = excluded.at WHERE t.at <= excluded.at - ? * interval '1 millisecond'
            """;

    private static final String DUE = """
            SELECT NOT EXISTS (SELECT 1 FROM pawl.turn WHERE name = ? AND at > now() - ? * interval '1 millisecond')
            """;

    private PgTurns() {}

    static boolean due(PgSession session, String name, Duration every) throws SQLException {
        return Objects.requireNonNull(
                session.bind(DUE).text(name).number(every.toMillis()).first(row -> row.getBoolean(1)));
    }

    static boolean take(PgSession session, String name, Duration every) throws SQLException {
        return session.bind(TAKE).text(name).number(every.toMillis()).update() > 0;
    }
}
