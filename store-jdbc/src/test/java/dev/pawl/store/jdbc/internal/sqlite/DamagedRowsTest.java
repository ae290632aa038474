// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.StoreException.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One row that cannot be read keeps no other from being read. */
class DamagedRowsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @Tag("S6")
    @CsvSource(
            delimiter = '|',
            value = {
                "status = 9           | its status is 9, and it is 0 to 6",
                "status = -1          | its status is -1, and it is 0 to 6",
                "labels = '{\"a\":'   | its labels are no JSON object of texts",
                "labels = '[1]'       | its labels are no JSON object of texts",
                "labels = 'null'      | its labels are null, and they are a JSON object of texts",
                "owner = X'00'        | its owner has 1 bytes, and an id has 16",
            })
    void oneUnreadableRowHidesNoOther(String damage, String problem) {
        try (SqliteStore store = TestRuns.open(folder)) {
            for (int n = 1; n <= 5; n++) {
                store.append(List.of(TestRuns.append(TestRuns.run(n), 1))).join();
            }
            RawSql.execute(folder.resolve("pawl.db"), "UPDATE run SET " + damage + " WHERE number IN (3, 4)");

            assertThat(ids(store, RunQuery.newest(10)))
                    .containsExactly(TestRuns.run(5), TestRuns.run(2), TestRuns.run(1));
            assertThat(ids(store, RunQuery.active(2)))
                    .as("a page is full while there is more")
                    .containsExactly(TestRuns.run(5), TestRuns.run(2));
            assertThat(ids(store, RunQuery.newest(1).olderThan(TestRuns.run(5))))
                    .containsExactly(TestRuns.run(2));
            assertThat(ids(store, RunQuery.named("2", 10))).containsExactly(TestRuns.run(2));
            assertThatThrownBy(() -> ids(store, RunQuery.named("3", 10)))
                    .as("nobody is told that there is no such run")
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(problem);
            assertThatThrownBy(() -> StoreException.join(store.row(TestRuns.run(3))))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            broken -> assertThat(broken.kind()).isEqualTo(Kind.BROKEN))
                    .hasMessageStartingWith("run 3 (")
                    .hasMessageContaining(problem)
                    .hasMessageContaining("backup");
            assertThat(store.check())
                    .filteredOn(line -> line.contains(problem))
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith("run 3 ("),
                            line -> assertThat(line).startsWith("run 4 ("));
        }
    }

    private static List<UUID> ids(SqliteStore store, RunQuery query) {
        return StoreException.join(store.find(query)).stream().map(RunRow::id).toList();
    }
}
