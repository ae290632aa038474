// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.imports;

import dev.pawl.spi.RetryRow;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs that were imported, by this import or one before, by what they were called where they came from. Blocks. */
final class Imported {

    private static final int PAGE = 500;
    private static final String SOURCE = "imported";
    private static final String ID = "imported-id";

    private final RunStore store;
    private final Map<String, Known> runs = new HashMap<>();

    /** Pipelines of which the runs that were imported before are among those known. */
    private final Set<String> remembered = new HashSet<>();

    Imported(RunStore store) {
        this.store = store;
    }

    /** A run of a line before, or of an import before. */
    record Known(UUID run, UUID root, int depth) {}

    /** By which it is found later. */
    static Map<String, String> labels(Old old) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(SOURCE, old.source());
        labels.put(ID, old.id());
        if (old.parent() != null) {
            labels.put("imported-parent", old.parent());
        }
        return labels;
    }

    void put(String name, Known run) {
        runs.put(name, run);
    }

    /** The parent where it was imported by a line before, or before. */
    @Nullable
    Known known(Old old, String parent) {
        if (!runs.containsKey(parent) && remembered.add(old.pipeline())) {
            remember(old.pipeline());
        }
        return runs.get(parent);
    }

    /** What they were called stands in their labels; their ids do not follow from that alone. */
    private void remember(String pipeline) {
        RunQuery query = new RunQuery(pipeline, null, null, null, null, null, null, PAGE);
        for (List<RunRow> page = rows(query); !page.isEmpty(); page = rows(query)) {
            for (RunRow row : page) {
                String source = row.labels().get(SOURCE);
                String id = row.labels().get(ID);
                RetryRow retry = row.retry();
                if (source != null && id != null) {
                    runs.putIfAbsent(
                            source + " " + id,
                            retry == null
                                    ? new Known(row.id(), row.id(), 0)
                                    : new Known(row.id(), retry.root(), retry.depth()));
                }
            }
            query = query.olderThan(page.getLast().id());
        }
    }

    private List<RunRow> rows(RunQuery query) {
        return StoreException.join(store.find(query));
    }
}
