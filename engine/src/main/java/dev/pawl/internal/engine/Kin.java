// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.RefusedException;
import dev.pawl.spi.RetryRow;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs that took each other up, one after the other: of such a line one goes on at a time, as each would do what the others do.
 * Whoever is about to go on looks before, and once more when that is durable: of two at the same moment one sees the other.
 * Blocks.
 */
final class Kin {

    private static final int MOST = 1000;

    private final RunStore store;

    Kin(RunStore store) {
        this.store = store;
    }

    /** Whether it is there and has ended. */
    boolean isAtRest(UUID run) {
        RunRow row = row(run);
        return row != null && !row.active();
    }

    /** Why a run may not be taken up, for what goes on that it comes from, itself included; or null. */
    @Nullable
    RefusedException takenUp(UUID run) {
        for (RunRow row : line(run)) {
            if (goesOn(row)) {
                return new RefusedException(
                        "RUN_ACTIVE",
                        "run " + row.id() + (row.id().equals(run) ? "" : ", from which run " + run + " comes,")
                                + " goes on, and a retry would do what it does",
                        "wait for its end, or cancel it",
                        row.id());
            }
        }
        return null;
    }

    /** Why a run at rest may not be resumed, for what goes on that it comes from, or that comes from it; or null. */
    @Nullable
    RefusedException resumed(UUID run) {
        List<RunRow> above = line(run);
        if (above.isEmpty()) {
            return null;
        }
        for (RunRow row : above.subList(1, above.size())) {
            if (goesOn(row)) {
                return new RefusedException(
                        "RUN_ACTIVE",
                        "run " + row.id() + ", from which run " + run + " comes, goes on, and does what this one would",
                        "wait for its end, or cancel it",
                        row.id());
            }
        }
        RetryRow own = above.getFirst().retry();
        for (RunRow row : active(own == null ? run : own.root())) {
            if (goesOn(row) && !row.id().equals(run) && comesFrom(row, run)) {
                return new RefusedException(
                        "ALREADY_RETRIED",
                        "run " + row.id() + " takes up run " + run + ", is active, and does what this one would",
                        "watch or cancel that run; this one can be resumed when that has ended",
                        row.id());
            }
        }
        return null;
    }

    /** Who waits in line does nothing yet. */
    private static boolean goesOn(RunRow row) {
        RetryRow retry = row.retry();
        return row.active() && (retry == null || retry.holds());
    }

    private boolean comesFrom(RunRow row, UUID run) {
        return line(row.id()).stream().anyMatch(above -> above.id().equals(run));
    }

    /** A run and those it comes from, as far back as they are there. */
    private List<RunRow> line(UUID run) {
        List<RunRow> line = new ArrayList<>();
        for (RunRow row = row(run);
                row != null;
                row = row.retry() == null ? null : row(row.retry().parent())) {
            line.add(row);
        }
        return line;
    }

    private List<RunRow> active(UUID root) {
        return StoreException.join(
                store.find(new RunQuery(null, null, null, null, null, null, true, root, null, MOST)));
    }

    private @Nullable RunRow row(UUID run) {
        return StoreException.join(store.row(run));
    }
}
