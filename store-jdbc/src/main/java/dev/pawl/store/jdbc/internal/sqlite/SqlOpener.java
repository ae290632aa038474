// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.store.jdbc.internal.sql.Opener;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/** Opens sessions of one kind. */
@FunctionalInterface
interface SqlOpener extends Opener<Session> {

    /** With the pause, 10 s: as long as SQLite waits elsewhere. */
    int TRIES = 1_000;

    long PAUSE_NANOS = 10_000_000;

    /**
     * The one that writes. It checks that the file is ours before it changes anything.
     *
     * <p>A checkpoint each 4,000 pages (16 MB) instead of 1,000: fewer syncs of the database file.
     */
    static SqlOpener writer(Path database) {
        return () -> opened(database.toString(), session -> {
            Migrations.refuseForeign(session, database);
            toWal(session);
            session.execute("PRAGMA synchronous = FULL");
            session.execute("PRAGMA wal_autocheckpoint = 4000");
            session.execute("PRAGMA journal_size_limit = 67108864");
            session.execute("PRAGMA cache_size = -16384");
            Migrations.run(session, database);
        });
    }

    /** One that only reads. */
    static SqlOpener reader(Path database) {
        return () -> opened(database.toString(), session -> session.execute("PRAGMA query_only = ON"));
    }

    /** One that copies it: reads, and writes another file. Its cache is small, so that the copy grows as it is made. */
    static SqlOpener copier(Path database) {
        return () -> opened(database.toString(), session -> session.execute("PRAGMA cache_size = -4096"));
    }

    /** Here alone SQLite does not wait for others by itself: several may be making the database at this moment. */
    private static void toWal(Session session) throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                session.execute("PRAGMA journal_mode = WAL");
                return;
            } catch (SQLException e) {
                if (e.getErrorCode() != Failures.BUSY || tries == TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    static Session opened(String database, Setup setup) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("busy_timeout", "10000");
        properties.setProperty("jdbc.get_generated_keys", "false");
        Connection connection = DriverManager.getConnection(SqliteStore.PREFIX + database, properties);
        Session session = new Session(connection);
        try {
            setup.run(session);
            return session;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** What is done with a session before it is used. */
    @FunctionalInterface
    interface Setup {
        void run(Session session) throws SQLException;
    }
}
