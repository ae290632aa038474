// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Diagnosis;
import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.RunView;
import dev.pawl.RunView.Source;
import dev.pawl.core.Event;
import dev.pawl.core.Run;
import dev.pawl.core.RunStatus;
import dev.pawl.internal.attempt.Attempts;
import dev.pawl.internal.drive.RunDriver;
import dev.pawl.internal.journal.Replay;
import dev.pawl.internal.view.Beats;
import dev.pawl.internal.view.Beside;
import dev.pawl.internal.view.Diagnosing;
import dev.pawl.internal.view.Full;
import dev.pawl.internal.view.Sight;
import dev.pawl.internal.view.Signs;
import dev.pawl.internal.view.Surroundings;
import dev.pawl.internal.view.Unable;
import dev.pawl.internal.view.Views;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Looks at runs: from memory where they are driven here, else from the journal. Looking changes nothing. Thread-safe. */
final class Sights {

    private static final int MANY = 10_000;

    /** Of so many runs that go by one name it is said that they do. */
    private static final int SOME = 100;

    private final Parts parts;
    private final Pipelines pipelines;
    private final Kin kin;
    private final Holders holders;
    private final Asking asking;
    private volatile @Nullable WorkerInfo self;
    private volatile @Nullable Worker worker;

    Sights(Parts parts, Pipelines pipelines) {
        this.parts = parts;
        this.pipelines = pipelines;
        this.kin = new Kin(parts.store());
        this.holders = new Holders(parts.store(), parts.env());
        this.asking = new Asking(parts.peers(), parts.env());
    }

    /** This process executes runs, as that worker. */
    void self(WorkerInfo info, Worker nowWorking) {
        worker = nowWorking;
        self = info;
    }

    /**
     * From memory only where the run is owned here: a driver that lost its run knows less than the journal. Else from whoever executes
     * it, and from the journal where nobody does, or that one does not answer.
     */
    RunView view(UUID run) {
        RunDriver driver = ownDriver(run);
        if (driver != null) {
            return Views.of(holders.seen(sight(driver)));
        }
        RunView told = asking.again(run);
        return told == null ? stored(run) : told;
    }

    /**
     * How a run is that is executed here, for others who ask, and from memory alone: they wait for a second. Null where it is not, or
     * this worker may be taken for dead by now.
     */
    @Nullable
    RunView executed(UUID run) {
        Worker here = worker;
        RunDriver driver = ownDriver(run);
        return here == null || driver == null || !here.lease().mayBegin()
                ? null
                : live(driver).from(Source.OWNER);
    }

    /** Whether it is executed in this process. */
    boolean going(UUID run) {
        RunDriver driver = driver(run);
        return driver != null && driver.published().run().status().active();
    }

    private @Nullable RunDriver ownDriver(UUID run) {
        WorkerInfo me = self;
        RunDriver driver = driver(run);
        boolean mine = me != null
                && driver != null
                && me.id().equals(driver.published().run().owner());
        return mine ? driver : null;
    }

    /** A run that is driven here: no read of the database. */
    RunView live(RunDriver driver) {
        return Views.of(sight(driver));
    }

    Sight sight(RunDriver driver) {
        RunDriver.Published published = driver.published();
        WorkerInfo me = self;
        Run run = published.run();
        boolean mine = me != null && me.id().equals(run.owner());
        Instant now = parts.env().now();
        return new Sight(
                run,
                published.seq(),
                published.number(),
                driver.pipeline().spec(),
                Source.MEMORY,
                mine ? me : null,
                mine,
                new Readings(this::driver).of(driver, now),
                now);
    }

    private @Nullable RunDriver driver(UUID run) {
        Worker here = worker;
        return here == null ? null : here.driver(run);
    }

    /** Any other run. Blocks. */
    private RunView stored(UUID id) {
        RunRow row = row(id);
        Crew workers = workers();
        WorkerRow owner = workers.find(row.owner());
        RunView told = isMe(owner) ? null : asking.of(row, owner);
        return told == null ? recorded(row, workers) : told;
    }

    /**
     * The same without asking others. Whoever waits for an entry is woken when that is durable, which its owner may hear of a moment
     * later; and then nothing wakes again.
     */
    RunView recorded(UUID id) {
        RunDriver driver = ownDriver(id);
        return driver == null ? recorded(row(id), workers()) : live(driver);
    }

    private RunView recorded(RunRow row, Crew workers) {
        Sight sight = storedSight(row, workers);
        asking.knows(row.id(), sight.seq());
        return Views.of(sight);
    }

    /** Nobody who looks here sees less of a run than that entry. */
    void knows(UUID run, int seq) {
        asking.knows(run, seq);
    }

    private RunRow row(UUID id) {
        RunRow row = StoreException.join(parts.store().row(id));
        if (row == null) {
            throw noRun(id);
        }
        return row;
    }

    Sight storedSight(UUID id) {
        return storedSight(row(id), workers());
    }

    private Sight storedSight(RunRow row, Crew workers) {
        Replay replay = Unreadable.load(parts.store(), parts.folds(), row.id());
        Run run = replay.run();
        WorkerRow owner = workers.find(run.owner());
        Beats beats = workers.beats(owner);
        boolean seenTo = seenTo(owner, beats, run.id());
        Pipeline<?> pipeline = pipelines.find(run.created());
        Signs signs = beats.of(run)
                .unable(!run.status().active() || seenTo ? null : unable(run.id(), workers))
                .full(run.status() == RunStatus.QUEUED ? full(run.created().pipeline(), workers) : null);
        Sight sight = new Sight(
                run,
                replay.seq(),
                row.number(),
                pipeline == null ? null : pipeline.spec(),
                Source.JOURNAL,
                owner == null ? null : owner.worker(),
                seenTo,
                kin.beside(row),
                signs,
                parts.env().now());
        return holders.seen(sight, workers);
    }

