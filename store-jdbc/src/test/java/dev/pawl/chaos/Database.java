// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL that loses nothing and is stopped, killed and started again. */
final class Database implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path data;
    private final Path log;
    private final int port;
    private final List<String> command;
    private Process process;

    /** One whose files are in that folder, which need not be there. */
    static Database start(Path data, Path log) throws Exception {
        EmbeddedPostgres first = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "200")
                .setServerConfig("max_wal_size", "64MB")
                .setServerConfig("min_wal_size", "32MB")
                .start();
        Database database = new Database(data, log, first.getPort());
        database.query("CREATE DATABASE chaos", "postgres");
        return database;
    }

    /** Takes over the server that is there, by starting it as it was started. */
    private Database(Path data, Path log, int port) throws Exception {
        this.data = data;
        this.log = log;
        this.port = port;
        ProcessHandle there = ProcessHandle.of(Long.parseLong(
                        Files.readAllLines(data.resolve("postmaster.pid")).getFirst()))
                .orElseThrow();
        Path proc = Path.of("/proc/" + there.pid());
        this.command = new ArrayList<>(List.of(Files.readString(proc.resolve("cmdline"), StandardCharsets.UTF_8)
                .split("\0")));
        command.set(0, Files.readSymbolicLink(proc.resolve("exe")).toString());
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(0, List.of("unshare", "-U"));
        }
        kill(there);
        launch();
        up();
    }

    int port() {
        return port;
    }

    static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/chaos?user=postgres";
    }

    /** As whoever has no cable in between. */
    String url() {
        return url(port);
    }

    /** Ends it as an administrator does, who waits for nobody. */
    void stop() throws Exception {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        if (!Pause.until(PATIENCE, () -> !process.isAlive())) {
            throw new AssertionError("the database does not stop");
        }
    }

    /** As a machine that loses its power does, but for what is in its memory. */
    void kill() throws IOException {
        kill(process.toHandle());
    }

    private void kill(ProcessHandle postmaster) throws IOException {
        List<ProcessHandle> all = new ArrayList<>(List.of(postmaster));
        all.addAll(postmaster.descendants().toList());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
        Files.deleteIfExists(data.resolve("postmaster.pid"));
    }

    /** Sees to it that it is there, however often it has to be started for that. */
    void up() throws Exception {
        boolean isUp = Pause.until(PATIENCE, () -> {
            if (!process.isAlive()) {
                Files.deleteIfExists(data.resolve("postmaster.pid"));
                launch();
            }
            return answers();
        });
        if (!isUp) {
            throw new AssertionError("the database does not come up; see " + log);
        }
    }

    private void launch() throws IOException {
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private boolean answers() {
        try {
            query("SELECT 1", "postgres");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** The first column of each row. */
    List<String> query(String sql) throws SQLException {
        return query(sql, "chaos");
    }

    private List<String> query(String sql, String database) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + database
                + "?user=postgres&connectTimeout=5&socketTimeout=10";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            List<String> all = new ArrayList<>();
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        all.add(rows.getString(1));
                    }
                }
            }
            return all;
        }
    }

    @Override
    public void close() throws IOException {
        kill();
    }
}
