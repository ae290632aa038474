// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.OnConflict;
import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.RunStatus;
import dev.pawl.engine.Starter.Start;
import dev.pawl.spi.RunQuery;
import dev.pawl.store.jdbc.internal.postgres.Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A hundred parallel starts of one key, or retries of one stage, on two processes: one run, and ninety-nine answers that name it. */
@Timeout(120)
class ParallelStartsTest {

    private static final int EACH = 50;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"REJECT", "ATTACH"})
    @Tag("B7")
    @Tag("E3")
    void onPostgres(OnConflict conflict) throws Exception {
        start(Server.shared().database(), conflict, true, null);
    }

    /** Where one process executes the runs, and the other only submits. */
    @ParameterizedTest
    @EnumSource(names = {"REJECT", "ATTACH"})
    @Tag("B7")
    @Tag("E3")
    void onSqlite(OnConflict conflict) throws Exception {
        start("jdbc:sqlite:" + folder.resolve("pawl.db"), conflict, false, null);
    }

    @ParameterizedTest
    @EnumSource(names = {"REJECT", "ATTACH"})
    @Tag("C7")
    void retriesOnPostgres(OnConflict conflict) throws Exception {
        String database = Server.shared().database();
        start(database, conflict, true, failed(database));
    }

    @ParameterizedTest
    @EnumSource(names = {"REJECT", "ATTACH"})
    @Tag("C7")
    void retriesOnSqlite(OnConflict conflict) throws Exception {
        String database = "jdbc:sqlite:" + folder.resolve("pawl.db");
        start(database, conflict, false, failed(database));
    }

    /** A run whose second stage failed. */
    private static UUID failed(String database) throws Exception {
        Pipeline<String> pipeline = Starter.pipeline(() -> {
            throw new IllegalStateException("broken");
        });
        try (Pawl pawl = PawlOptions.at(database).open().register(pipeline)) {
            RunHandle run = pawl.start().submit(pipeline, "", Submission.plain());
            assertThat(run.await(Duration.ofMinutes(1)).status()).isEqualTo(RunStatus.FAILED);
            return run.id();
        }
    }

    private static void start(String database, OnConflict conflict, boolean bothWork, @Nullable UUID failed)
            throws Exception {
        try (Starter one = Starter.start(database, conflict, EACH, true, failed);
                Starter two = Starter.start(database, conflict, EACH, bothWork, failed)) {
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
                        .filteredOn(run -> !run.id().equals(failed))
                        .singleElement()
                        .returns(starts.getFirst().run(), run -> run.id().toString());
                assertThat(pawl.check()).isEmpty();
            }
        }
    }
}
