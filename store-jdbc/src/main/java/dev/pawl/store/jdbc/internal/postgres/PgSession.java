// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** A connection and the statements prepared on it: one statement, one transaction. Used by one thread. */
final class PgSession implements AutoCloseable {

    private final Connection connection;
    private final AutoCloseable end;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    /** A connection that is closed with the session. */
    PgSession(Connection connection) {
        this(connection, connection);
    }

    /**
     * One that goes elsewhere when the session ends.
     *
     * @param end gives it back
     */
    PgSession(Connection connection, AutoCloseable end) {
        this.connection = connection;
        this.end = end;
    }

    Connection connection() {
        return connection;
    }

    PgBound bind(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return new PgBound(connection, statement);
    }

    /** Statements that are not worth keeping, several at once. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            for (PreparedStatement statement : prepared.values()) {
                statement.close();
            }
            end.close();
        } catch (SQLException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new SQLException(e);
        }
    }
}
