// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.OnConflict;
import dev.pawl.RefusedException;
import dev.pawl.Submission;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Settles what becomes of a run whose key is taken. That the key is taken is only ever learned from the store, which lets one run
 * have it; who has it may end in this moment, so what is made of that is tried again. Thread-safe; blocks.
 */
final class Conflicts {

    /** So often the run in the way may have ended just then. */
    private static final int MOST = 10;

    private static final int PAGE = 1000;

    private final RunStore store;
    private final Commanding commanding;

    Conflicts(RunStore store, Commanding commanding) {
        this.store = store;
        this.commanding = commanding;
    }

    /**
     * What came of a submission.
     *
     * @param attached whether the run was there already
     */
    record Outcome(UUID run, boolean attached) {}

    /**
     * Makes a run, by what makes it or is refused, as often as it takes.
     *
     * @param by who supersedes
     */
    Outcome settle(OnConflict how, @Nullable String by, Supplier<UUID> making) {
        return switch (how) {
            case REJECT, QUEUE -> new Outcome(making.get(), false);
            case ATTACH -> attached(making);
            case SUPERSEDE -> {
                UUID made = making.get();
                supersede(made, by);
                yield new Outcome(made, false);
            }
        };
    }

    /** The same in a transaction of the caller's, where what it did itself is seen by nobody else. */
    UUID joined(Submission submission, Supplier<UUID> making) {
        if (submission.onConflict() == OnConflict.SUPERSEDE) {
            throw new RefusedException(
                    "INVALID",
                    "no run is superseded in a transaction of the caller's, as others could not go on before its end",
                    "cancel that run first and submit with QUEUE, or submit outside of the transaction",
                    null);
        }
        try {
            return making.get();
        } catch (RefusedException e) {
            if (submission.onConflict() == OnConflict.ATTACH && e.activeRun() != null) {
                return e.activeRun();
            }
            throw e;
        }
    }

    private Outcome attached(Supplier<UUID> making) {
        for (int tries = 1; ; tries++) {
            try {
                return new Outcome(making.get(), false);
            } catch (RefusedException e) {
                UUID active = e.activeRun();
                RunRow there = active == null ? null : row(active);
                if (active != null && there != null && there.active()) {
                    return new Outcome(active, true);
                }
                if (active == null || tries == MOST) {
                    throw e;
                }
            }
        }
    }

    /** It is made, and waits in line: so of several that supersede at once all have their turn, one after the other. */
    private void supersede(UUID made, @Nullable String by) {
        RunRow mine = row(made);
        if (mine == null || mine.key() == null) {
            return;
        }
        for (int tries = 1; tries <= MOST; tries++) {
            RunRow before = before(mine);
            if (before == null || cancelled(before, mine, by)) {
                return;
            }
        }
    }

    /** False where it has ended just then, and another may have the key. */
    private boolean cancelled(RunRow before, RunRow mine, @Nullable String by) {
        try {
            commanding.cancel(before.id(), by, "superseded by run " + mine.number());
            return true;
        } catch (RefusedException e) {
            return false;
        } catch (StoreException e) {
            throw new StoreException(
                    e.kind(),
                    "run " + mine.number() + " (" + mine.id() + ") was made and waits in line; whether run "
                            + before.number() + ", which it supersedes, was asked to cancel is not known: "
                            + e.getMessage(),
                    e);
        }
    }

    /** The run that has the key, where it is older: what was submitted later stays. */
    private @Nullable RunRow before(RunRow mine) {
        RunQuery query = new RunQuery(mine.pipeline(), null, mine.key(), null, null, true, null, PAGE);
        for (List<RunRow> page = find(query); !page.isEmpty(); page = find(query)) {
            for (RunRow row : page) {
                if (row.holdsKey()) {
                    return row.number() < mine.number() ? row : null;
                }
            }
            query = query.olderThan(page.getLast().id());
        }
        return null;
    }

    private List<RunRow> find(RunQuery query) {
        return StoreException.join(store.find(query));
    }

    private @Nullable RunRow row(UUID run) {
        return StoreException.join(store.row(run));
    }
}
