// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.store.jdbc.internal.folder.Ballast;
import dev.pawl.store.jdbc.internal.sql.SqlThreads;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The one connection that writes, on the one thread that does; what comes first is written first. */
final class Writer implements AutoCloseable {

    private final SqlThreads<Session> thread;
    private final Path database;
    private final Ballast ballast;
    private final Place place;

    Writer(Access access, Ballast ballast) {
        this.database = access.database();
        this.thread = new SqlThreads<>("sqlite-write", 1, access.writer(), Failures.in(database));
        this.ballast = ballast;
        this.place = new Place(database);
    }

    /** In a transaction of its own. Where the disk is full, once more without the ballast. */
    <T> CompletableFuture<T> write(SqlWork<T> work) {
        return thread.submit(session -> written(session, work));
    }

    /**
     * The same, durable with what is written next: for what ends with this worker, or is of no use but to what follows it. The
     * death of the process does it no harm, and nobody waits for the disk.
     */
    <T> CompletableFuture<T> note(SqlWork<T> work) {
        return thread.submit(session -> {
            session.bind("PRAGMA synchronous = NORMAL").execute();
            try {
                return written(session, work);
            } finally {
                session.bind("PRAGMA synchronous = FULL").execute();
            }
        });
    }

    private <T> @Nullable T written(Session session, SqlWork<T> work) throws SQLException {
        place.check();
        try {
            T result = session.transaction(work);
            ballast.wrote();
            return result;
        } catch (SQLException e) {
            if (Failures.isFull(e, database) && ballast.free()) {
                return session.transaction(work);
            }
            throw e;
        }
    }

    /** Outside of a transaction. */
    <T> CompletableFuture<T> look(SqlWork<T> work) {
        return thread.submit(work);
    }

    @Override
    public void close() {
        thread.close();
    }
}
