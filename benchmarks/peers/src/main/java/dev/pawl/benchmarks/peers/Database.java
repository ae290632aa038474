// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A contender's own database, gone when it is closed. */
record Database(Server server, String name, String url) implements AutoCloseable {

    /** More connections than this are slower, for each of them, on a machine with a few cores. */
    private static final int CONNECTIONS = 16;

    static HikariDataSource pool(String url) {
        HikariDataSource pool = new HikariDataSource(); // connects when it is first asked
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(CONNECTIONS);
        return pool;
    }

    HikariDataSource pool() {
        return pool(url);
    }

    /** What it was asked for since it was made. A connection tells what it did at the latest when it closes: close them before. */
    Counters counters() throws SQLException {
        try (Connection connection = server.admin()) {
            String others = "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + name
                    + "' AND backend_type = 'client backend'";
            while (Sql.number(connection, others) > 0) {
                Sql.text(connection, "SELECT pg_sleep(0.01)");
            }
            return new Counters(
                    Sql.number(
                            connection,
                            "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = '" + name + "'"),
                    Sql.number(
                            connection,
                            "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid"
                                    + " WHERE datname = '" + name + "'"),
                    Sql.number(connection, "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn"));
        }
    }

    @Override
    public void close() throws SQLException {
        try (Connection connection = server.admin();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
        }
    }
}
