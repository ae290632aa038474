// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import dev.pawl.HistoryEntry;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.RunListener;
import dev.pawl.RunView;
import dev.pawl.Submission;
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
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Engines on an SQLite file, which may die, and a listener on each. */
@Timeout(60)
abstract class OnSqlite {

    @TempDir
    private Path folder;

    private final Bench bench = new Bench(this::openStore);
    private final Tally tally = new Tally();

    /** A run whose stage stands at its gate. */
    record AtGate(Gate gate, Pipeline<String> pipeline, Pawl pawl, RunHandle run) {}

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

    /** How often code of {@link Work} was executed. */
    Tally tally() {
        return tally;
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

    /** An engine with a run that is held at the gate of its pipeline. */
    AtGate atGate(BiFunction<Tally, Gate, Pipeline<String>> work) throws Exception {
        Gate gate = bench.gate();
        Pipeline<String> pipeline = work.apply(tally, gate);
        Pawl pawl = start(pipeline);
        RunHandle run = pawl.submit(pipeline, "k", Submission.plain());
        gate.awaitReached();
        return new AtGate(gate, pipeline, pawl, run);
    }

    /** The same, and its worker has died: another goes on with it. */
    Pawl takenOver(AtGate left) {
        bench.kill(left.pawl());
        return start(left.pipeline());
    }

    /** The same, and its worker only seems to have died. */
    Pawl takenFromTheLiving(AtGate left) {
        bench.storeOf(left.pawl()).declareDead();
        return start(left.pipeline());
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
                false, false,
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