    /** Why living workers begin no run of that pipeline for now, or null. */
    private @Nullable Full full(String pipeline, Crew workers) {
        Worker here = worker;
        Full why = here == null ? null : here.admissions().full(pipeline);
        return why == null ? workers.full(pipeline) : why;
    }

    /** Whether its owner executes a run: it lives, and neither knows nor says that it cannot. */
    private boolean seenTo(@Nullable WorkerRow owner, Beats beats, UUID run) {
        return alive(owner, run) && (isMe(owner) || beats.unable(run) == null);
    }

    /** Why living workers, its owner among them, do not execute a run that nobody executes, or null. */
    private @Nullable Unable unable(UUID run, Crew workers) {
        Worker here = worker;
        Unable why = here == null ? null : here.unable(run);
        return why == null ? workers.unable(run) : why;
    }

    /** Why a run is where it is. Blocks. */
    Diagnosis diagnose(UUID id) {
        RunDriver driver = ownDriver(id);
        Sight sight = driver == null ? storedSight(id) : holders.seen(sight(driver));
        Path folder = parts.options().folder();
        return Diagnosing.of(
                sight,
                new Surroundings(
                        parts.store().place(),
                        folder == null ? null : folder.toString(),
                        free(folder),
                        Attempts.patience(parts.options().grace()),
                        living(),
                        history(sight)));
    }

    private static @Nullable Long free(@Nullable Path folder) {
        try {
            return folder == null ? null : Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return null;
        }
    }

    /** What is known without the database is worth saying where it does not answer. */
    private int living() {
        try {
            return workers().living().size();
        } catch (StoreException e) {
            return 0;
        }
    }

    /** Only where it tells more than how the run stands. */
    private List<Event> history(Sight sight) {
        Run run = sight.run();
        if (run.lateResults() == 0 && run.strikes() == 0) {
            return List.of();
        }
        try {
            return StoreException.join(parts.store().read(run.id(), 0, MANY)).stream()
                    .flatMap(entry -> Replay.story(entry).events().stream())
                    .toList();
        } catch (StoreException e) {
            return List.of();
        }
    }

    /** A page of runs. Blocks. */
    List<RunView> list(RunQuery query) {
        Crew workers = workers();
        List<RunRow> rows = StoreException.join(parts.store().find(query));
        Map<UUID, Beside> beside = kin.beside(rows);
        return rows.stream()
                .map(row -> listed(row, workers, beside.getOrDefault(row.id(), Beside.NONE)))
                .toList();
    }

    private RunView listed(RunRow row, Crew workers, Beside beside) {
        WorkerRow owner = workers.find(row.owner());
        Beats beats = workers.beats(owner);
        boolean seenTo = seenTo(owner, beats, row.id());
        Full full = row.status() == RunStatus.QUEUED ? full(row.pipeline(), workers) : null;
        return Views.of(row, seenTo, row.active() ? closer(row, workers, seenTo, beats) : null, beside, full);
    }

    /** The run itself, where its row does not tell how it is; of those that plainly go on it does. */
    private @Nullable Sight closer(RunRow row, Crew workers, boolean seenTo, Beats beats) {
        RunDriver driver = ownDriver(row.id());
        if (driver != null) {
            return sight(driver);
        }
        boolean plain = seenTo
                ? beats.plain(row.id(), parts.env().now())
                : row.status() != RunStatus.WAITING // it may wait for a person, or for a time
                        && !(row.status() == RunStatus.QUEUED && row.epoch() > 0); // so may one that was given back
        try {
            return plain ? null : storedSight(row, workers);
        } catch (StoreException e) {
            return null; // one that cannot be read hides no other
        }
    }

    /** The one run of that number, whose id begins so, or that has that key. Blocks. */
    UUID named(String name) {
        RunQuery byName = RunQuery.named(name, SOME);
        Map<UUID, RunView> found = new LinkedHashMap<>();
        list(byName).forEach(run -> found.put(run.id(), run));
        if (!byName.namesNumber()) {
            list(RunQuery.ofKey(name, SOME)).forEach(run -> found.put(run.id(), run));
        }
        if (found.size() > 1) {
            long keys = found.values().stream()
                    .filter(run -> name.equals(run.key()))
                    .count();
            String means = keys == 0
                    ? " begins the ids of "
                    : keys == found.size() ? " is the key of " : " is the key, or begins the ids, of ";
            throw RefusedException.ambiguous(
                    name + means + found.size() + (found.size() < SOME ? " runs" : " runs or more"),
                    keys == found.size() ? "give the number of one" : "give more of the id, or the number of one",
                    List.copyOf(found.values()));
        }
        return found.keySet().stream().findFirst().orElseThrow(() -> noRun(name));
    }

    /** Whether the worker that owns a run lives. */
    boolean ownerAlive(Run run) {
        return run.owner() != null && alive(workers().find(run.owner()), run.id());
    }

    /** Whether a run's owner lives and has it: this worker may live and have left a run it could not drive. */
    private boolean alive(@Nullable WorkerRow owner, UUID run) {
        return owner != null && owner.alive() && (!isMe(owner) || driver(run) != null);
    }

    private boolean isMe(@Nullable WorkerRow owner) {
        WorkerInfo me = self;
        return owner != null && me != null && owner.worker().id().equals(me.id());
    }

    private Crew workers() {
        return Crew.now(parts.store());
    }

    static RefusedException noRun(Object id) {
        return new RefusedException("NO_RUN", "there is no run " + id, "look at the list of runs", null);
    }
}
