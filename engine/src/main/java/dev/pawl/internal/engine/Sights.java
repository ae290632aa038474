// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.RunView;
import dev.pawl.RunView.Source;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.core.Attempt;
import dev.pawl.core.Run;
import dev.pawl.internal.attempt.LiveAttempt;
import dev.pawl.internal.drive.RunDriver;
import dev.pawl.internal.journal.Replay;
import dev.pawl.internal.view.Beats;
import dev.pawl.internal.view.Sight;
import dev.pawl.internal.view.Views;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks at runs: from memory where they are driven here, else from the journal. Looking changes nothing. Thread-safe. */
final class Sights {

    private final Parts parts;
    private final Pipelines pipelines;
    private volatile @Nullable WorkerInfo self;
    private volatile Predicate<UUID> driven = run -> false;

    Sights(Parts parts, Pipelines pipelines) {
        this.parts = parts;
        this.pipelines = pipelines;
    }

    /** This process executes runs, as that worker; those in {@code driven} at present. */
    void self(WorkerInfo worker, Predicate<UUID> nowDriven) {
        driven = nowDriven;
        self = worker;
    }

    /** A run that is driven here: no read of the database. */
    RunView live(RunDriver driver) {
        RunDriver.Published published = driver.published();
        WorkerInfo worker = self;
        Run run = published.run();
        boolean mine = worker != null && worker.id().equals(run.owner());
        StoreException trouble = driver.trouble();
        return Views.of(new Sight(
                run,
                published.seq(),
                published.number(),
                driver.pipeline().spec(),
                Source.MEMORY,
                mine ? worker : null,
                mine,
                (attempt, epoch) -> beat(driver, attempt, epoch),
                driver.reasons(),
                trouble == null ? null : trouble.getMessage(),
                parts.env().now()));
    }

    private static @Nullable Heartbeat beat(RunDriver driver, Attempt attempt, int epoch) {
        for (LiveAttempt live : driver.attempts()) {
            if (live.epoch() == epoch && live.attempt().equals(attempt)) {
                return live.progress().latest();
            }
        }
        return null;
    }

    /** Any other run. Blocks. */
    RunView stored(UUID id) {
        RunRow row = StoreException.join(parts.store().row(id));
        if (row == null) {
            throw noRun(id);
        }
        Replay replay = Replay.load(parts.store(), id);
        WorkerRow owner = workers().get(replay.run().owner());
        Beats beats = Beats.read(owner == null ? null : owner.pulse());
        Pipeline<?> pipeline = pipelines.find(replay.run().created());
        return Views.of(new Sight(
                replay.run(),
                replay.seq(),
                row.number(),
                pipeline == null ? null : pipeline.spec(),
                Source.JOURNAL,
                owner == null ? null : owner.worker(),
                alive(owner, id),
                beats::of,
                List.of(),
                null,
                parts.env().now()));
    }

    /** A page of runs. Blocks. */
    List<RunView> list(RunQuery query) {
        Map<UUID, WorkerRow> workers = workers();
        return StoreException.join(parts.store().find(query)).stream()
                .map(row -> Views.of(row, row.owner() != null && alive(workers.get(row.owner()), row.id())))
                .toList();
    }

    /** Whether the worker that owns a run lives. */
    boolean ownerAlive(Run run) {
        return run.owner() != null && alive(workers().get(run.owner()), run.id());
    }

    /** Whether a run's owner sees to it: this worker may live and have left a run it could not drive. */
    private boolean alive(@Nullable WorkerRow owner, UUID run) {
        WorkerInfo me = self;
        boolean mine = owner != null && me != null && owner.worker().id().equals(me.id());
        return owner != null && owner.alive() && (!mine || driven.test(run));
    }

    private Map<UUID, WorkerRow> workers() {
        Map<UUID, WorkerRow> byId = new HashMap<>();
        for (WorkerRow row : StoreException.join(parts.store().workers())) {
            byId.put(row.worker().id(), row);
        }
        return byId;
    }

    static RefusedException noRun(Object id) {
        return new RefusedException("NO_RUN", "there is no run " + id, "look at the list of runs", null);
    }
}
