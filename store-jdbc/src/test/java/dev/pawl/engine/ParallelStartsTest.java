// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.OnConflict;
import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.engine.Starter.Start;
import dev.pawl.spi.RunQuery;
import dev.pawl.store.jdbc.internal.postgres.Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A hundred parallel starts of one key, on two processes: one run, and ninety-nine answers that name it. */
@Timeout(120)
@Tag("B7")
@Tag("E3")
class ParallelStartsTest {

    private static final int EACH = 50;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"REJECT", "ATTACH"})
    void onPostgres(OnConflict conflict) throws Exception {
        start(Server.shared().database(), conflict, true);
    }

    /** Where one process executes the runs, and the other only submits. */
    @ParameterizedTest
    @EnumSource(names = {"REJECT", "ATTACH"})
    void onSqlite(OnConflict conflict) throws Exception {
        start("jdbc:sqlite:" + folder.resolve("pawl.db"), conflict, false);
    }

    private static void start(String database, OnConflict conflict, boolean bothWork) throws Exception {
        try (Starter one = Starter.start(database, conflict, EACH, true);
                Starter two = Starter.start(database, conflict, EACH, bothWork)) {
            one.go();
            two.go();
            List<Start> starts = new ArrayList<>(one.starts());
            starts.addAll(two.starts());

            assertThat(starts)
                    .hasSize(2 * EACH)
                    .extracting(Start::run)
                    .containsOnly(starts.getFirst().run());
            assertThat(starts.stream().collect(Collectors.groupingBy(Start::how, Collectors.counting())))
                    .isEqualTo(
                            Map.of("made", 1L, conflict == OnConflict.REJECT ? "refused" : "attached", 2L * EACH - 1));
            try (Pawl pawl = PawlOptions.at(database).open()) {
                assertThat(pawl.runs(RunQuery.newest(10)))
                        .singleElement()
                        .returns(starts.getFirst().run(), run -> run.id().toString());
                assertThat(pawl.check()).isEmpty();
            }
        }
    }
}
