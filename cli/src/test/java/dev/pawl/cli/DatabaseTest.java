// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static dev.pawl.cli.Shell.pawl;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Json;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The commands on a PostgreSQL, and workers that share it. */
@Timeout(120)
class DatabaseTest {

    private static final String SECRET = "not-to-be-seen";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** It waits for a file `go`, and leaves a line for each execution. */
    private static final String PIPELINE = """
            pipeline: p
            version: 1
            key: ${input}
            stages:
              - {id: before, effect: pure, command: [sh, -c, 'echo "1"; echo 1 > "$PAWL_OUTPUT"']}
              - id: during
                after: [before]
                command: [sh, -c, 'echo $$ >> "during-$PAWL_KEY"; while ! test -e go; do sleep 0.05; done; echo 2 > "$PAWL_OUTPUT"']
              - {id: after, after: [during], command: [sh, -c, 'echo 3 > "$PAWL_OUTPUT"']}
            """;

    private static EmbeddedPostgres server;
    private static int databases;

    @TempDir
    private Path folder;

    private String url = "";

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void database() throws Exception {
        String name = "cli_" + ++databases;
        first("CREATE DATABASE " + name);
        url = "jdbc:postgresql://localhost:" + server.getPort() + "/" + name;
        Files.writeString(folder.resolve("p.yaml"), PIPELINE);
    }

    /** In a process of its own, where the database is named by the variables. */
    private Shell.Done named(String... arguments) throws Exception {
        return Child.pawl(folder, variables(), arguments);
    }

    private Map<String, String> variables() {
        return Map.of("PAWL_DB", url, "PAWL_DB_USER", "postgres", "PAWL_DB_PASSWORD", SECRET);
    }

    /** In this process. */
    private Shell.Done here(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--db", url + "?user=postgres&password=" + SECRET));
        all.addAll(List.of("--data", folder.resolve("logs").toString()));
        return pawl(all.toArray(String[]::new));
    }

    @Test
    void a_run_is_kept_in_the_database_and_its_logs_in_the_folder() throws Exception {
        Files.writeString(folder.resolve("go"), "");
        Shell.Done run = named("run", "p.yaml", "--input", "\"k\"");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualToIgnoringNewLines("3");
        assertThat(folder.resolve(".pawl/pawl.db")).doesNotExist();
        assertThat(folder.resolve(".pawl/logs")).isNotEmptyDirectory();
        assertThat(named("logs", "1").out()).contains("1");
        assertThat(here("logs", "1").err())
                .contains("Nothing was written, as far as " + folder.resolve("logs") + " goes; ")
                .contains("in the folder of its --data: that was ");
        assertThat(here("ls").out()).contains("succeeded").contains("p");
        assertThat(here("show", "1").out()).contains("Run 1").doesNotContain(SECRET);
        assertThat(here("history", "1", "--json").out()).contains("AttemptSucceeded");
        assertThat(here("doctor").out()).contains("postgresql://localhost").doesNotContain(SECRET);
        assertThat(here("backup").err()).contains("is not backed up by Pawl; use the tools of that database");
        assertThat(Files.readString(folder.resolve(".pawl/pawl.log"))).doesNotContain(SECRET);
    }

    @Test
    void who_may_not_come_in_is_told_so() {
        Shell.Done done = pawl("ls", "--db", url + "?user=nobody&password=" + SECRET);
        assertThat(done.code()).isEqualTo(1);
        assertThat(done.err())
                .contains("there is no way into the database postgresql://localhost")
                .contains("Look at its name, the user and the password")
                .doesNotContain(SECRET);
        assertThat(done.err().lines()).hasSize(1);
    }

