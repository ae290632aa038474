// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.internal.view.Full;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the active runs, in the order in which they are to be taken: which of them nobody executes, and whose turn has
 * not come, and why. Used once, by one thread; blocks.
 */
final class Searching {

    private static final int PAGE = 500;

    private final RunStore store;
    private final Examining examining;
    private final Troubles troubles;
    private final Check check;
    private final Instant now;
    private final Crew crew;
    private final Set<UUID> seen = new HashSet<>();
    private final Set<UUID> inTurn = new HashSet<>();
    private final Set<String> queued = new HashSet<>();
    private final List<RunRow> waiting = new ArrayList<>();

    /** Made right before it is used: the workers are listed here. */
    Searching(Parts parts, Examining examining, Troubles troubles, Check check) {
        this.store = parts.store();
        this.examining = examining;
        this.troubles = troubles;
        this.check = check;
        this.now = parts.env().now();
        this.crew = Crew.now(store);
    }

    /** Each run that nobody executes is settled so. */
    void each(Check.Settling settling) {
        if (queued(settling) && others(settling)) {
            noteWhatWaits();
        }
    }

    /** Those that nobody owns and whose turn has come, in the order of their turns; false where the check is over. */
    private boolean queued(Check.Settling settling) {
        Set<String> except = new HashSet<>();
        int rows = queued(except, settling);
        while (rows == PAGE && except.addAll(fullPipelines())) {
            rows = queued(except, settling); // those that are full starve no other
        }
        return rows >= 0;
    }

    /** How many were found, or -1 where the check is over. */
    private int queued(Set<String> except, Check.Settling settling) {
        List<RunRow> page = StoreException.join(store.claimable(now, PAGE, except));
        for (RunRow row : page) {
            if (check.over()) {
                return -1;
            }
            boolean wanted = check.pipeline() == null || check.pipeline().equals(row.pipeline());
            if (inTurn.add(row.id()) && wanted) {
                String full = full(row);
                if (full == null) {
                    one(row, settling);
                } else {
                    waits(row, full);
                }
            }
        }
        return page.size();
    }

    private Set<String> fullPipelines() {
        Worker here = check.here();
        return here == null
                ? Set.of()
                : queued.stream()
                        .filter(pipeline -> here.admissions().full(pipeline) != null)
                        .collect(Collectors.toSet());
    }

    /** All others, newest first; false where the check is over. */
    private boolean others(Check.Settling settling) {
        RunQuery query = new RunQuery(check.pipeline(), null, null, null, null, true, null, PAGE);
        for (List<RunRow> page = find(query); !page.isEmpty(); page = find(query)) {
            for (RunRow row : page) {
                if (check.over()) {
                    return false;
                }
                if (inTurn.contains(row.id())) {
                    continue;
                }
                String why = row.owner() == null ? early(row) : null;
                if (why == null) {
                    one(row, settling);
                } else {
                    waits(row, why);
                }
            }
            query = query.olderThan(page.getLast().id());
        }
        return true;
    }

    private void noteWhatWaits() {
        Worker here = check.here();
        if (check.pipeline() == null) {
            troubles.keep(seen);
            if (here != null) {
                here.waiting(now, waiting);
                here.admissions().keep(queued);
            }
        }
        if (!check.all() && here != null) {
            here.portion().keep(seen);
        }
    }

    /** One whose turn has come, as far as its row tells. */
    private void one(RunRow row, Check.Settling settling) {
        boolean free = check.all() || free(row);
        if (free || !crew.alive(row.owner())) {
            seen.add(row.id()); // also one that is for others to take: why it is not taken holds on
        }
        if (free && !isForAnother(row)) {
            examining.examine(check, row, crew, settling);
        }
    }

    private boolean isForAnother(RunRow row) {
        Worker here = check.here();
        // of limited pipelines it is asked anyway who may, and whoever has room is not to wait for another
        return !check.all()
                && here != null
                && !here.isLimited(row.pipeline())
                && here.portion().leaves(row.id(), crew);
    }

    /** One whose turn has not come: nobody is to take it yet. */
    private void waits(RunRow row, String why) {
        waiting.add(row);
        if (check.all()) {
            seen.add(row.id());
            examining.examine(check, row, crew, (run, known) -> check.findings().skipped(row, why));
        }
    }

    /** Why a run that nobody owns is not to be taken yet, as its row tells; or null where it only stands far back in the queue. */
    private @Nullable String early(RunRow row) {
        Instant due = row.notBefore();
        if (due != null && due.isAfter(now)) {
            return "it is to begin at " + due;
        }
        return row.key() == null || row.holdsKey() ? full(row) : "it waits in line behind another run of its key";
    }

    private @Nullable String full(RunRow row) {
        queued.add(row.pipeline());
        Worker here = check.here();
        Full full = here == null || row.epoch() > 0 ? null : here.admissions().latest(row.pipeline());
        if (full != null) {
            return full.words();
        }
        return here == null || here.hasRoom()
                ? null
                : "it waits in line, as this worker executes as many runs as it may";
    }

    private boolean free(RunRow row) {
        Worker here = check.here();
        return here == null
                ? !crew.alive(row.owner())
                : here.takes(row) && !crew.aliveBeside(here.session().worker().id(), row.owner());
    }

    private List<RunRow> find(RunQuery query) {
        return StoreException.join(store.find(query));
    }
}
