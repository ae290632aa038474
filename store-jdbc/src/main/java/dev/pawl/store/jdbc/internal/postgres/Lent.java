// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;

/** A connection of a pool: our settings are taken back before it is given back. */
final class Lent implements AutoCloseable {

    private static final String RESTORE =
            "SELECT set_config(name, value, false) FROM unnest(?::text[], ?::text[]) AS t (name, value)";

    private final Connection connection;
    private final String[] names;
    private final String[] before;

    private Lent(Connection connection, String[] names, String[] before) {
        this.connection = connection;
        this.names = names;
        this.before = before;
    }

    /** Makes the settings, and keeps in mind what they were: one round trip. */
    static Lent with(Connection connection, Map<String, String> settings) throws SQLException {
        String names = settings.keySet().stream()
                .map(name -> "current_setting('" + name + "')")
                .collect(Collectors.joining(", "));
        String sets = settings.entrySet().stream()
                .map(setting -> "set_config('" + setting.getKey() + "', '" + setting.getValue() + "', false)")
                .collect(Collectors.joining(", "));
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT ARRAY[" + names + "], ARRAY[" + sets + "]");
                ResultSet row = statement.executeQuery()) {
            row.next();
            String[] before = (String[]) row.getArray(1).getArray();
            return new Lent(connection, settings.keySet().toArray(String[]::new), before);
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection;
                PreparedStatement statement = connection.prepareStatement(RESTORE)) {
            statement.setArray(1, connection.createArrayOf("text", names));
            statement.setArray(2, connection.createArrayOf("text", before));
            statement.execute();
        }
    }
}
