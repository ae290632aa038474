// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.WorkerView;
import dev.pawl.WorkerView.Status;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.Sighting;
import dev.pawl.spi.Sightings;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The workers of a database, for people. */
final class Roster {

    private static final int PAGE = 1000;

    private final Sightings look;
    private final Map<UUID, Sighting> seen = new HashMap<>();
    private final Map<UUID, Integer> runs = new HashMap<>();

    private Roster(Sightings look) {
        this.look = look;
        look.workers().forEach(sighting -> seen.put(sighting.worker().id(), sighting));
    }

    /** Those there are now, newest first. Blocks. */
    static List<WorkerView> now(RunStore store) {
        List<WorkerRow> workers = StoreException.join(store.workers());
        Roster roster = new Roster(StoreException.join(store.sightings()));
        RunQuery query = new RunQuery(null, null, null, null, null, true, null, PAGE);
        for (List<RunRow> page = find(store, query); !page.isEmpty(); page = find(store, query)) {
            for (RunRow row : page) {
                if (row.owner() != null) {
                    roster.runs.merge(row.owner(), 1, Integer::sum);
                }
            }
            query = query.olderThan(page.getLast().id());
        }
        return workers.stream().map(roster::view).toList();
    }

    private static List<RunRow> find(RunStore store, RunQuery query) {
        return StoreException.join(store.find(query));
    }

    private WorkerView view(WorkerRow row) {
        WorkerInfo worker = row.worker().withoutKey();
        Sighting sighting = seen.get(worker.id());
        return new WorkerView(
                worker.id(),
                worker.name(),
                worker.host(),
                worker.pid(),
                worker.since(),
                status(row, sighting),
                runs.getOrDefault(worker.id(), 0),
                worker.address(),
                row.alive() && sighting != null && !sighting.lease().equals(Sighting.FOR_LIFE) ? left(sighting) : null);
    }

    private Status status(WorkerRow row, @Nullable Sighting sighting) {
        if (!row.alive()) {
            return Status.DEAD;
        }
        boolean silent = sighting != null
                && (sighting.lock() == Sighting.Lock.FREE || left(sighting).isZero());
        return silent ? Status.SILENT : row.drained() ? Status.DRAINING : Status.ALIVE;
    }

    /** Of its lease; no lease ends before the database was up again for as long as one lasts. */
    private Duration left(Sighting sighting) {
        Duration left = Duration.between(look.now(), sighting.leaseUntil());
        Duration back = Duration.between(look.now(), look.up().plus(sighting.lease()));
        Duration longer = left.compareTo(back) < 0 ? back : left;
        return longer.isNegative() ? Duration.ZERO : longer;
    }
}
