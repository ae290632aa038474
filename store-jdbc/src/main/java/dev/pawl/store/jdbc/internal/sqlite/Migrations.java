// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.spi.StoreException;
import dev.pawl.spi.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** Brings the tables up to this version; {@code PRAGMA user_version} says how many steps were done. */
final class Migrations {

    /** Released steps never change; new ones are added at the end. */
    private static final List<String> STEPS = List.of(
            "V1__runs.sql",
            "V2__worker_draining.sql",
            "V3__worker_process.sql",
            "V4__queue.sql",
            "V5__limits.sql",
            "V6__retry.sql",
            "V7__keep.sql",
            "V8__documents.sql",
            "V9__tickets.sql",
            "V10__keep.sql",
            "V11__keep.sql");

    /** "PAWL" */
    private static final int APPLICATION = 0x5041574C;

    private Migrations() {}

    /** Changes nothing, and looks at one moment: another process may be making the tables just now. */
    static void refuseForeign(Session session, Path database) throws SQLException {
        session.snapshot(all -> {
            checkOurs(all, database);
            return null;
        });
    }

    private static void checkOurs(Session session, Path database) throws SQLException {
        int version = pragma(session, "PRAGMA user_version");
        int application = pragma(session, "PRAGMA application_id");
        int tables = pragma(session, "SELECT count(*) FROM sqlite_schema");
        if (application != APPLICATION && (application != 0 || version != 0 || tables != 0)) {
            throw new StoreException(
                    Kind.BROKEN,
                    database + " is the database of another program, with " + tables + " tables and indexes of its own",
                    "Name another folder",
                    null);
        }
        if (version > STEPS.size()) {
            throw new StoreException(
                    Kind.BROKEN,
                    "the database " + database + " has schema " + version + ", this version of Pawl knows up to "
                            + STEPS.size(),
                    "Use the newer Pawl that made it, or a backup from before",
                    null);
        }
    }

    /** For who cannot change the tables. */
    static void refuseOlder(Session session, Path database) throws SQLException {
        int version = pragma(session, "PRAGMA user_version");
        if (version < STEPS.size()) {
            throw new StoreException(
                    Kind.UNAVAILABLE,
                    "the tables of " + database
                            + " are those of an older version of Pawl, and its folder cannot be written"
                            + " to, so they cannot be brought up to date",
                    "Look with that version, or let " + System.getProperty("user.name") + " write to the folder",
                    null);
        }
    }

    static void run(Session session, Path database) throws SQLException {
        int version = pragma(session, "PRAGMA user_version");
        if (version < STEPS.size()) {
            try (Upgrade upgrade = new Upgrade(database)) {
                if (version > 0) {
                    upgrade.refuseUnderWorker();
                }
                session.transaction(all -> {
                    int done = pragma(all, "PRAGMA user_version"); // others may have been quicker
                    if (done > 0 && done < STEPS.size()) {
                        upgrade.begin();
                    }
                    steps(all, done);
                    return STEPS.size();
                });
            }
        }
    }

    private static void steps(Session all, int from) throws SQLException {
        for (int done = from; done < STEPS.size(); done++) {
            for (String statement : script(STEPS.get(done)).split(";\n", -1)) {
                if (!statement.isBlank()) {
                    all.execute(statement);
                }
            }
            all.execute("PRAGMA user_version = " + (done + 1));
        }
        all.execute("PRAGMA application_id = " + APPLICATION);
    }

    private static int pragma(Session session, String sql) throws SQLException {
        return Objects.requireNonNull(session.bind(sql).first(row -> row.getInt(1)));
    }

    private static String script(String name) {
        try (InputStream in = Objects.requireNonNull(Migrations.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
