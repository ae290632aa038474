// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.core.Attempt;
import dev.pawl.core.Limit;
import dev.pawl.core.PipelineSpec;
import dev.pawl.core.Reason;
import dev.pawl.core.StageSpec;
import dev.pawl.internal.drive.Slots;
import dev.pawl.internal.view.Sight;
import dev.pawl.internal.view.Signs.Place;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.SlotRow;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who holds the slots a run waits for, in whatever process. Thread-safe; blocks. */
final class Holders {

    /** Of many some are enough to know. */
    private static final int SOME = 8;

    private final RunStore store;

    Holders(RunStore store) {
        this.store = store;
    }

    /** The same, with the holders the database knows; a run that waits for no slot costs no read, and without an answer it is as it was. */
    Sight seen(Sight sight) {
        Map<String, List<Place>> holders = new TreeMap<>();
        try {
            Map<UUID, String> names = new HashMap<>();
            for (Reason reason : sight.signs().reasons()) {
                Limit limit = limit(sight.pipeline(), reason);
                if (limit != null && !holders.containsKey(limit.name())) {
                    if (names.isEmpty()) {
                        names.putAll(names());
                    }
                    holders.put(limit.name(), places(limit.name(), sight.owner(), names));
                }
            }
        } catch (StoreException e) {
            return sight;
        }
        return holders.isEmpty() ? sight : sight.with(sight.signs().holders(holders));
    }

    private static @Nullable Limit limit(@Nullable PipelineSpec pipeline, Reason reason) {
        StageSpec spec = pipeline == null || reason.code() != Reason.Code.LIMIT || reason.stage() == null
                ? null
                : pipeline.stage(reason.stage());
        return spec == null ? null : spec.limit();
    }

    private Map<UUID, String> names() {
        Map<UUID, String> names = new HashMap<>();
        for (WorkerRow row : StoreException.join(store.workers())) {
            names.put(row.worker().id(), row.worker().name());
        }
        return names;
    }

    private List<Place> places(String limit, @Nullable WorkerInfo from, Map<UUID, String> names) {
        return StoreException.join(store.slots(limit)).stream()
                .filter(SlotRow::held)
                .limit(SOME)
                .map(row -> place(row, from, names))
                .filter(Objects::nonNull)
                .toList();
    }

    private @Nullable Place place(SlotRow row, @Nullable WorkerInfo from, Map<UUID, String> names) {
        Attempt holder = Slots.attempt(row);
        if (holder == null) {
            return null;
        }
        RunRow run = StoreException.join(store.row(holder.run()));
        boolean elsewhere = from == null || !from.id().equals(row.worker());
        return new Place(
                holder.run(),
                run == null ? 0 : run.number(),
                holder.stage(),
                elsewhere ? names.getOrDefault(row.worker(), "another worker") : null);
    }
}
