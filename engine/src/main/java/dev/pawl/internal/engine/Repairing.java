// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.internal.journal.Journals;
import dev.pawl.internal.journal.Replay;
import dev.pawl.internal.journal.Rows;
import dev.pawl.spi.Keeper;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
                        + (row == null ? "it was gone, or not to be read" : Differences.of(row, projected)));
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
