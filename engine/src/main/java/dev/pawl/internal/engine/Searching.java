// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.core.RunStatus;
import dev.pawl.internal.view.Full;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the active runs, in the order in which they are to be taken: which of them nobody executes, and whose turn has
 * not come, and why. A sweep asks only for those that it may take, however many others wait or execute. Used once, by one
 * thread; blocks.
 */
final class Searching {

    private static final int PAGE = 500;
    private static final int LONGEST = 1000;

    /** Beside those there is room for: some are for others to take. */
    private static final int SPARE = 50;

    private final RunStore store;
    private final Troubles troubles;
    private final Check check;
    private final Instant now;
    private final Crew crew;
    private final Candidates candidates;
    private final Set<UUID> seen = new HashSet<>();
    private final Set<UUID> inTurn = new HashSet<>();
    private final Set<String> queued = new HashSet<>();
    private boolean furtherBack;

    /** Made right before it is used: the workers are listed here. */
    Searching(Parts parts, Examining examining, Troubles troubles, Check check) {
        this.store = parts.store();
        this.troubles = troubles;
        this.check = check;
        this.now = parts.env().now();
        this.crew = Crew.now(store);
        this.candidates = new Candidates(check, crew, examining);
    }

    /** Each run that nobody executes is settled so. */
    void each(Check.Settling settling) {
        Worker here = check.here();
        boolean whole;
        if (check.all() || here == null) {
            whole = queued(settling) && others(settling);
        } else {
            whole = toBeTaken(here, settling) && left(here, settling);
        }
        if (whole) {
            candidates.examine();
            note();
        }
    }

    // ---- all

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
        candidates.examine(); // they are first also where there is little room
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
                if (row.owner() == null && row.status() == RunStatus.WAITING) {
                    check.findings().skipped(row, Standing.RESTS); // however many there are, none is read
                    continue;
                }
                String why = row.owner() == null ? early(row) : null;
                if (why != null) {
                    waits(row, why);
                } else if (check.all() && row.owner() == null && row.epoch() == 0) {
                    isFurtherBack(row);
                } else {
                    one(row, settling);
                }
            }
            query = query.olderThan(page.getLast().id());
        }
        return true;
    }

    // ---- a sweep

    /** As many of those that nobody owns and whose turn has come as there is room for; false where the check is over. */
    private boolean toBeTaken(Worker here, Check.Settling settling) {
        Set<String> except = new HashSet<>();
        for (int room = here.room(); room > 0; room = here.room()) {
            int limit = inTurn.isEmpty() ? (int) Math.min(LONGEST, SPARE + 2L * room) : LONGEST;
            List<RunRow> page = StoreException.join(store.claimable(now, limit, except));
            for (RunRow row : page) {
                if (check.over()) {
                    return false;
                }
                if (full(row) == null && inTurn.add(row.id())) {
                    one(row, settling);
                }
            }
            candidates.examine();
            if (page.size() < limit || here.room() <= 0) {
                return true;
            }
            boolean fewer = except.addAll(fullPipelines()); // those that are full starve no other
            if (limit == LONGEST && !fewer) {
                return others(
                        settling); // what is first in the queue is not for this worker: it is to look further back
            }
        }
        return true;
    }

    /** Those whose workers are gone; false where the check is over. */
    private boolean left(Worker here, Check.Settling settling) {
        Set<UUID> attending = crew.living();
        UUID me = here.session().worker().id();
        if (here.doubts().look() || !troubles.all().isEmpty()) {
            attending.remove(me);
        } else {
            attending.add(me);
        }
        UUID after = null;
        for (List<RunRow> page = owned(attending, null); !page.isEmpty(); page = owned(attending, after)) {
            for (RunRow row : page) {
                if (check.over()) {
                    return false;
                }
                if (row.status() == RunStatus.WAITING || candidates.full() == null) {
                    one(row, settling);
                } else {
                    seen.add(row.id()); // whoever has room takes it; here it is looked at again when a run has ended
                }
            }
            after = page.getLast().id();
            if (page.size() < PAGE) {
                return true;
            }
        }
        return true;
    }

    private List<RunRow> owned(Set<UUID> attending, @Nullable UUID after) {
        return StoreException.join(store.ownedByOthers(attending, after, PAGE));
    }

    private void note() {
        Worker here = check.here();
        if (check.pipeline() == null) {
            troubles.keep(seen);
            if (here != null) {
                here.waiting(now, StoreException.join(store.waits(now, Waiting.MANY)));
                here.admissions().keep(queued);
            }
        }
        if (!check.all() && here != null) {
            here.portion().keep(seen);
        }
        if (furtherBack && here != null) {
            here.lookForWork();
        }
    }

    // ---- one by one

    /** One whose turn has come, as far as its row tells. */
    private void one(RunRow row, Check.Settling settling) {
        boolean free = check.all() || free(row);
        if (free || !crew.alive(row.owner())) {
            seen.add(row.id()); // also one that is for others to take: why it is not taken holds on
        }
        if (free && !isForAnother(row)) {
            candidates.add(row, settling);
            if (isLimited(row)) {
                candidates.examine(); // whether one may begin tells whether to look at the next
            }
        }
    }

    private boolean isForAnother(RunRow row) {
        Worker here = check.here();
        // of limited pipelines it is asked anyway who may, and whoever has room is not to wait for another
        return !check.all() && here != null && !isLimited(row) && here.portion().leaves(row.id(), crew);
    }

    private boolean isLimited(RunRow row) {
        Worker here = check.here();
        return here != null && here.isLimited(row.pipeline());
    }

    /** It came after those in turn were listed, or there are many before it: the next look takes them in the order of their turns. */
    private void isFurtherBack(RunRow row) {
        seen.add(row.id());
        candidates.add(row, (run, known) -> {});
        furtherBack = true;
    }

    /** One whose turn has not come: nobody is to take it yet. */
    private void waits(RunRow row, String why) {
        if (check.all()) {
            seen.add(row.id());
            candidates.add(row, (run, known) -> check.findings().skipped(row, why));
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

    /** Why no more runs of its pipeline, or of any, begin here; or null. */
    private @Nullable String full(RunRow row) {
        queued.add(row.pipeline());
        Worker here = check.here();
        Full full = here == null || row.epoch() > 0 ? null : here.admissions().latest(row.pipeline());
        return full == null ? candidates.full() : full.words();
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
