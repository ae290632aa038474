// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real PostgreSQL that loses nothing, shared by the tests of this process; each test finds its database empty. */
public final class Server {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final String EMPTY = """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
              WHERE datname = current_database() AND application_name LIKE 'pawl/%';
            DELETE FROM pawl.run; DELETE FROM pawl.run_event; DELETE FROM pawl.checkpoint; DELETE FROM pawl.worker;
            DELETE FROM pawl.worker_session; DELETE FROM pawl.payload; DELETE FROM pawl.payload_chunk;
            DELETE FROM pawl.slot; DELETE FROM pawl.admission; DELETE FROM pawl.run_begin; DELETE FROM pawl.schedule; DELETE FROM pawl.deletion;
            DELETE FROM pawl.told_run; DELETE FROM pawl.told_stage; DELETE FROM pawl.told_item; DELETE FROM pawl.turn;
            ALTER SEQUENCE pawl.run_number RESTART
            """;

    private static final Map<String, Server> SHARED = new HashMap<>();

    private final EmbeddedPostgres postgres;
    /** Databases with all their tables that no test has now. */
    private final Queue<String> free = new ConcurrentLinkedQueue<>();

    private Server(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    public static Server shared() {
        return shared("");
    }

    /** Of another major version, which only the long tests have. */
    static synchronized Server shared(String version) {
        return SHARED.computeIfAbsent(version, Server::prepared);
    }

    private static Server prepared(String version) {
        Server server = start(version);
        run(server.url("postgres"), "CREATE DATABASE prepared");
        PostgresStore.open(server.url("prepared")).close();
        run(server.url("postgres"), "CREATE DATABASE shared TEMPLATE prepared");
        return server;
    }

    /** One of a test's own, which may be treated badly. */
    static Server start() {
        return start("");
    }

    private static Server start(String version) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
        if (!version.isEmpty()) {
            Path jar = Path.of(System.getProperty("pawl.target", "target"), "servers", version + ".jar");
            builder.setPgBinaryResolver((system, machine) -> archive(jar));
        }
        try {
            return new Server(builder.setServerConfig("fsync", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "300")
                    .setServerConfig("deadlock_timeout", "200ms")
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream archive(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry archive = zip.stream()
                    .filter(entry -> entry.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow();
            return new ByteArrayInputStream(zip.getInputStream(archive).readAllBytes());
        }
    }

    /** The URL of a database with all its tables and nothing in them: the same each time, for the next test. */
    public String database() {
        String url = url("shared");
        run(url, EMPTY);
        return url;
    }

    /** A database as {@link #database}, which no other test has before this one has ended. */
    public Loan lend() {
        String name = free.poll();
        if (name == null) {
            name = "lent_" + DATABASES.incrementAndGet();
            run(url("postgres"), "CREATE DATABASE " + name + " TEMPLATE prepared");
        }
        run(url(name), EMPTY);
        return new Loan(url(name), name, free);
    }

    /** A field of a test, after which the database is the next one's. */
    public record Loan(String url, String name, Queue<String> free) implements AfterEachCallback {

        @Override
        public void afterEach(ExtensionContext context) {
            free.add(name);
        }
    }

    /** The URL of a new database with nothing in it. */
    String empty() {
        String name = "empty_" + DATABASES.incrementAndGet();
        run(url("postgres"), "CREATE DATABASE " + name);
        return url(name);
    }

    String url(String database) {
        return postgres.getJdbcUrl("postgres", database);
    }

    /** Does it behind everybody's back. */
    static void run(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** The first column of each row. */
    static List<String> list(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
