// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A prepared statement that takes its parameters in order. */
final class Bound {

    private final Session session;
    private final String sql;
    private final PreparedStatement statement;
    private int index;

    Bound(Session session, String sql, PreparedStatement statement) {
        this.session = session;
        this.sql = sql;
        this.statement = statement;
    }

    Bound id(@Nullable UUID id) throws SQLException {
        return bytes(id == null ? null : Columns.bytes(id));
    }

    Bound bytes(byte @Nullable [] bytes) throws SQLException {
        statement.setBytes(++index, bytes);
        return this;
    }

    Bound text(@Nullable String text) throws SQLException {
        statement.setString(++index, text);
        return this;
    }

    Bound number(long number) throws SQLException {
        statement.setLong(++index, number);
        return this;
    }

    Bound optional(@Nullable Number number) throws SQLException {
        if (number == null) {
            statement.setNull(++index, Types.BIGINT);
            return this;
        }
        return number(number.longValue());
    }

    Bound flag(boolean flag) throws SQLException {
        return number(flag ? 1 : 0);
    }

    Bound time(@Nullable Instant time) throws SQLException {
        if (time == null) {
            statement.setNull(++index, Types.BIGINT);
            return this;
        }
        return number(Columns.micros(time));
    }

    void execute() throws SQLException {
        try {
            statement.execute();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    int update() throws SQLException {
        try {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    <T> List<T> list(Mapper<T> mapper) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(mapper.map(rows));
            }
            return all;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    <T> @Nullable T first(Mapper<T> mapper) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? mapper.map(rows) : null;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private SQLException failed(SQLException e) {
        session.forget(sql);
        return e;
    }

    @FunctionalInterface
    interface Mapper<T> {
        T map(ResultSet row) throws SQLException;
    }
}
