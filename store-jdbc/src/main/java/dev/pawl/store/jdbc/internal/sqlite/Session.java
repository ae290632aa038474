// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection and the statements prepared on it. Used by one thread. */
final class Session implements AutoCloseable {

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Session(Connection connection) {
        this.connection = connection;
    }

    Bound bind(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return new Bound(this, sql, statement);
    }

    /** The driver finalizes a statement that failed, and does not say so. */
    void forget(String sql) {
        try (PreparedStatement failed = prepared.remove(sql)) {
            Failures.LOG.trace("prepared again when next needed: {}", failed);
        } catch (SQLException e) {
            Failures.LOG.trace("it was closed already: {}", sql, e);
        }
    }

    /** Statements that are not worth keeping. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** All of it, or nothing. */
    <T extends @Nullable Object> @Nullable T transaction(SqlWork<T> work) throws SQLException {
        return within("BEGIN IMMEDIATE", work);
    }

    /** All that it reads is of one moment. */
    <T extends @Nullable Object> @Nullable T snapshot(SqlWork<T> work) throws SQLException {
        return within("BEGIN", work);
    }

    private <T extends @Nullable Object> @Nullable T within(String begin, SqlWork<T> work) throws SQLException {
        bind(begin).execute();
        try {
            T result = work.run(this);
            bind("COMMIT").execute();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            try {
                bind("ROLLBACK").execute();
            } catch (SQLException over) {
                e.addSuppressed(over); // SQLite ends a transaction itself when the disk is full
            }
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
