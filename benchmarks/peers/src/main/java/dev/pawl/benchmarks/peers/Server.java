// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL for all, on this machine, that loses nothing it has acknowledged. */
final class Server implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final AtomicInteger made = new AtomicInteger();

    Server() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "200")
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                .start();
        try (Connection connection = admin()) {
            for (String setting : new String[] {"fsync", "full_page_writes", "synchronous_commit"}) {
                if (!Sql.text(connection, "SHOW " + setting).equals("on")) {
                    throw new IllegalStateException(setting + " is off: figures would mean nothing");
                }
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE EXTENSION pg_stat_statements");
            }
        }
    }

    /** To the database that no contender uses. */
    Connection admin() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    /** An empty database. */
    Database fresh() throws SQLException {
        String name = "bench" + made.incrementAndGet();
        try (Connection connection = admin();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return new Database(this, name, postgres.getJdbcUrl("postgres", name));
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
