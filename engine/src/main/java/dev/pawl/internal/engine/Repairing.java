// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.internal.journal.Journals;
import dev.pawl.internal.journal.Replay;
import dev.pawl.internal.journal.Rows;
import dev.pawl.spi.Entry;
import dev.pawl.spi.Keeper;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes all that is made of journals anew: rows of runs that are not as their journals say, and what is told of runs. Blocks. */
final class Repairing {

    private static final int PAGE = 200;

    private final RunStore store;
    private final Keeper keeper;
    private final List<String> said = new ArrayList<>();
    private final List<Replay> again = new ArrayList<>();

    Repairing(RunStore store) {
        this.store = store;
        this.keeper = store.keeper();
    }

    /** What was mended, and what could not be, a line each. */
    List<String> all() {
        keeper.finish();
        withoutJournals();
        List<UUID> runs = keeper.journals(null, PAGE);
        while (!runs.isEmpty()) {
            Map<UUID, Replay> replays = Journals.load(store, runs);
            List<Told> told = new ArrayList<>();
            for (Replay replay : replays.values()) {
                if (replay.run().exists()) {
                    mend(replay, true);
                    told.add(Tales.of(replay.run(), replay.seq()));
                }
            }
            keeper.untell(runs);
            var unused = keeper.tell(told); // all of each
            runs = keeper.journals(runs.getLast(), PAGE);
        }
        again.forEach(replay -> mend(replay, false)); // what stood in the way may be mended now
        return said;
    }

    /** Of nothing, no row is made: those that have no journal go. */
    private void withoutJournals() {
        RunQuery query = RunQuery.newest(PAGE);
        for (List<RunRow> page = rows(query); !page.isEmpty(); page = rows(query)) {
            Map<UUID, Integer> runs = page.stream().collect(Collectors.toMap(RunRow::id, row -> 0));
            Set<UUID> known = firstEntries(runs).stream().map(Entry::run).collect(Collectors.toSet());
            page.stream().filter(row -> !known.contains(row.id())).forEach(this::takeOut);
            query = query.olderThan(page.getLast().id());
        }
    }

    private List<RunRow> rows(RunQuery query) {
        return StoreException.join(store.find(query));
    }

    private List<Entry> firstEntries(Map<UUID, Integer> runs) {
        return StoreException.join(store.read(runs, 1));
    }

    private void takeOut(RunRow row) {
        String named = "run " + row.number() + " of " + row.pipeline() + ", made " + row.createdAt();
        if (row.active() && Unreadable.executed(store, row)) {
            said.add(named + ", stays: " + Unreadable.MISSING
                    + ", and a living worker has it in memory. Stop that worker, and repair again");
        } else if (keeper.deleteUnreadable(row.id()) == Keeper.Deletion.DELETED) {
            said.add(named + ", is taken out: " + Unreadable.MISSING + ", so its row said what nothing bears out");
        }
    }

    private void mend(Replay replay, boolean first) {
        UUID run = replay.run().id();
        RunRow row = row(run);
        RunRow projected = Rows.project(replay.run(), row == null ? 0 : row.number());
        if (projected.equals(row)) {
            return;
        }
        try {
            UUID last = replay.appendId();
            if (last != null && keeper.mend(projected, replay.seq(), last)) {
                RunRow after = row(run);
                said.add("run " + (after == null ? run : after.number()) + ": its row is as its journal says again: "
                        + (row == null ? anew(projected, after) : Differences.of(row, projected)));
            }
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.BROKEN) {
                throw e;
            }
            if (first) {
                again.add(replay);
            } else {
                said.add("run " + run + ": its row cannot be written: " + e.getMessage());
            }
        }
    }

    /** Numbers are given by the table of the rows, and stand nowhere else. */
    private String anew(RunRow row, @Nullable RunRow after) {
        String number = "";
        if (after != null) {
            List<RunRow> before = rows(RunQuery.newest(1).olderThan(row.id()));
            number = "; " + after.number() + " is a new number, as the one it had stood in that row alone"
                    + (before.isEmpty()
                            ? ""
                            : ": it was made after run " + before.getFirst().number());
        }
        return "it was gone, or not to be read" + number + " (" + row.pipeline() + ", made " + row.createdAt()
                + (row.key() == null ? "" : ", key " + row.key()) + ", id " + row.id() + ")";
    }

    private @Nullable RunRow row(UUID run) {
        try {
            return StoreException.join(store.row(run));
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.BROKEN) {
                throw e;
            }
            return null;
        }
    }
}
