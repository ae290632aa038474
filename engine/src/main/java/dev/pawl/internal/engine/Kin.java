// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.RefusedException;
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
        Line line = line(run);
        for (RunRow row : goingOn(line)) {
            if (line.holds(row)) {
                return active(
                        row,
                        row.id().equals(run) ? "" : ", from which run " + run + " " + line.comes(row) + ",",
                        "and a retry would do what it does");
            }
        }
        return null;
    }

    /** Why a run that waited in line may not begin, for what goes on that it comes from; or null. */
    @Nullable
    RefusedException begun(UUID run) {
        return above(run, line(run));
    }

    /** Why a run at rest may not be resumed, for what goes on that it comes from, or that comes from it; or null. */
    @Nullable
    RefusedException resumed(UUID run) {
        Line line = line(run);
        RefusedException above = above(run, line);
        if (above != null) {
            return above;
        }
        for (RunRow row : goingOn(line)) {
            Line below = row.id().equals(run) ? Line.NONE : line(row);
            if (below.holds(line.rows.getFirst())) {
                return new RefusedException(
                        "ALREADY_RETRIED",
                        "run " + row.id() + " " + (below.knows(run) ? "takes up" : "may take up") + " run " + run
                                + ", is active, and does what this one would",
                        "watch or cancel that run; this one can be resumed when that has ended",
                        row.id());
            }
        }
        return null;
    }

    private @Nullable RefusedException above(UUID run, Line line) {
        for (RunRow row : goingOn(line)) {
            if (!row.id().equals(run) && line.holds(row)) {
                return active(
                        row, ", from which run " + run + " " + line.comes(row) + ",", "and does what this one would");
            }
        }
        return null;
    }

    private static RefusedException active(RunRow row, String which, String why) {
        return new RefusedException(
                "RUN_ACTIVE",
                "run " + row.id() + which + " goes on, " + why,
                "wait for its end, or cancel it",
                row.id());
    }

    /**
     * A run and those it comes from, as far back as they are there. Of one that was deleted nobody tells what it took up: it may
     * have been any that is further up.
     */
    private record Line(List<RunRow> rows) {

        static final Line NONE = new Line(List.of());

        boolean holds(RunRow row) {
            return knows(row.id()) || (!rows.isEmpty() && depth(row) < depth(rows.getLast()) - 1);
        }

        boolean knows(UUID run) {
            return rows.stream().anyMatch(row -> row.id().equals(run));
        }

        String comes(RunRow row) {
            return knows(row.id()) ? "comes" : "may come";
        }

        private static int depth(RunRow row) {
            return row.retry() == null ? 0 : row.retry().depth();
        }
    }

    private Line line(UUID run) {
        RunRow row = row(run);
        return row == null ? Line.NONE : line(row);
    }

    private Line line(RunRow run) {
        List<RunRow> line = new ArrayList<>();
        for (RunRow row = run;
                row != null;
                row = row.retry() == null ? null : row(row.retry().parent())) {
            line.add(row);
        }
        return new Line(line);
    }

    /** What goes on of all that took up each other. Who waits in line does nothing yet. */
    private List<RunRow> goingOn(Line line) {
        if (line.rows.isEmpty()) {
            return List.of();
        }
        RunRow own = line.rows.getFirst();
        UUID root = own.retry() == null ? own.id() : own.retry().root();
        List<RunRow> all = new ArrayList<>();
        RunRow first = row(root);
        if (first != null && first.active()) {
            all.add(first);
        }
        for (RunRow row : active(root)) {
            if (row.retry() != null && row.retry().holds()) {
                all.add(row);
            }
        }
        return all;
    }

    private List<RunRow> active(UUID root) {
        return StoreException.join(
                store.find(new RunQuery(null, null, null, null, null, null, true, root, null, MOST)));
    }

    private @Nullable RunRow row(UUID run) {
        return StoreException.join(store.row(run));
    }
}
