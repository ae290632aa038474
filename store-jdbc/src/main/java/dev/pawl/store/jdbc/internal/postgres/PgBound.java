// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A prepared statement that takes its parameters in order. */
final class PgBound {

    private final Connection connection;
    private final PreparedStatement statement;
    private int index;

    PgBound(Connection connection, PreparedStatement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    PgBound id(@Nullable UUID id) throws SQLException {
        statement.setObject(++index, id, Types.OTHER);
        return this;
    }

    PgBound bytes(byte @Nullable [] bytes) throws SQLException {
        statement.setBytes(++index, bytes);
        return this;
    }

    PgBound text(@Nullable String text) throws SQLException {
        statement.setString(++index, text);
        return this;
    }

    PgBound number(long number) throws SQLException {
        statement.setLong(++index, number);
        return this;
    }

    PgBound integer(int number) throws SQLException {
        statement.setInt(++index, number);
        return this;
    }

    PgBound flag(boolean flag) throws SQLException {
        statement.setBoolean(++index, flag);
        return this;
    }

    PgBound time(Instant time) throws SQLException {
        statement.setObject(++index, OffsetDateTime.ofInstant(time, ZoneOffset.UTC));
        return this;
    }

    /** All values of one column. */
    PgBound array(String type, @Nullable Object[] values) throws SQLException {
        Array array = connection.createArrayOf(type, values);
        statement.setArray(++index, array);
        return this;
    }

    int update() throws SQLException {
        return statement.executeUpdate();
    }

    <T> List<T> list(Mapper<T> mapper) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(mapper.map(rows));
            }
            return all;
        }
    }

    <T> @Nullable T first(Mapper<T> mapper) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? mapper.map(rows) : null;
        }
    }

    @FunctionalInterface
    interface Mapper<T> {
        T map(ResultSet row) throws SQLException;
    }
}
