// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.RunQuery;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables, and how they are read. */
class SchemaTest {

    @TempDir
    private Path folder;

    @Test
    @Tag("S7")
    void anEmptyDatabaseIsBroughtToTheGoldenSchema() throws IOException {
        TestRuns.open(folder).close();
        Path database = folder.resolve("pawl.db");
        String schema = String.join(
                "\n\n", RawSql.list(database, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"));
        try (InputStream golden = SchemaTest.class.getResourceAsStream("schema.golden.sql")) {
            assertThat(schema + "\n").isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(RawSql.list(database, "PRAGMA user_version")).containsExactly("11");
        assertThat(RawSql.list(database, "PRAGMA journal_mode")).containsExactly("wal");
        TestRuns.open(folder).close();
    }

    static Stream<RunQuery> queries() {
        return Stream.of(
                RunQuery.newest(20),
                RunQuery.active(20),
                RunQuery.ofRoot(UUID.fromString("01990000-c350-7000-8000-000000000000"), 20),
                RunQuery.newest(20).olderThan(TestRuns.run(1)),
                new RunQuery("p", null, null, null, null, null, null, 20),
                new RunQuery("p", null, "k", null, null, null, null, 20),
                new RunQuery(null, RunStatus.FAILED, null, null, null, null, null, 20),
                new RunQuery(null, null, null, "me", null, null, TestRuns.run(1), 20));
    }

    @ParameterizedTest
    @Tag("C14")
    @MethodSource("queries")
    void listsAreReadFromAnIndexInItsOrder(RunQuery query) throws Exception {
        try (SqliteStore store = TestRuns.open(folder)) {
            assertThat(plan(store, new FindSql(query, 20).sql()))
                    .allSatisfy(step -> assertThat(step).contains("USING INDEX"))
                    .noneSatisfy(step -> assertThat(step).contains("TEMP B-TREE"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "019b", "no name"})
    void aNameIsLookedUpInAnIndex(String name) throws Exception {
        try (SqliteStore store = TestRuns.open(folder)) {
            assertThat(plan(store, new FindSql(RunQuery.named(name, 20), 20).sql()))
                    .allSatisfy(step -> assertThat(step).startsWith("SEARCH"));
        }
    }

    @Test
    @Tag("C14")
    void textIsLookedUpInThreeIndexes() throws Exception {
        try (SqliteStore store = TestRuns.open(folder)) {
            assertThat(plan(store, new FindSql(RunQuery.text("x", 20), 20).sql()))
                    .noneSatisfy(step -> assertThat(step).startsWith("SCAN"));
        }
    }

    @ParameterizedTest
    @Tag("D6")
    @ValueSource(strings = {Ended.BY, Ended.COUNT})
    void whatIsPrunedIsFoundByItsEnd(String sql) throws Exception {
        try (SqliteStore store = TestRuns.open(folder)) {
            assertThat(plan(store, sql)).singleElement().asString().matches("SEARCH run USING .*INDEX run_ended .*");
        }
    }

    @Test
    @Tag("D6")
    void namesOfPipelinesAreFoundOneByOne() throws Exception {
        try (SqliteStore store = TestRuns.open(folder)) {
            assertThat(plan(store, Ended.PIPELINES))
                    .filteredOn(step -> step.contains(" r "))
                    .hasSize(2)
                    .allSatisfy(step -> assertThat(step).startsWith("SEARCH r USING COVERING INDEX"));
        }
    }

    /** What a retry reads of the run it takes up. */
    @ParameterizedTest
    @Tag("C14")
    @MethodSource("reads")
    void theStateOfARunIsReadFromAnIndexInItsOrder(String sql) throws Exception {
        try (SqliteStore store = TestRuns.open(folder)) {
            assertThat(plan(store, sql)).singleElement().asString().matches("SEARCH .* USING INDEX .*");
        }
    }

    static Stream<String> reads() {
        return Stream.of(Journal.READ, PayloadSql.FIND, PayloadSql.READ);
    }

    @Test
    @Tag("B7")
    void theQueueIsReadFromItsIndexInItsOrder() throws Exception {
        try (SqliteStore store = TestRuns.open(folder)) {
            assertThat(plan(store, RunRows.CLAIMABLE))
                    .contains("SCAN mine USING INDEX run_queue")
                    .anySatisfy(step -> assertThat(step).contains("SEARCH other USING INDEX"))
                    .noneSatisfy(step -> assertThat(step).contains("TEMP B-TREE"));
        }
    }

    static Stream<String> limits() {
        return Stream.of(Slots.NEXT, Slots.HAS_ROOM, Admissions.FIRST, Admissions.RUNNING);
    }

    @ParameterizedTest
    @MethodSource("limits")
    @Tag("B7")
    void limitsAreDecidedByIndexes(String sql) throws Exception {
        try (SqliteStore store = TestRuns.open(folder)) {
            assertThat(plan(store, sql))
                    .noneSatisfy(step -> assertThat(step).startsWith("SCAN").doesNotContain("CONSTANT ROW"))
                    .noneSatisfy(step -> assertThat(step).contains("TEMP B-TREE"))
                    .noneSatisfy(step -> assertThat(step).contains("run_pipeline"));
        }
    }

    private static List<String> plan(SqliteStore store, String sql) throws Exception {
        return store.onWriter(
                session -> session.bind("EXPLAIN QUERY PLAN " + sql).list(row -> row.getString("detail")));
    }
}
