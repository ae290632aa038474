// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.internal.journal.DamagedException;
import dev.pawl.internal.journal.Folds;
import dev.pawl.internal.journal.Replay;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerRow;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs that have a row and no journal that can be read: what is said of them, and who may take them out. */
final class Unreadable {

    static final String MISSING = "its journal is missing";

    private Unreadable() {}

    /**
     * The run as its whole journal says. Blocks.
     *
     * @throws dev.pawl.RefusedException where there is no run
     * @throws StoreException where there is one, and it cannot be read: says what is wrong, and what helps
     */
    static Replay load(RunStore store, Folds folds, UUID run) {
        Replay replay;
        try {
            replay = folds.load(run);
        } catch (DamagedException e) {
            RunRow row = row(store, run);
            throw row == null ? e : of(row, e.what(), e);
        }
        if (replay.run().exists()) {
            return replay;
        }
        RunRow row = row(store, run);
        if (row == null) {
            throw Sights.noRun(run);
        }
        throw of(row, MISSING, null);
    }

    /** What is damaged of a run that has a row, or null where nothing is. Blocks. @throws StoreException where that cannot be said */
    static @Nullable String why(RunStore store, UUID run) {
        try {
            return Replay.load(store, run).run().exists() ? null : MISSING;
        } catch (DamagedException e) {
            return e.what();
        }
    }

    /** Whether a living worker goes on with it from memory. Blocks. */
    static boolean executed(RunStore store, RunRow row) {
        Crew crew = Crew.now(store);
        WorkerRow owner = crew.find(row.owner());
        return owner != null && owner.alive() && crew.beats(owner).unable(row.id()) == null;
    }

    private static StoreException of(RunRow row, String why, @Nullable Throwable cause) {
        return new StoreException(
                StoreException.Kind.BROKEN,
                "run " + row.number() + " of " + row.pipeline() + " cannot be read: " + why,
                remedy(row),
                cause);
    }

    /** What helps, as a sentence without its full stop. */
    static String remedy(RunRow row) {
        return "A backup of before may have it whole; `pawl delete " + row.number() + "` takes out what is left of it";
    }

    private static @Nullable RunRow row(RunStore store, UUID run) {
        try {
            return StoreException.join(store.row(run));
        } catch (StoreException e) {
            return null; // nothing more to say than what was wrong before
        }
    }
}
