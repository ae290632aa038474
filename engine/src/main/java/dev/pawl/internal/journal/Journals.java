// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.spi.Entry;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads journals of many runs with a few calls: most journals are short, and longer ones are read on with fewer at a time. */
public final class Journals {

    /** At most so many rows are in memory at once beside the runs they are folded into. */
    private static final int ROWS = 10_000;

    private static final int FIRST = 20;
    private static final int MOST = 1000;

    private final RunStore store;
    private final Map<UUID, Replay> whole = new HashMap<>();

    private Journals(RunStore store) {
        this.store = store;
    }

    /**
     * The runs as their journals say. Blocks.
     *
     * @return without those that cannot be read: why not is said to who reads one alone
     * @throws StoreException where the database cannot be asked now
     */
    public static Map<UUID, Replay> load(RunStore store, Collection<UUID> runs) {
        Journals journals = new Journals(store);
        List<Replay> open = runs.stream().map(Replay::none).toList();
        for (int each = FIRST; !open.isEmpty(); each = Math.min(MOST, each * 10)) {
            open = journals.further(open, each);
        }
        return journals.whole;
    }

    /** So many rows further each; those that may go on. */
    private List<Replay> further(List<Replay> runs, int each) {
        List<Replay> longer = new ArrayList<>();
        int width = ROWS / each;
        for (int i = 0; i < runs.size(); i += width) {
            longer.addAll(read(runs.subList(i, Math.min(runs.size(), i + width)), each));
        }
        return longer;
    }

    private List<Replay> read(List<Replay> runs, int each) {
        Map<UUID, Integer> afterSeqs = new LinkedHashMap<>();
        runs.forEach(replay -> afterSeqs.put(replay.run().id(), replay.seq()));
        Map<UUID, List<Entry>> rows = new HashMap<>();
        try {
            for (Entry row : StoreException.join(store.read(afterSeqs, each))) {
                rows.computeIfAbsent(row.run(), run -> new ArrayList<>()).add(row);
            }
        } catch (StoreException e) {
            if (e.kind() == StoreException.Kind.BROKEN) {
                return List.of(); // by one of them
            }
            throw e;
        }
        List<Replay> longer = new ArrayList<>();
        for (Replay replay : runs) {
            fold(replay, rows.getOrDefault(replay.run().id(), List.of()), each, longer);
        }
        return longer;
    }

    private void fold(Replay before, List<Entry> rows, int each, List<Replay> longer) {
        Replay replay = before;
        try {
            for (Entry row : rows) {
                replay = replay.after(row);
            }
        } catch (RuntimeException e) {
            return; // it is damaged
        }
        if (rows.size() < each) {
            whole.put(replay.run().id(), replay);
        } else {
            longer.add(replay);
        }
    }
}
