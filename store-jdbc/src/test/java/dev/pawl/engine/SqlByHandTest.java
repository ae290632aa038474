// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.Retry;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.spi.RunQuery;
import dev.pawl.store.jdbc.internal.postgres.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as a person with a SQL prompt has them, on both databases. */
@Tag("B8")
@Timeout(120)
class SqlByHandTest {

    private static final Path REFERENCE = Path.of("..", "docs", "reference", "sql.md");
    private static final Pattern EXAMPLE = Pattern.compile("```sql\n(.+?);\n```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private final Pipeline<String> pipeline = Pipeline.named("p", String.class)
            .key(input -> input)
            .stage("first", Integer.class, s -> s.run(c -> 1))
            .stage(
                    "each",
                    Integer.class,
                    s -> s.after("first").map(c -> List.of(1, 2, 3), (c, item) -> {
                        if (c.input().equals("bad") && item == 2) {
                            throw new IllegalStateException("no \0 two");
                        }
                        return item;
                    }))
            .build();

    private String url(String database) {
        return database.equals("sqlite")
                ? "jdbc:sqlite:" + folder.resolve("pawl.db")
                : Server.shared().database();
    }

    private static Pawl open(String url) {
        return PawlOptions.at(url).open();
    }

    /** A run that went well and one that did not; when the process has ended, all of them is told. */
    private void runs(String url) throws Exception {
        try (Pawl pawl = open(url).register(pipeline).start()) {
            end(pawl.submit(pipeline, "good", Submission.plain().user("ann").label("team", "x")), SUCCEEDED);
            end(pawl.submit(pipeline, "bad", Submission.plain()), FAILED);
        }
    }

    static List<String> sql(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            if (url.contains("postgresql")) {
                statement.execute("SET search_path = pawl");
            }
            List<String> rows = new ArrayList<>();
            if (statement.execute(sql)) {
                try (ResultSet row = statement.getResultSet()) {
                    while (row.next()) {
                        List<String> columns = new ArrayList<>();
                        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                            columns.add(row.getString(i));
                        }
                        rows.add(String.join(
                                "|", columns.stream().map(String::valueOf).toList()));
                    }
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void theViewsSayHowRunsStand(String database) throws Exception {
        String url = url(database);
        runs(url);
        assertThat(
                        sql(
                                url,
                                "SELECT number, pipeline, key, user_id, status, stages_done, stages, recoveries FROM pawl_runs ORDER BY number"))
                .containsExactly("1|p|good|ann|succeeded|2|2|0", "2|p|bad|null|failed|1|2|0");
        assertThat(sql(url, "SELECT error FROM pawl_runs WHERE number = 2"))
                .singleElement()
                .asString()
                .contains("each");
        assertThat(
                        sql(
                                url,
                                "SELECT number, stage, place, status, attempt, items, items_failed FROM pawl_stages ORDER BY number, place"))
                .containsExactly(
                        "1|first|0|succeeded|1|null|null",
                        "1|each|1|succeeded|1|3|0",
                        "2|first|0|succeeded|1|null|null",
                        "2|each|1|failed|1|3|1");
        assertThat(sql(url, "SELECT number, stage, item, status FROM pawl_items ORDER BY number, item"))
                .containsExactly(
                        "1|each|0|succeeded",
                        "1|each|1|succeeded",
                        "1|each|2|succeeded",
                        "2|each|0|succeeded",
                        "2|each|1|failed",
                        "2|each|2|succeeded");
        assertThat(sql(url, "SELECT error FROM pawl_items WHERE status = 'failed'"))
                .containsExactly("IllegalStateException: no \uFFFD two");
        assertThat(sql(url, "SELECT r.run_id FROM pawl_runs r WHERE r.finished_at >= r.created_at AND r.seconds >= 0"))
                .hasSize(2)
                .allSatisfy(id -> assertThat(id).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
    }

    /** A run goes on for hours after a map of it had ended, and is told each time. */
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void whatHasNotChangedIsNotWrittenAgain(String database) throws Exception {
        String url = url(database);
        CountDownLatch goesOn = new CountDownLatch(1);
        CountDownLatch ends = new CountDownLatch(1);
        Pipeline<String> waits = Pipeline.named("waits", String.class)
                .stage("each", Integer.class, s -> s.map(c -> List.of(1, 2, 3), (c, item) -> item))
                .stage("next", Boolean.class, s -> s.after("each").run(c -> await(goesOn)))
                .stage("last", Boolean.class, s -> s.after("next").run(c -> await(ends)))
                .build();
        String version = database.equals("sqlite") ? "rowid" : "xmin";
        String each = "SELECT " + version + ", item FROM told_item ORDER BY item";
        String stage = "SELECT " + version + " FROM told_stage WHERE stage = 'each'";
        try (Pawl pawl = open(url).register(waits).start()) {
            RunHandle run = pawl.submit(waits, "x", Submission.plain());
            until(() -> isRunning(url, "next"));
            List<String> items = sql(url, each);
            List<String> before = sql(url, stage);
            assertThat(items).hasSize(3);
            goesOn.countDown();
            until(() -> isRunning(url, "last"));
            assertThat(sql(url, each)).isEqualTo(items);
            assertThat(sql(url, stage)).isEqualTo(before);
            ends.countDown();
            end(run, SUCCEEDED);
        }
        assertThat(sql(url, "SELECT stages_done, stages FROM pawl_runs")).containsExactly("3|3");
        assertThat(sql(url, each)).hasSize(3);
    }

    /** What was told of a run is dropped while its worker knows only what has changed since. */
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void whatIsToldAnewBesideItsWorkerIsWhole(String database) throws Exception {
        String url = url(database);
        CountDownLatch goesOn = new CountDownLatch(1);
        Pipeline<String> waits = Pipeline.named("waits", String.class)
                .stage("each", Integer.class, s -> s.map(c -> List.of(1, 2, 3), (c, item) -> item))
                .stage("next", Boolean.class, s -> s.after("each").run(c -> await(goesOn)))
                .stage("last", Integer.class, s -> s.after("next").run(c -> 1))
                .build();
        try (Pawl pawl = open(url).register(waits).start()) {
            RunHandle run = pawl.submit(waits, "x", Submission.plain());
            until(() -> isRunning(url, "next"));
            sql(url, "DELETE FROM told_item");
            sql(url, "DELETE FROM told_stage");
            sql(url, "DELETE FROM told_run");
            goesOn.countDown();
            end(run, SUCCEEDED);
        }
        assertThat(sql(url, "SELECT stages_done, stages FROM pawl_runs")).containsExactly("3|3");
        assertThat(sql(url, "SELECT stage, status FROM pawl_stages ORDER BY place"))
                .containsExactly("each|succeeded", "next|succeeded", "last|succeeded");
        assertThat(sql(url, "SELECT item FROM pawl_items ORDER BY item")).containsExactly("0", "1", "2");
    }

    private static boolean isRunning(String url, String stage) {
        return sql(url, "SELECT status FROM told_stage WHERE stage = '" + stage + "'")
                .equals(List.of("running"));
    }

    private static boolean await(CountDownLatch latch) throws InterruptedException {
        return latch.await(1, TimeUnit.MINUTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void theExamplesOfTheReferenceWork(String database) throws Exception {
        String url = url(database);
        runs(url);
        Matcher examples = EXAMPLE.matcher(reference());
        int count = 0;
        for (; examples.find(); count++) {
            List<String> rows = sql(url, examples.group(1));
            assertThat(rows.isEmpty())
                    .as(examples.group(1))
                    .isEqualTo(examples.group(1).contains("recoveries > 0"));
        }
        assertThat(count).isEqualTo(6);
    }

    /** Each column there is stands in the reference. */
    @ParameterizedTest
    @ValueSource(
            strings = {"pawl_runs", "pawl_stages", "pawl_items", "pawl_retries", "pawl_stage_rates", "pawl_failures"})
    void everyColumnIsInTheReference(String view) throws Exception {
        String url = url("sqlite");
        open(url).close();
        String text = reference();
        int from = text.indexOf("## " + view + "\n");
        String section = text.substring(from, text.indexOf("\n## ", from + 1));
        assertThat(sql(url, "SELECT name FROM pragma_table_info('" + view + "')"))
                .isNotEmpty()
                .allSatisfy(column -> assertThat(section).contains("`" + column + "`"));
    }

    private static String reference() throws IOException {
        return Files.readString(REFERENCE);
    }

    /** What a row edited by hand breaks is said, field by field, and is mended from the journal. */
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void aRowEditedByHandIsFoundAndRepaired(String database) throws Exception {
        String url = url(database);
        runs(url);
        List<String> before = sql(url, "SELECT * FROM pawl_runs ORDER BY number");
        List<String> stages = sql(url, "SELECT * FROM pawl_stages ORDER BY number, place");
        sql(url, "UPDATE run SET status = 4, finished_at = NULL WHERE number = 2");
        sql(url, "UPDATE run SET key = 'bad', epoch = 7, pipeline = 'q' WHERE number = 1");
        sql(url, "UPDATE told_stage SET status = 'idle'");
        sql(url, "DELETE FROM told_item");
        try (Pawl pawl = open(url)) {
            assertThat(pawl.check())
                    .anySatisfy(line -> assertThat(line)
                            .contains("run 2", "status is SUCCEEDED, not FAILED", "finishedAt is nothing", "--repair"))
                    .anySatisfy(line -> assertThat(line).contains("run 1", "epoch is 7, not 1", "pipeline is q, not p"))
                    .hasSize(2);
            assertThat(pawl.repair()).hasSize(2);
            assertThat(pawl.check()).isEmpty();
            assertThat(pawl.repair()).as("there is nothing more").isEmpty();
        }
        assertThat(sql(url, "SELECT * FROM pawl_runs ORDER BY number")).isEqualTo(before);
        assertThat(sql(url, "SELECT * FROM pawl_stages ORDER BY number, place")).isEqualTo(stages);
        assertThat(sql(url, "SELECT * FROM pawl_items")).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void whatIsSaidOfARetryIsSaidInWords(String database) throws Exception {
        String url = url(database);
        runs(url);
        try (Pawl pawl = open(url).register(pipeline).start()) {
            end(pawl.retry(pawl.runs(RunQuery.newest(1)).getFirst().id(), Retry.from("each")), FAILED);
        }
        sql(url, "UPDATE run SET retry_from = 'first', depth = 7 WHERE number = 3");
        try (Pawl pawl = open(url)) {
            assertThat(pawl.check())
                    .singleElement()
                    .asString()
                    .contains("run 3", "retry.from is first, not each", "retry.depth is 7, not 1")
                    .doesNotContain("[");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void aRowThatIsGoneIsMadeAnew(String database) throws Exception {
        String url = url(database);
        runs(url);
        sql(url, "DELETE FROM run WHERE number = 1");
        try (Pawl pawl = open(url)) {
            assertThat(pawl.check()).singleElement().asString().contains("has no row");
            assertThat(pawl.repair()).singleElement().asString().contains("it was gone");
            assertThat(pawl.check()).isEmpty();
        }
        assertThat(sql(url, "SELECT key, status, stages_done FROM pawl_runs WHERE number <> 2"))
                .containsExactly("good|succeeded|2");
    }
}
