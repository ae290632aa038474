// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.core.Content;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database by hand, as somebody with the sqlite3 command has it. */
final class RawSql {

    private RawSql() {}

    static void execute(Path database, String... statements) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static List<String> list(Path database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static void damageLastChunk(Path database, Content content) {
        String chunk = " FROM payload_chunk c JOIN payload p ON p.id = c.payload WHERE p.sha = X'" + content.sha()
                + "' ORDER BY n DESC LIMIT 1";
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE payload_chunk SET body = ? WHERE rowid = ?")) {
            statement.execute("PRAGMA busy_timeout = 10000");
            try (ResultSet row = statement.executeQuery("SELECT c.rowid, c.body" + chunk)) {
                row.next();
                byte[] body = row.getBytes(2);
                body[body.length - 1] ^= 1;
                update.setBytes(1, body);
                update.setLong(2, row.getLong(1));
            }
            update.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Connection connect(Path database) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + database);
    }
}
