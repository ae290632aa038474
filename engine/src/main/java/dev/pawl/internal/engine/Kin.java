// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.RefusedException;
import dev.pawl.core.RunStatus;
import dev.pawl.internal.view.Beside;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        RunRow row = row(run);
        return row == null ? null : takenUp(row, goingOn(root(row)));
    }

    private @Nullable RefusedException takenUp(RunRow run, List<RunRow> goingOn) {
        Line line = goingOn.isEmpty() ? Line.NONE : line(run);
        for (RunRow row : goingOn) {
            if (line.holds(row)) {
                return active(
                        row,
                        row.id().equals(run.id()) ? "" : ", from which run " + run.id() + " " + line.comes(row) + ",",
                        "and a retry would do what it does");
            }
        }
        return null;
    }

    /** Why a run that waited in line may not begin, for what goes on that it comes from; or null. */
    @Nullable
    RefusedException begun(UUID run) {
        RunRow row = row(run);
        return row == null ? null : above(row, goingOn(root(row)));
    }

    /** Why a run at rest may not be resumed, for what goes on that it comes from, or that comes from it; or null. */
    @Nullable
    RefusedException resumed(UUID run) {
        RunRow row = row(run);
        return row == null ? null : resumed(row, goingOn(root(row)));
    }

    private @Nullable RefusedException resumed(RunRow run, List<RunRow> goingOn) {
        RefusedException above = above(run, goingOn);
        if (above != null) {
            return above;
        }
        for (RunRow row : goingOn) {
            Line below = row.id().equals(run.id()) ? Line.NONE : line(row);
            if (below.holds(run)) {
                return new RefusedException(
                        "ALREADY_RETRIED",
                        "run " + row.id() + " " + (below.knows(run.id()) ? "takes up" : "may take up") + " run "
                                + run.id() + ", is active, and does what this one would",
                        "watch or cancel that run; this one can be resumed when that has ended",
                        row.id());
            }
        }
        return null;
    }

    private @Nullable RefusedException above(RunRow run, List<RunRow> goingOn) {
        Line line = goingOn.isEmpty() ? Line.NONE : line(run);
        for (RunRow row : goingOn) {
            if (!row.id().equals(run.id()) && line.holds(row)) {
                return active(
                        row,
                        ", from which run " + run.id() + " " + line.comes(row) + ",",
                        "and does what this one would");
            }
        }
        return null;
    }

    /** The same of one that has ended, for people; an active one costs no read. */
    Beside beside(RunRow run) {
        return canGoOn(run) ? beside(run, goingOn(root(run))) : Beside.NONE;
    }

    /** The same of runs of a list that took up others, or were taken up by others of it: one read for each line. */
    Map<UUID, Beside> beside(List<RunRow> runs) {
        Set<UUID> roots = new HashSet<>();
        runs.forEach(run -> {
            if (run.retry() != null) {
                roots.add(run.retry().root());
            }
        });
        Map<UUID, List<RunRow>> goingOn = new HashMap<>();
        Map<UUID, Beside> all = new HashMap<>();
        for (RunRow run : runs) {
            if (canGoOn(run) && roots.contains(root(run))) {
                all.put(run.id(), beside(run, goingOn.computeIfAbsent(root(run), this::goingOn)));
            }
        }
        return all;
    }

    private Beside beside(RunRow run, List<RunRow> goingOn) {
        return goingOn.isEmpty() ? Beside.NONE : new Beside(words(resumed(run, goingOn)), words(takenUp(run, goingOn)));
    }

    private static @Nullable String words(@Nullable RefusedException why) {
        return why == null ? null : why.problem();
    }

    private static boolean canGoOn(RunRow run) {
        return !run.active() && (run.status() != RunStatus.SUCCEEDED || run.degraded());
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

    private Line line(RunRow run) {
        List<RunRow> line = new ArrayList<>();
        for (RunRow row = run;
                row != null;
                row = row.retry() == null ? null : row(row.retry().parent())) {
            line.add(row);
        }
        return new Line(line);
    }

    private static UUID root(RunRow run) {
        return run.retry() == null ? run.id() : run.retry().root();
    }

    /** What goes on of all that took up each other. Who waits in line does nothing yet. */
    private List<RunRow> goingOn(UUID root) {
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
