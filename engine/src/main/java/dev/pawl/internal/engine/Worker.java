// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.HistoryEntry;
import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.core.Command;
import dev.pawl.core.Event;
import dev.pawl.core.Run;
import dev.pawl.core.RunStatus;
import dev.pawl.internal.content.Stored;
import dev.pawl.internal.drive.Host;
import dev.pawl.internal.drive.RunDriver;
import dev.pawl.internal.fleet.Deaths;
import dev.pawl.internal.fleet.Lease;
import dev.pawl.internal.fleet.Lookout;
import dev.pawl.internal.journal.Replay;
import dev.pawl.internal.schedule.Maker;
import dev.pawl.internal.schedule.Timetable;
import dev.pawl.internal.view.Unable;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.Waits;
import dev.pawl.spi.WorkerSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes runs: keeps a driver for each run it owns. Thread-safe. */
final class Worker implements Host.Audience, Lease.Owner, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final Parts parts;
    private final Pipelines pipelines;
    private final Signals signals;
    private final Listeners listeners;
    private final Desk desk;
    private final Sights sights;
    private final WorkerSession session;
    private final Duty duty;
    private final Lease lease;
    private final Lookout lookout;
    private final Portion portion;
    private final Admissions admissions;
    private final Host host;
    private final Pulse pulse;
    private final Again again;
    private final Waiting waiting = new Waiting();
    private final Doubts doubts;
    private final boolean takesAll;
    private final Map<UUID, RunDriver> drivers = new ConcurrentHashMap<>();
    private final Looking looking;
    private final Recovery recovery;
    private final Timetable timetable;
    private volatile boolean hasBegun;
    private volatile boolean closing;
    private volatile boolean gone;

    Worker(
            Parts parts,
            Pipelines pipelines,
            Signals signals,
            Listeners listeners,
            Desk desk,
            Sights sights,
            Recovery recovery,
            Maker scheduled,
            Duty.Entry entry) {
        this.parts = parts;
        this.pipelines = pipelines;
        this.signals = signals;
        this.listeners = listeners;
        this.desk = desk;
        this.sights = sights;
        this.recovery = recovery;
        this.session = entry.session();
        this.duty = entry.duty();
        this.takesAll = entry.takesAll();
        this.lease = new Lease(parts.env(), session, entry.lease(), entry.before(), this);
        UUID me = session.worker().id();
        this.doubts = new Doubts(parts.env());
        this.looking = new Looking(parts.env(), this::closing, this::takeOver);
        this.admissions = new Admissions(parts.env(), session, pipelines, this::lookForWork);
        this.portion = new Portion(parts.env(), me, this::lookForWork);
        this.lookout = new Lookout(parts.env(), parts.store(), new Deaths(me, Processes::isGone), this::lookForWork);
        this.host = Hosts.of(parts, entry, this);
        this.timetable = new Timetable(parts.env(), parts.store(), scheduled, pipelines::registered, this::closing);
        this.again = new Again(parts.env(), session.worker().id(), this::takeAgain);
        this.pulse = new Pulse(
                parts.env(),
                session,
                parts.options().pulse(),
                drivers::values,
                this::unable,
                admissions::all,
                new Readings(drivers::get));
    }

    void start() {
        lease.start();
        host.watch().start();
        pulse.start();
        // who is dead by the first look leaves runs, which the first sweep is to find
        var unused = lookout.start().thenRun(looking::sweep);
        lookAtTheTime();
    }

    /** There may be another schedule. Who executes only its own runs makes none that are not asked for. */
    void lookAtTheTime() {
        if (takesAll) {
            timetable.look();
        }
    }

    Portion portion() {
        return portion;
    }

    Admissions admissions() {
        return admissions;
    }

    /** Whether runs of that pipeline may have to wait for each other. */
    boolean isLimited(String pipeline) {
        return pipelines.isLimited(pipeline);
    }

    Doubts doubts() {
        return doubts;
    }

    Lease lease() {
        return lease;
    }

    /** Whether code of the run is still at work here that no driver waits for any more. */
    boolean isExecuting(UUID run) {
        return host.rooms().isExecuting(run);
    }

    /** Whether a run that nobody executes is for this worker to take. */
    boolean takes(RunRow row) {
        boolean mine = session.worker().id().equals(row.owner());
        return (takesAll || mine || waiting.isExpected(row.id())) && !driven(row.id()) && !again.holds(row.id());
    }

    private boolean driven(UUID run) {
        return drivers.containsKey(run) || isExecuting(run);
    }

    @Override
    public void stop() {
        StoreException why = Excuses.silent();
        drivers.values().forEach(driver -> driver.leaveAtOnce(why));
    }

    @Override
    public void goOn() {
        host.rooms().reopened();
        lookForWork();
    }

    @Override
    public void gone() {
        gone = true;
        rest();
        stop();
        duty.enterAnew(takesAll);
    }

    private void rest() {
        admissions.close();
        lease.close();
        lookout.close();
        host.watch().close();
        pulse.close();
        host.slots().leave(session);
        timetable.close();
    }

    WorkerSession session() {
        return session;
    }

    @Nullable
    RunDriver driver(UUID run) {
        return drivers.get(run);
    }

    /** Makes a run and begins to execute it. */
    CompletableFuture<Run> create(Making making, UUID id) {
        Replay none = Replay.none(id);
        making.addTo(none.values());
        RunDriver driver = new RunDriver(host, making.pipeline(), none, 0);
        var unused = enlist(driver);
        return driver.begin(List.of(making.command(), new Command.Claim(host.worker(), null, false)), making.items());
    }

    /**
     * Begins to execute a run that nobody executes. Blocks while it is read.
     *
     * @param first what to say to the run before it is claimed, or null
     * @throws RefusedException where its pipeline is not known
     */
    CompletableFuture<Run> take(UUID id, Command.@Nullable Resume first) {
        RunDriver there = drivers.get(id);
        if (there != null) {
            return join(there, first);
        }
        Replay replay = Replay.load(parts.store(), id);
        if (first != null && replay.run().exists() && !mayTake(replay.run())) {
            return CompletableFuture.failedFuture(Excuses.inTurn(replay.run()));
        }
        return first == null ? take(id, replay, null) : admissions.claim(replay.run(), () -> take(id, replay, first));
    }

    private CompletableFuture<Run> take(UUID id, Replay replay, Command.@Nullable Resume first) {
        Crew crew = Crew.now(parts.store()); // after it: whoever owns the run is in it
        RunRow row = StoreException.join(parts.store().row(id));
        if (row == null || !replay.run().exists()) {
            throw Sights.noRun(id);
        }
        return take(replay, row.number(), first, crew);
    }

    /** Whether it need not wait its turn. What counts is asked only of a run that is active. */
    private boolean mayTake(Run run) {
        return run.ended() == null ? admissions.refused(run) == null : !admissions.isLimited(run);
    }

    /** The same where it was read already. */
    CompletableFuture<Run> take(Replay replay, long number, Command.@Nullable Resume first, Crew crew) {
        if (!drivers.containsKey(replay.run().id()) && isExecuting(replay.run().id())) {
            return CompletableFuture.failedFuture(Excuses.stopping(replay.run().id()));
        }
        if (gone) {
            return CompletableFuture.failedFuture(Excuses.enteringAnew());
        }
        Pipeline<?> pipeline = pipelines.toExecute(replay.run());
        RunDriver driver = new RunDriver(host, pipeline, replay, number);
        RunDriver there = enlist(driver);
        if (there != null) {
            return join(there, first);
        }
        UUID owner = replay.run().owner();
        // nobody drives what is owned by the dead, or by this worker, which has no driver for it and did not crash
        boolean left = host.worker().equals(owner);
        boolean free = owner != null && (left || !crew.alive(owner));
        List<Command> commands = new ArrayList<>();
        if (first != null) {
            commands.add(first);
        }
        commands.add(new Command.Claim(host.worker(), free ? owner : null, left || crew.drained(owner)));
        return driver.begin(commands);
    }

    private CompletableFuture<Run> join(RunDriver there, Command.@Nullable Resume first) {
        Run run = there.published().run();
        if (first != null && run.exists() && admissions.isLimited(run)) {
            return CompletableFuture.failedFuture(Excuses.inTurn(run)); // it may have ended, and then counts no more
        }
        return first == null
                ? CompletableFuture.completedFuture(there.published().run())
                : there.begin(List.of(first, new Command.Claim(host.worker(), null, false)));
    }

    /** The other driver of the run where there is one already, or null. */
    private @Nullable RunDriver enlist(RunDriver driver) {
        RunDriver there = drivers.putIfAbsent(driver.id(), driver);
        if (there != null) {
            return there;
        }
        signals.begun(driver.id());
        waiting.begun(driver.id());
        recovery.troubles().forget(driver.id());
        if (gone) {
            stop();
        } else if (closing) {
            driver.drain(); // it came too late to be among those that are drained
        }
        return null;
    }

    /** Others may have appended. */
    void look() {
        drivers.values().forEach(RunDriver::look);
        if (takesAll) {
            lookForWork();
        }
    }

    /** Others may have given slots, which changes no run: slots pass often, and no journal is read for that. */
    void lookForSlots() {
        host.slots().look();
    }

    /** So many more runs may execute here, none where it is 0 or less. What waits for a person or a time needs no room. */
    int room() {
        int most = parts.options().maxRuns();
        int drives = drivers.size();
        return drives < most
                ? most - drives
                : most
                        - Math.toIntExact(drivers.values().stream()
                                .filter(driver -> driver.published().run().status() != RunStatus.WAITING)
                                .count());
    }

    /** The run is submitted here and begins later: it is for this worker to take, whether it takes all or its own only. */
    void expects(UUID run) {
        if (!takesAll) {
            waiting.expect(run);
        }
    }

    /** It was not made after all. */
    void expectsNoMore(UUID run) {
        waiting.begun(run);
    }

    /** What waits, as a look for work found it. */
    void waiting(Instant now, Waits waits) {
        waiting.found(waits);
        if (waits.due() != null) {
            looking.at(waits.due(), now);
        }
    }

    void lookForWork() {
        looking.ask();
    }

    private void takeOver() {
        if (hasBegun || !takesAll) {
            recovery.sweep(this);
        } else {
            hasBegun = recovery.begin(this);
        }
    }

    /** Why a run that nobody executes cannot be executed here, or null. */
    @Nullable
    Unable unable(UUID run) {
        Unable why = again.why().get(run);
        return why == null ? recovery.troubles().all().get(run) : why;
    }

    private Map<UUID, Unable> unable() {
        Map<UUID, Unable> all = new HashMap<>(recovery.troubles().all());
        all.putAll(again.why());
        all.keySet().removeAll(drivers.keySet());
        return all;
    }

    /** Once this worker ends, or was declared dead, the run is for another to take: what waits here for it is not to hear of that. */
    private CompletableFuture<?> takeAgain(UUID run) {
        return closing() ? CompletableFuture.completedFuture(null) : take(run, null);
    }

    /** Whether it was declared dead: nothing is ever driven here again. */
    boolean isGone() {
        return gone;
    }

    /** Whether nothing is to be taken any more. */
    boolean closing() {
        return closing || gone;
    }

    @Override
    public void durable(RunDriver driver, HistoryEntry entry) {
        UUID id = driver.id();
        listeners.tell(() -> sights.live(driver), entry);
        for (Event event : entry.events()) {
            if (event instanceof Event.Ended) {
                Run run = driver.published().run();
                boolean makesRoom = admissions.ended(run.created().pipeline());
                if (waiting.isBehind(run) || makesRoom) {
                    lookForWork();
                }
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
        if (why instanceof StoreException || driver.published().run().exists()) {
            signals.leaving(driver.id(), why);
        }
        boolean full = drivers.size() >= parts.options().maxRuns();
        drivers.remove(driver.id(), driver);
        if (full) {
            lookForWork();
        }
        if (why == null) {
            again.done(driver.id());
            signals.ended(driver.id(), () -> null);
        } else {
            doubts.begin();
            again.left(driver, why);
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
        Ending.say(parts.env(), session);
        host.watch().close();
        pulse.close();
        Ending.drain(parts.env(), drivers.values(), parts.options().grace());
        rest();
    }
}
