// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.Checkpoint;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import dev.pawl.store.jdbc.internal.folder.WorkerLock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that an older version made opens, and has all it had. */
class UpgradeTest {

    @TempDir
    private Path folder;

    private Path database;

    @BeforeEach
    void asSchemaOneLeftIt() throws IOException {
        database = folder.resolve("pawl.db");
        layTheFirst(database);
    }

    /** Of schema 1, with something in each of its tables. */
    static void layTheFirst(Path database) throws IOException {
        try (InputStream golden = UpgradeTest.class.getResourceAsStream("v1.golden.sql")) {
            String script = new String(golden.readAllBytes(), StandardCharsets.UTF_8);
            RawSql.execute(database, script.strip().split(";\n", -1));
        }
    }

    @Test
    @Tag("S7")
    void itsRowsAreIntact() {
        List<String> tables = RawSql.list(database, "SELECT name FROM sqlite_schema WHERE type = 'table'");
        Map<String, String> selects = new LinkedHashMap<>();
        tables.forEach(table -> selects.put(table, allOf(table)));
        Map<String, List<String>> before = rows(selects);
        assertThat(before)
                .hasSize(7)
                .allSatisfy((table, rows) -> assertThat(rows).as(table).isNotEmpty());
        TestRuns.open(folder).close();
        assertThat(RawSql.list(database, "PRAGMA user_version")).containsExactly("11");
        assertThat(rows(selects)).isEqualTo(before);
    }

    @Test
    @Tag("S7")
    void itIsReadAndWorkedWith() {
        try (SqliteStore store = TestRuns.open(folder)) {
            assertThat(store.check()).isEmpty();
            List<RunRow> runs = store.find(RunQuery.newest(10)).join();
            assertThat(runs).extracting(RunRow::status).containsExactly(RunStatus.RUNNING, RunStatus.SUCCEEDED);
            RunRow interrupted = runs.getFirst();
            assertThat(store.read(interrupted.id(), 0, 10).join()).hasSize(2);
            Checkpoint checkpoint = store.checkpoint(interrupted.id(), "detect").join();
            assertThat(checkpoint).isNotNull();
            assertThat(checkpoint.body()).asString(StandardCharsets.UTF_8).isEqualTo("{\"at\":7}");
            assertThat(store.workers().join())
                    .singleElement()
                    .returns(interrupted.owner(), row -> row.worker().id())
                    .returns(false, WorkerRow::alive)
                    .returns(false, WorkerRow::drained);
        }
    }

    @Test
    @Tag("S7")
    void aLookLeavesTheTablesToAWorkerThatLives() throws IOException {
        WorkerInfo old = new WorkerInfo(UUID.randomUUID(), "old", "there", 4711, Instant.EPOCH);
        try (WorkerLock alive = WorkerLock.tryTake(folder.toRealPath(), old)) {
            assertThat(alive).isNotNull();
            assertThatThrownBy(() -> TestRuns.open(folder))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("an older version of Pawl, of which process 4711 on there executes runs");
            assertThat(RawSql.list(database, "PRAGMA user_version")).containsExactly("1");
        }
        TestRuns.open(folder).close();
        assertThat(RawSql.list(database, "PRAGMA user_version")).containsExactly("11");
    }

    @Test
    @Tag("S7")
    void norAreTheyChangedUnderOneThatIsJustEntering() throws IOException {
        WorkerInfo unnamed = WorkerLock.UNKNOWN;
        try (WorkerLock alive = WorkerLock.tryTake(folder.toRealPath(), unnamed)) {
            assertThat(alive).isNotNull();
            assertThatThrownBy(() -> TestRuns.open(folder)).hasMessageContaining("an older version of Pawl");
            assertThat(RawSql.list(database, "PRAGMA user_version")).containsExactly("1");
        }
    }

    @Test
    @Tag("S7")
    void manyBringThemUpToDateAtOnce() {
        try (var threads = Executors.newCachedThreadPool()) {
            List<CompletableFuture<Void>> opened = Stream.generate(() -> CompletableFuture.runAsync(
                            () -> TestRuns.open(folder).close(), threads))
                    .limit(8)
                    .toList();
            assertThat(opened).allSatisfy(one -> assertThat(one).succeedsWithin(Duration.ofSeconds(30)));
        }
        assertThat(RawSql.list(database, "PRAGMA user_version")).containsExactly("11");
    }

    private Map<String, List<String>> rows(Map<String, String> selects) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        selects.forEach((table, select) -> rows.put(table, RawSql.list(database, select)));
        return rows;
    }

    /** A query for all columns that the table has now, as one. */
    private String allOf(String table) {
        List<String> columns =
                RawSql.list(database, "SELECT 'quote(' || name || ')' FROM pragma_table_info('" + table + "')");
        return "SELECT " + String.join(" || ',' || ", columns) + " FROM " + table + " ORDER BY rowid";
    }
}
