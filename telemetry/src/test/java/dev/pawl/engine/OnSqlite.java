// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import dev.pawl.HistoryEntry;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunListener;
import dev.pawl.RunView;
import dev.pawl.core.Event;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreProvider;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Engines on an SQLite file, which may die, and a listener on each. */
@Timeout(60)
abstract class OnSqlite {

    @TempDir
    private Path folder;

    private final Bench bench = new Bench(this::openStore);

    private RunStore openStore() {
        return ServiceLoader.load(StoreProvider.class)
                .findFirst()
                .orElseThrow()
                .open("jdbc:sqlite:" + folder.resolve("pawl.db"), InstantSource.system());
    }

    @AfterEach
    void closeAll() {
        bench.close();
    }

    Bench bench() {
        return bench;
    }

    abstract RunListener listener(Pawl pawl);

    /** An engine that executes and is listened to. */
    Pawl start(Pipeline<?>... pipelines) {
        Pawl pawl = bench.open();
        for (Pipeline<?> pipeline : pipelines) {
            pawl.register(pipeline);
        }
        return pawl.listen(listener(pawl)).start();
    }

    /** An entry of a run that is in no database. */
    static HistoryEntry stray(Event event) {
        return new HistoryEntry(7, event.at(), 1, List.of(event));
    }

    static RunView viewOfNobody() {
        return new RunView(
                new UUID(1, 1),
                1,
                "nobody",
                1,
                null,
                null,
                RunStatus.SUCCEEDED,
                false,
                null,
                RunView.Source.MEMORY,
                7,
                null,
                0,
                Map.of(),
                Instant.EPOCH,
                null,
                null,
                null,
                new RunView.Progress(0, 0, 0, null),
                null,
                false,
                "",
                List.of(),
                List.of());
    }
}
