// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.SqlByHandTest.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.Submission;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.StoreException;
import dev.pawl.store.jdbc.internal.postgres.Server;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody can read any more is said so, stands in nobody's way, and can be got rid of, on both databases. */
@Tag("C12")
@Timeout(120)
class UnreadableRunTest {

    @TempDir
    private Path folder;

    private final Pipeline<String> pipeline = Pipeline.named("p", String.class)
            .key(input -> input)
            .stage("first", String.class, s -> s.run(c -> c.input().repeat(5_000)))
            .build();

    private String url(String database) {
        return database.equals("sqlite")
                ? "jdbc:sqlite:" + folder.resolve("pawl.db")
                : Server.shared().database();
    }

    private static Pawl open(String url) {
        return PawlOptions.at(url).open();
    }

    /** Run 1 has ended, run 2 waits for a worker, and run 3 has ended. */
    private void runs(String url) throws Exception {
        try (Pawl pawl = open(url).register(pipeline).start()) {
            end(pawl.submit(pipeline, "a", Submission.plain()), SUCCEEDED);
        }
        UUID queued;
        try (Pawl pawl = open(url)) {
            queued = pawl.submit(pipeline, "b", Submission.plain()).id();
        }
        Pipeline<String> other = Pipeline.named("q", String.class)
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .build();
        try (Pawl pawl = open(url).register(other).start()) {
            end(pawl.submit(other, "c", Submission.plain()), SUCCEEDED);
        }
        assertThat(queued).isNotNull();
    }

    private static void harm(String url, int number, String how) {
        String of = " WHERE run_id = (SELECT id FROM run WHERE number = " + number + ")";
        switch (how) {
            case "missing" -> sql(url, "DELETE FROM run_event" + of);
            case "damaged" -> body(url, "5b", of);
            case "newer" -> body(url, "5b395d", of);
            default -> sql(url, "DELETE FROM run_event" + of + " AND seq = 1");
        }
    }

    private static void body(String url, String hex, String of) {
        String bytes = url.contains("sqlite") ? "x'" + hex + "'" : "'\\x" + hex + "'";
        sql(url, "UPDATE run_event SET body = " + bytes + of + " AND seq = 1");
    }

    private static UUID named(Pawl pawl, int number) {
        return pawl.find(Integer.toString(number)).id();
    }

    @ParameterizedTest
    @CsvSource({
        "sqlite, 1, missing, its journal is missing",
        "sqlite, 1, damaged, entry 1 of its journal is damaged",
        "sqlite, 1, torn, entry 1 of its journal is missing",
        "sqlite, 2, missing, its journal is missing",
        "sqlite, 2, damaged, entry 1 of its journal is damaged",
        "postgres, 1, missing, its journal is missing",
        "postgres, 1, damaged, entry 1 of its journal is damaged",
        "postgres, 1, torn, entry 1 of its journal is missing",
        "postgres, 2, missing, its journal is missing",
        "postgres, 2, damaged, entry 1 of its journal is damaged"
    })
    void itIsSaidAndDeleted(String database, int number, String how, String words) throws Exception {
        String url = url(database);
        runs(url);
        harm(url, number, how);
        try (Pawl pawl = open(url)) {
            UUID run = named(pawl, number);
            assertThat(pawl.runs(RunQuery.newest(10)))
                    .as("no other is hidden by it")
                    .hasSize(3);
            String says = "run " + number + " of p cannot be read: " + words;
            assertThatThrownBy(() -> pawl.run(run).view())
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith(says)
                    .hasMessageContaining("`pawl delete " + number + "`");
            assertThatThrownBy(() -> pawl.diagnose(run)).hasMessageStartingWith(says);
            assertThat(pawl.check())
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("run " + number + ": " + words)
                            .contains("`pawl delete " + number + "`"));

            assertThat(pawl.delete(run, "ann")).isTrue();

            assertThat(pawl.delete(run, "ann")).isFalse();
            assertThat(pawl.runs(RunQuery.newest(10))).hasSize(2);
            assertThat(pawl.check()).isEmpty();
            assertThat(pawl.repair()).isEmpty();
        }
        assertThat(sql(
                        url,
                        "SELECT count(*) FROM run_event e WHERE epoch >= 0 AND NOT EXISTS"
                                + " (SELECT 1 FROM run r WHERE r.id = e.run_id)"))
                .isEqualTo(List.of("0"));
        try (Pawl pawl = open(url).register(pipeline).start()) {
            end(pawl.submit(pipeline, number == 1 ? "a" : "b", Submission.plain()), SUCCEEDED);
        }
    }

    @ParameterizedTest
    @CsvSource({"sqlite, 1", "sqlite, 2", "postgres, 1", "postgres, 2"})
    @Tag("S7")
    void whatANewerVersionWroteIsNeitherDamagedNorDeleted(String database, int number) throws Exception {
        String url = url(database);
        runs(url);
        harm(url, number, "newer");
        try (Pawl pawl = open(url)) {
            UUID run = named(pawl, number);
            for (ThrowingCallable asks : List.<ThrowingCallable>of(
                    () -> pawl.run(run).view(), () -> pawl.diagnose(run), () -> pawl.delete(run, "ann"))) {
                assertThatThrownBy(asks)
                        .hasMessageContaining("use the newer version that wrote it")
                        .hasMessageNotContaining("delete");
            }
            assertThat(pawl.runs(RunQuery.newest(10))).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void aRowWithoutAJournalIsTakenOutByARepair(String database) throws Exception {
        String url = url(database);
        runs(url);
        harm(url, 1, "missing");
        harm(url, 2, "missing");
        try (Pawl pawl = open(url)) {
            assertThat(pawl.repair())
                    .hasSize(2)
                    .allSatisfy(
                            line -> assertThat(line).contains("of p, made ", "is taken out: its journal is missing"));
            assertThat(pawl.check()).isEmpty();
            assertThat(pawl.runs(RunQuery.newest(10))).extracting("number").containsExactly(3L);
        }
    }

    /** The number it had is nowhere else: who has it written down must find the run again. */
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void aRowThatIsMadeAnewSaysWhichRunItIs(String database) throws Exception {
        String url = url(database);
        runs(url);
        UUID run;
        try (Pawl pawl = open(url)) {
            run = named(pawl, 2);
        }
        sql(url, "DELETE FROM run WHERE number = 2");
        try (Pawl pawl = open(url)) {
            assertThat(pawl.repair())
                    .singleElement()
                    .asString()
                    .startsWith("run 4: ")
                    .contains("it was gone", "4 is a new number", "it was made after run 1", "key b", run.toString());
            assertThat(named(pawl, 4)).isEqualTo(run);
        }
    }
}
