// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.HistoryEntry;
import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.core.Command;
import dev.pawl.core.Event;
import dev.pawl.core.Run;
import dev.pawl.internal.attempt.Attempts;
import dev.pawl.internal.content.Stored;
import dev.pawl.internal.attempt.Questions;
import dev.pawl.internal.drive.Host;
import dev.pawl.internal.drive.Rooms;
import dev.pawl.internal.drive.RunDriver;
import dev.pawl.internal.drive.Slots;
import dev.pawl.internal.drive.Watch;
import dev.pawl.internal.journal.Replay;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerRow;
import dev.pawl.spi.WorkerSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes runs: keeps a driver for each run it owns. Thread-safe. */
final class Worker implements Host.Audience, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final int PAGE = 500;
    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Parts parts;
    private final Pipelines pipelines;
    private final Signals signals;
    private final Listeners listeners;
    private final Desk desk;
    private final Sights sights;
    private final WorkerSession session;
    private final Host host;
    private final Pulse pulse;
    private final boolean takesAll;
    private final Map<UUID, RunDriver> drivers = new ConcurrentHashMap<>();
    /** Runs that nobody executes and that cannot be executed here, and why. */
    private final Map<UUID, String> unable = new ConcurrentHashMap<>();

    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean closing;

    Worker(
            Parts parts,
            Pipelines pipelines,
            Signals signals,
            Listeners listeners,
            Desk desk,
            Sights sights,
            WorkerSession session,
            boolean takesAll) {
        this.parts = parts;
        this.pipelines = pipelines;
        this.signals = signals;
        this.listeners = listeners;
        this.desk = desk;
        this.sights = sights;
        this.session = session;
        this.takesAll = takesAll;
        Attempts attempts = new Attempts(
                parts.store(),
                parts.env(),
                parts.executor(),
                parts.values(),
                parts.log(),
                parts.options().grace());
        this.host = new Host(
                session.worker().id(),
                parts.env(),
                parts.store(),
                parts.committer(),
                parts.values(),
                attempts,
                new Questions(attempts, parts.options().maxItems()),
                new Slots(),
                new Rooms(parts.env()::now),
                new Watch(parts.env()),
                parts.options().grace(),
                this);
        this.pulse = new Pulse(
                parts.env(),
                session,
                parts.options().pulse(),
                drivers::values,
                () -> unable,
                new Readings(drivers::get));
    }

    void start() {
        host.watch().start();
        pulse.start();
        if (takesAll) {
            sweep();
        }
    }

    /** Looks for work now and again: a missed sign, or a database that was away for a moment, costs a few seconds, no run. */
    private void sweep() {
        if (!closing) {
            lookForWork();
            parts.env().schedule(SWEEP, this::sweep);
        }
    }

    WorkerSession session() {
        return session;
    }

    @Nullable
    RunDriver driver(UUID run) {
        return drivers.get(run);
    }

    /** Makes a run and begins to execute it. */
    CompletableFuture<Run> create(Pipeline<?> pipeline, UUID id, Command.Create create, Stored input) {
        Replay none = Replay.none(id);
        none.values().add(input);
        RunDriver driver = new RunDriver(host, pipeline, none, 0);
        enlist(driver);
        return driver.begin(List.of(create, new Command.Claim(host.worker(), null, false)));
    }

    /**
     * Begins to execute a run that nobody executes. Blocks while it is read.
     *
     * @param first what to say to the run before it is claimed, or null
     * @throws RefusedException where its pipeline is not known
     */
    CompletableFuture<Run> take(UUID id, Command.@Nullable Resume first) {
        return take(id, first, living());
    }

    private CompletableFuture<Run> take(UUID id, Command.@Nullable Resume first, Set<UUID> living) {
        RunDriver there = drivers.get(id);
        if (there != null) {
            return first == null
                    ? CompletableFuture.completedFuture(there.published().run())
                    : there.begin(List.of(first, new Command.Claim(host.worker(), null, false)));
        }
        Replay replay = Replay.load(parts.store(), id);
        RunRow row = StoreException.join(parts.store().row(id));
        if (row == null || !replay.run().exists()) {
            throw Sights.noRun(id);
        }
        Pipeline<?> pipeline = pipelines.of(replay.run().created());
        RunDriver driver = new RunDriver(host, pipeline, replay, row.number());
        if (!enlist(driver)) {
            return take(id, first, living);
        }
        UUID owner = replay.run().owner();
        // nobody drives what is owned by the dead, or by this worker, which has no driver for it
        boolean free = owner != null && (owner.equals(host.worker()) || !living.contains(owner));
        UUID dead = free ? owner : null;
        List<Command> commands = new ArrayList<>();
        if (first != null) {
            commands.add(first);
        }
        commands.add(new Command.Claim(host.worker(), dead, false));
        return driver.begin(commands);
    }

    /** False where another driver of the run is faster. */
    private boolean enlist(RunDriver driver) {
        if (drivers.putIfAbsent(driver.id(), driver) != null) {
            return false;
        }
        unable.remove(driver.id());
        signals.begun(driver.id());
        if (closing) {
            driver.drain(); // it came too late to be among those that are drained
        }
        return true;
    }

    /** Others may have appended. */
    void look() {
        drivers.values().forEach(RunDriver::look);
        if (takesAll) {
            lookForWork();
        }
    }

    private void lookForWork() {
        if (looking.compareAndSet(false, true)) {
            parts.env().blocking().execute(() -> {
                looking.set(false);
                takeOver();
            });
        }
    }

    /** Takes every active run that nobody executes, each on its own: one that cannot be taken keeps no other from it. */
    private void takeOver() {
        try {
            Set<UUID> living = living();
            unable.keySet().removeIf(run -> !isOpen(run));
            RunQuery query = RunQuery.active(PAGE);
            for (List<RunRow> page = find(query); !page.isEmpty() && !closing; page = find(query)) {
                page.stream()
                        .filter(row -> !drivers.containsKey(row.id()))
                        .filter(row -> row.owner() == null || !living.contains(row.owner()))
                        .forEach(row -> takeOver(row, living));
                query = query.olderThan(page.getLast().id());
            }
        } catch (StoreException e) {
            LOG.error("runs that nobody executes cannot be looked for: {}", e.getMessage());
        }
    }

    private void takeOver(RunRow row, Set<UUID> living) {
        try {
            take(row.id(), null, living).whenComplete((run, error) -> {
                if (error == null) {
                    LOG.info(
                            "run {} ({}): {} -> resumed under epoch {}",
                            row.number(),
                            row.pipeline(),
                            was(row),
                            run.epoch());
                } else {
                    LOG.warn("run {} ({}) is not taken: {}", row.number(), row.pipeline(), error.getMessage());
                }
            });
        } catch (RefusedException | StoreException e) {
            cannot(row, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("run {} ({}) cannot be executed here", row.number(), row.pipeline(), e);
        }
    }

    /** It is looked at again and again, and said once. */
    private void cannot(RunRow row, @Nullable String why) {
        String words = String.valueOf(why);
        if (!words.equals(unable.put(row.id(), words))) {
            LOG.warn("run {} ({}) cannot be executed here: {}", row.number(), row.pipeline(), words);
        }
    }

    /** Why a run that nobody executes cannot be executed here, or null. */
    @Nullable
    String unable(UUID run) {
        return unable.get(run);
    }

    private static String was(RunRow row) {
        return row.epoch() == 0 ? "queued" : "interrupted";
    }

    private boolean isOpen(UUID run) {
        RunRow row = StoreException.join(parts.store().row(run));
        return row != null && row.active();
    }

    private List<RunRow> find(RunQuery query) {
        return StoreException.join(parts.store().find(query));
    }

    private Set<UUID> living() {
        return StoreException.join(parts.store().workers()).stream()
                .filter(WorkerRow::alive)
                .map(row -> row.worker().id())
                .collect(Collectors.toSet());
    }

    @Override
    public void durable(RunDriver driver, HistoryEntry entry) {
        UUID id = driver.id();
        listeners.tell(() -> sights.live(driver), entry);
        for (Event event : entry.events()) {
            if (event instanceof Event.Ended) {
                signals.ended(id, () -> sights.live(driver));
                return;
            }
        }
        signals.changed(id);
    }

    @Override
    public void foreign(RunDriver driver, Run before, Run after) {
        UUID id = driver.id();
        if (after.owner() != null && !after.owner().equals(host.worker())) {
            LOG.warn("run {} was taken by another worker; its work here is stopped", id);
        }
        if (after.ended() != null) {
            signals.ended(id, () -> null);
        } else {
            signals.changed(id);
        }
    }

    @Override
    public void left(RunDriver driver, @Nullable RuntimeException why) {
        signals.leaving(driver.id(), why);
        drivers.remove(driver.id(), driver);
        if (why == null) {
            signals.ended(driver.id(), () -> null);
        } else {
            if (why instanceof StoreException) {
                unable.put(driver.id(), String.valueOf(why.getMessage()));
            }
            signals.failed(driver.id(), why);
        }
    }

    @Override
    public void lateResult(RunDriver driver, String attempt, String why) {
        LOG.warn("the result of attempt {} came too late and is refused: {}", attempt, why);
    }

    @Override
    public void afterLeaving(RunDriver driver, Command.Done done, Stored output) {
        lateResult(driver, done.attempt().id(), "its worker had given the run up");
        parts.env().blocking().execute(() -> {
            try {
                Command late = new Command.HandOver(done.attempt(), done.epoch(), done.output());
                desk.command(driver.id(), run -> late, output);
            } catch (RefusedException | StoreException e) {
                LOG.info("the late result of {} is not kept: {}", done.attempt().id(), e.getMessage());
            }
        });
    }

    /** Stops the work of all runs and gives them back; what does not stop in time is left to its fate. */
    @Override
    public void close() {
        closing = true;
        host.watch().close();
        pulse.close();
        drivers.values().forEach(RunDriver::drain);
        long deadline =
                System.nanoTime() + parts.options().grace().plus(PATIENCE).toNanos();
        for (RunDriver driver : List.copyOf(drivers.values())) {
            try {
                driver.leaving().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                LOG.warn("run {} does not stop in time; it will be resumed as an interrupted one", driver.id());
            } catch (ExecutionException e) {
                LOG.warn("run {} could not be given back", driver.id(), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