    @Test
    void who_gives_no_password_is_told_that_one_is_wanted() throws Exception {
        Path rules = Path.of(first("SHOW hba_file"));
        String before = Files.readString(rules);
        Files.writeString(rules, "host all locked all scram-sha-256\n" + before);
        first("CREATE ROLE locked LOGIN PASSWORD '" + SECRET + "'");
        first("SELECT pg_reload_conf()");
        try {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (entersAs("locked")) { // it reads the rules in its own time
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
            Shell.Done done = pawl("ls", "--json", "--db", url + "?user=locked");
            assertThat(done.code()).isEqualTo(1);
            JsonNode problem = Json.values().readTree(done.out());
            assertThat(problem.get("detail").asString())
                    .contains("the database postgresql://localhost:" + server.getPort())
                    .contains("wants a password, and none was given");
            assertThat(problem.get("remedy").asString()).contains("PAWL_DB_PASSWORD");
            assertThat(done.err()).contains("wants a password").contains("PAWL_DB_PASSWORD");
            Shell.Done wrong = pawl("ls", "--json", "--db", url + "?user=locked&password=wrong");
            assertThat(Json.values().readTree(wrong.out()).get("remedy").asString())
                    .isEqualTo("Look at its name, the user and the password");
        } finally {
            Files.writeString(rules, before);
        }
    }

    @Test
    @Tag("S1")
    void what_a_killed_worker_had_the_other_brings_to_its_end() throws Exception {
        for (int i = 1; i <= 6; i++) {
            assertThat(submitted("k" + i).code()).isZero();
        }
        assertThat(here("workers").err()).contains("No process executes runs of postgresql://localhost");
        try (Child a = Child.start(folder, variables(), "worker", "--name", "a");
                Child b = Child.start(folder, variables(), "worker", "--name", "b")) {
            a.until("six runs are at work", () -> lines() == 6 && owned("a") + owned("b") == 6);
            String table = here("workers").out();
            assertThat(table).contains("WORKER", "● alive", Long.toString(a.pid()), Long.toString(b.pid()));
            Child lost = owned("a") > owned("b") ? a : b;
            Child other = lost == a ? b : a;
            int had = owned(lost == a ? "a" : "b");

            lost.kill();
            other.until("they are taken over", () -> lines() == 6 + had);
            Files.writeString(folder.resolve("go"), "");
            other.until("all have ended", () -> runs("--status", "active").isEmpty());

            assertThat(runs("--status", "succeeded")).hasSize(6);
            assertThat(workers()).hasSize(1).allSatisfy(worker -> {
                assertThat(worker.get("pid").asLong()).isEqualTo(other.pid());
                assertThat(worker.get("runs").asInt()).isZero();
                assertThat(worker.get("status").asString()).isEqualTo("alive");
            });
            other.signal("TERM");
            Shell.Done done = other.await();
            assertThat(done.code()).isZero();
            assertThat(done.out()).isEmpty();
            assertThat(done.err()).contains("executes the runs of postgresql://localhost", "Stopping; ", "Ended");
            assertThat(done.err()).contains("goes on here").doesNotContain(SECRET);
        }
        assertThat(workers()).isEmpty();
    }

    @Test
    @Tag("S1")
    void a_worker_that_is_told_to_end_gives_its_runs_back() throws Exception {
        submitted("k1");
        try (Child worker = Child.start(folder, variables(), "worker", "--json")) {
            worker.until("it is at work", () -> lines() == 1);
            assertThat(here("diagnose", "1").out()).contains("Running during");
            worker.signal("INT");
            Shell.Done done = worker.await();
            assertThat(done.code()).isZero();
            assertThat(done.out()).isEmpty();
            assertThat(done.err()).contains("1 run is given back").doesNotContain("begins");
        }
        assertThat(here("ls").out()).contains("interrupted");
        assertThat(here("recover", "--dry-run").out()).contains("would be resumed");
        submitted("k2");
        assertThat(here("cancel", "2").code()).isZero();
        Files.writeString(folder.resolve("go"), "");
        Shell.Done recovered = here("recover");
        assertThat(recovered.code()).as(recovered.err()).isZero();
        assertThat(runs("--status", "succeeded")).hasSize(1);
        assertThat(runs("--status", "cancelled")).hasSize(1);
    }

    @Test
    void a_run_that_another_process_executes_is_followed() throws Exception {
        submitted("k1");
        try (Child worker = Child.start(folder, variables(), "worker")) {
            worker.until("it is at work", () -> lines() == 1);
            assertThat(here("logs", "1").err()).contains("that was process " + worker.pid() + " on ");
            try (Child resume = Child.start(folder, variables(), "resume", "1")) {
                resume.until("it follows", () -> resume.says("is executed by process " + worker.pid() + " on "));
                Files.writeString(folder.resolve("go"), "");
                assertThat(resume.await().code()).isZero();
            }
        }
        assertThat(lines()).isEqualTo(1);
    }

    @Test
    void of_a_folder_one_process_executes_the_runs() throws Exception {
        try (Child worker = Child.start(folder, "worker")) {
            worker.until("it is ready", () -> worker.says("executes the runs of"));
            Shell.Done second = Child.pawl(folder, "worker");
            assertThat(second.code()).isEqualTo(3);
            assertThat(second.err()).contains("executed by process " + worker.pid() + " on ");
            Files.writeString(folder.resolve("go"), "");
            String data = folder.resolve(".pawl").toString();
            String file = folder.resolve("p.yaml").toString();
            Shell.Done submitted = pawl("submit", file, "--input", "\"k\"", "--data", data);
            assertThat(submitted.code()).isZero();
            assertThat(submitted.out())
                    .contains("Process " + worker.pid() + " on ")
                    .contains(" execute");
            worker.until("it has executed the run", () -> worker.says("(p) begins") && worker.says("Succeeded"));
            assertThat(pawl("workers", "--data", data).out()).contains("● alive", "while its process lives");
        }
    }

    /** Of a database beside. */
    private static String first(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }

    private boolean entersAs(String user) {
        try (Connection connection = DriverManager.getConnection(url, user, null)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private Shell.Done submitted(String key) {
        return here("submit", folder.resolve("p.yaml").toString(), "--input", "\"" + key + "\"");
    }

    /** How often the second stage was executed, in all runs. */
    private int lines() {
        try (Stream<Path> files = Files.list(folder)) {
            int lines = 0;
            for (Path file : files.filter(file -> file.getFileName().toString().startsWith("during-"))
                    .toList()) {
                lines += Files.readAllLines(file).size();
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int owned(String name) {
        return workers().stream()
                .filter(worker -> worker.get("name").asString().equals(name))
                .mapToInt(worker -> worker.get("runs").asInt())
                .sum();
    }

    private List<JsonNode> workers() {
        return all(here("workers", "--json"), "workers");
    }

    private List<JsonNode> runs(String... which) {
        List<String> line = new ArrayList<>(List.of("ls", "--json"));
        line.addAll(List.of(which));
        return all(here(line.toArray(String[]::new)), "runs");
    }

    private static List<JsonNode> all(Shell.Done done, String of) {
        assertThat(done.code()).as(done.err()).isZero();
        return Json.values().readTree(done.out()).get(of).valueStream().toList();
    }
}
