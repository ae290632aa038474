// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreProvider;
import dev.pawl.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each cause a run may have not to go on is planted for real; the process that executes it and another one name it, show the
 * evidence, and say what helps; that is done, and helps.
 */
@Tag("E7")
@Tag("S1")
@Timeout(60)
class DiagnosisTest implements PlantedWaits, PlantedSilence, PlantedDeaths, PlantedLimits {

    private static final DiagnosisTable TABLE = new DiagnosisTable();

    @TempDir
    private Path temporary;

    private Path folder;
    private final SettableClock clock = new SettableClock();
    private final Bench bench = new Bench(this::open);

    private RunStore open() {
        return ServiceLoader.load(StoreProvider.class)
                .findFirst()
                .orElseThrow()
                .open("jdbc:sqlite:" + folder().resolve("pawl.db"), InstantSource.system());
    }

    @Override
    public Bench bench() {
        return bench;
    }

    @Override
    public SettableClock clock() {
        return clock;
    }

    @Override
    public Path folder() {
        return folder == null ? temporary : folder;
    }

    @Override
    public void move(Path to) {
        folder = to;
    }

    @Override
    public DiagnosisTable table() {
        return TABLE;
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @AfterAll
    static void thePageIsWhatWasSaid() throws IOException {
        TABLE.check();
    }
}
