// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.StoreException;
import dev.pawl.spi.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** Brings the schema up to this version; a table of it says which steps were done. All that are missing are one transaction. */
final class PgMigrations {

    /** Released steps never change; new ones are added at the end. */
    private static final List<String> STEPS = List.of(
            "V1__runs.sql",
            "V2__limits.sql",
            "V3__retry.sql",
            "V4__keep.sql",
            "V5__documents.sql",
            "V6__tickets.sql",
            "V7__keep.sql",
            "V8__keep.sql",
            "V9__keep.sql",
            "V10__keep.sql");

    /** One look at the catalog itself: what is looked up by name may be out of a cache, and was not there a moment ago. */
    private static final String TABLES =
            "SELECT count(*), count(*) FILTER (WHERE tablename = 'schema_step') FROM pg_tables WHERE schemaname = 'pawl'";

    private static final String VERSION = "SELECT coalesce(max(step), 0) FROM pawl.schema_step";

    /** Another process may be at it just now. */
    private static final String ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(5783517)::text";

    private static final String BEGIN = """
            CREATE SCHEMA IF NOT EXISTS pawl;
            CREATE TABLE pawl.schema_step (step integer PRIMARY KEY, name text NOT NULL, done_at timestamptz NOT NULL)
            """;

    private static final String DONE = "INSERT INTO pawl.schema_step VALUES (?, ?, now())";

    private PgMigrations() {}

    static void run(Sessions sessions, String place) throws SQLException {
        try (PgSession session = sessions.patient()) {
            if (version(session, place) < STEPS.size()) {
                migrate(session, place);
            }
        }
    }

    private static void migrate(PgSession session, String place) throws SQLException {
        Connection connection = session.connection();
        connection.setAutoCommit(false);
        try {
            session.bind(ONE_AT_A_TIME).first(row -> row.getString(1));
            int done = version(session, place);
            if (done == 0) {
                session.execute(BEGIN);
            }
            for (; done < STEPS.size(); done++) {
                session.execute(script(STEPS.get(done)));
                session.bind(DONE).integer(done + 1).text(STEPS.get(done)).update();
            }
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** Changes nothing. */
    private static int version(PgSession session, String place) throws SQLException {
        int[] tables = session.bind(TABLES)
                .list(row -> new int[] {row.getInt(1), row.getInt(2)})
                .getFirst();
        if (tables[0] == 0) {
            return 0;
        }
        if (tables[1] == 0) {
            throw new StoreException(
                    Kind.BROKEN,
                    place + " has a schema pawl of another program, with " + tables[0] + " tables of its own",
                    "Name another database",
                    null);
        }
        int version = session.bind(VERSION).list(row -> row.getInt(1)).getFirst();
        if (version > STEPS.size()) {
            throw new StoreException(
                    Kind.BROKEN,
                    "the database " + place + " has schema " + version + ", this version of Pawl knows up to "
                            + STEPS.size(),
                    "Use the newer Pawl that made it, or a backup from before",
                    null);
        }
        return version;
    }

    private static String script(String name) {
        try (InputStream in = Objects.requireNonNull(PgMigrations.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
