// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.internal.view.Beats;
import dev.pawl.internal.view.Full;
import dev.pawl.internal.view.Signs;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerRow;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The workers of a database at one moment, and what they last said of their runs. */
final class Crew {

    private final Map<UUID, WorkerRow> workers = new HashMap<>();
    private final Map<UUID, Instant> signs = new HashMap<>();

    private Crew() {}

    /** Those there are now. Blocks. */
    static Crew now(RunStore store) {
        Crew crew = new Crew();
        for (WorkerRow row : StoreException.join(store.workers())) {
            crew.workers.put(row.worker().id(), row);
            for (Signs.OfStage stage : Beats.read(row.pulse()).stages()) {
                if (stage.heartbeat() != null) {
                    crew.signs.merge(stage.attempt().run(), stage.heartbeat().at(), (a, b) -> a.isAfter(b) ? a : b);
                }
            }
        }
        return crew;
    }

    @Nullable
    WorkerRow find(@Nullable UUID worker) {
        return workers.get(worker);
    }

    /** Whether that one, where there is one, was listed. */
    boolean knows(@Nullable UUID worker) {
        return worker == null || workers.containsKey(worker);
    }

    boolean alive(@Nullable UUID worker) {
        WorkerRow row = workers.get(worker);
        return row != null && row.alive();
    }

    /** All that live. */
    Set<UUID> living() {
        return workers.values().stream()
                .filter(WorkerRow::alive)
                .map(row -> row.worker().id())
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Whether a living worker other than that one is it. */
    boolean aliveBeside(UUID me, @Nullable UUID worker) {
        return !me.equals(worker) && alive(worker);
    }

    /** Of those who live and do not end, the one that is to take that run, or null: nothing but the two ids decides. */
    @Nullable
    UUID nearest(UUID run) {
        return workers.values().stream()
                .filter(row -> row.alive() && !row.drained())
                .map(row -> row.worker().id())
                .max(Comparator.comparingLong((UUID worker) -> mixed(worker, run))
                        .thenComparing(worker -> worker))
                .orElse(null);
    }

    private static long mixed(UUID worker, UUID run) {
        long all = worker.getLeastSignificantBits() ^ Long.rotateLeft(run.getLeastSignificantBits(), 17);
        all = (all ^ (all >>> 33)) * 0xFF51_AFD7_ED55_8CCDL;
        all = (all ^ (all >>> 33)) * 0xC4CE_B9FE_1A85_EC53L;
        return all ^ (all >>> 33);
    }

    /** Whether it said that it ends on purpose. */
    boolean drained(@Nullable UUID worker) {
        WorkerRow row = workers.get(worker);
        return row != null && row.drained();
    }

    /** One that lives, other than that one. */
    @Nullable
    WorkerRow other(@Nullable UUID than) {
        return workers.values().stream()
                .filter(row -> row.alive() && !row.worker().id().equals(than))
                .findAny()
                .orElse(null);
    }

    /** Why those who live begin no run of that pipeline for now, or null. */
    @Nullable
    Full full(String pipeline) {
        return workers.values().stream()
                .filter(WorkerRow::alive)
                .map(row -> Beats.read(row.pulse()).full(pipeline))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The last sign of life of a run that was written down by whoever executed it, or null. */
    @Nullable
    Instant lastSign(UUID run) {
        return signs.get(run);
    }
}
