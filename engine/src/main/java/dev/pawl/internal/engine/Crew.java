// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.internal.view.Beats;
import dev.pawl.internal.view.Full;
import dev.pawl.internal.view.Signs;
import dev.pawl.internal.view.Unable;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerRow;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The workers of a database at one moment, and what they last said of their runs. */
final class Crew {

    private final Map<UUID, WorkerRow> workers = new HashMap<>();
    /** What they said, read once of each, and only where it matters. */
    private final Map<UUID, Beats> said = new ConcurrentHashMap<>();

    private volatile @Nullable Map<UUID, Instant> signs;

    private Crew() {}

    /** Those there are now. Blocks. */
    static Crew now(RunStore store) {
        return of(StoreException.join(store.workers()));
    }

    /** Those. */
    static Crew of(List<WorkerRow> rows) {
        Crew crew = new Crew();
        rows.forEach(row -> crew.workers.put(row.worker().id(), row));
        return crew;
    }

    /** What one of them last said. */
    Beats beats(@Nullable WorkerRow row) {
        return row == null ? Beats.NONE : said.computeIfAbsent(row.worker().id(), id -> Beats.read(row.pulse()));
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
        return firstSaid(beats -> beats.full(pipeline));
    }

    /** Why those who live do not execute a run, or null. */
    @Nullable
    Unable unable(UUID run) {
        return firstSaid(beats -> beats.unable(run));
    }

    private <T> @Nullable T firstSaid(Function<Beats, @Nullable T> what) {
        return workers.values().stream()
                .filter(WorkerRow::alive)
                .flatMap(row -> Stream.ofNullable(what.apply(beats(row))))
                .findFirst()
                .orElse(null);
    }

    /** The last sign of life of a run that was written down by whoever executed it, or null. */
    @Nullable
    Instant lastSign(UUID run) {
        Map<UUID, Instant> known = signs;
        if (known == null) {
            known = signs();
            signs = known;
        }
        return known.get(run);
    }

    private Map<UUID, Instant> signs() {
        Map<UUID, Instant> last = new HashMap<>();
        for (WorkerRow row : workers.values()) {
            for (Signs.OfStage stage : beats(row).stages()) {
                if (stage.heartbeat() != null) {
                    last.merge(stage.attempt().run(), stage.heartbeat().at(), (a, b) -> a.isAfter(b) ? a : b);
                }
            }
        }
        return last;
    }
}
