// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;

/** Where connections come from. */
interface Source {

    /**
     * A connection that waits so long for an answer at most.
     *
     * @throws SQLException where there is none to be had
     */
    Connection open(Duration patience) throws SQLException;

    /** Whether connections go back to where others take them from. */
    boolean isShared();

    /** By a URL, whose own parameters go before ours. */
    static Source of(String url) {
        return new Source() {
            @Override
            public Connection open(Duration patience) throws SQLException {
                Properties properties = new Properties();
                properties.setProperty("connectTimeout", "5");
                properties.setProperty("loginTimeout", "10");
                properties.setProperty("socketTimeout", Long.toString(patience.toSeconds()));
                properties.setProperty("tcpKeepAlive", "true");
                properties.setProperty("assumeMinServerVersion", "14");
                properties.setProperty("targetServerType", "preferPrimary");
                return DriverManager.getConnection(url, properties);
            }

            @Override
            public boolean isShared() {
                return false;
            }
        };
    }

    /** From a pool, or whatever else the application has; each is kept for as long as the store is open, or it breaks. */
    static Source of(DataSource source) {
        return new Source() {
            @Override
            public Connection open(Duration patience) throws SQLException {
                Connection connection = source.getConnection();
                connection.setNetworkTimeout(Runnable::run, (int) patience.toMillis());
                return connection;
            }

            @Override
            public boolean isShared() {
                return true;
            }
        };
    }
}
