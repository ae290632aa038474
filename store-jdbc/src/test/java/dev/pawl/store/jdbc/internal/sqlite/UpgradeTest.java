// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.RunStatus;
import dev.pawl.spi.Checkpoint;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.WorkerRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        assertThat(RawSql.list(database, "PRAGMA user_version")).containsExactly("3");
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
