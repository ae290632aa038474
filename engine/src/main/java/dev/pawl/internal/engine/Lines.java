// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.RunLineage;
import dev.pawl.spi.RetryRow;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs that took up each other, as a tree. One that was deleted is still where it was, as far as others tell of it. Blocks. */
final class Lines {

    private static final int PAGE = 1000;

    private final RunStore store;

    Lines(RunStore store) {
        this.store = store;
    }

    RunLineage of(UUID run) {
        RunRow row = StoreException.join(store.row(run));
        if (row == null) {
            throw Sights.noRun(run);
        }
        UUID root = row.retry() == null ? run : row.retry().root();
        Map<UUID, RunRow> there = new HashMap<>();
        Map<UUID, List<UUID>> retries = new LinkedHashMap<>();
        RunRow first = StoreException.join(store.row(root));
        if (first != null) {
            there.put(root, first);
        }
        for (RunRow heir : heirs(root)) {
            RetryRow retry = heir.retry();
            if (retry != null) {
                there.put(heir.id(), heir);
                retries.computeIfAbsent(retry.parent(), parent -> new ArrayList<>())
                        .add(heir.id());
            }
        }
        // of one that is gone nobody tells which run it took up
        for (UUID parent : List.copyOf(retries.keySet())) {
            if (!there.containsKey(parent) && !parent.equals(root)) {
                retries.computeIfAbsent(root, id -> new ArrayList<>()).add(parent);
            }
        }
        return node(root, 0, there, retries);
    }

    private List<RunRow> heirs(UUID root) {
        List<RunRow> all = new ArrayList<>();
        RunQuery query = RunQuery.ofRoot(root, PAGE);
        for (List<RunRow> page = find(query); !page.isEmpty(); page = find(query)) {
            all.addAll(page);
            query = query.olderThan(page.getLast().id());
        }
        return all;
    }

    private List<RunRow> find(RunQuery query) {
        return StoreException.join(store.find(query));
    }

    private static RunLineage node(UUID id, int goneDepth, Map<UUID, RunRow> there, Map<UUID, List<UUID>> retries) {
        RunRow row = there.get(id);
        RetryRow retry = row == null ? null : row.retry();
        int depth = retry == null ? goneDepth : retry.depth();
        List<RunLineage> below = retries.getOrDefault(id, List.of()).stream()
                .map(heir -> node(heir, depthOf(heir, depth, there, retries), there, retries))
                .sorted(Comparator.comparing(heir -> heir.run().toString()))
                .toList();
        return new RunLineage(
                id,
                row == null ? 0 : row.number(),
                row == null ? null : row.status(),
                retry == null ? null : retry.from(),
                depth,
                row == null ? null : row.createdAt(),
                row == null,
                below);
    }

    /** One that is gone is right before those that took it up. */
    private static int depthOf(UUID id, int above, Map<UUID, RunRow> there, Map<UUID, List<UUID>> retries) {
        RunRow heir = there.containsKey(id) ? null : firstOf(retries.get(id), there);
        return heir == null || heir.retry() == null ? above + 1 : heir.retry().depth() - 1;
    }

    private static @Nullable RunRow firstOf(@Nullable List<UUID> heirs, Map<UUID, RunRow> there) {
        return heirs == null ? null : there.get(heirs.getFirst());
    }
}
