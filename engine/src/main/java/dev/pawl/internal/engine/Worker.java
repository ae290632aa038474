// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.internal.drive.Host;
import dev.pawl.internal.drive.RunDriver;
import dev.pawl.internal.fleet.Deaths;
import dev.pawl.internal.fleet.Lease;
import dev.pawl.internal.fleet.Lookout;
import dev.pawl.internal.schedule.Maker;
import dev.pawl.internal.schedule.Timetable;
import dev.pawl.internal.view.Unable;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.Waits;
import dev.pawl.spi.WorkerSession;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Executes runs for as long as it lives, and looks for more: {@link Claims} makes and takes them, {@link Drivers} drive them and
 * {@link Reports} tell how they do. Thread-safe.
 */
final class Worker implements Lease.Owner, AutoCloseable {

    private final Parts parts;
    private final Pipelines pipelines;
    private final WorkerSession session;
    private final Duty duty;
    private final Lease lease;
    private final Lookout lookout;
    private final Portion portion;
    private final Admissions admissions;
    private final Host host;
    private final Pulse pulse;
    private final Again again;
    private final Telling telling;
    private final Sweeping sweeping;
    private final Waiting waiting = new Waiting();
    private final Doubts doubts;
    private final boolean takesAll;
    private final Drivers drivers;
    private final Claims claims;
    private final Looking looking;
    private final Recovery recovery;
    private final Timetable timetable;
    private volatile boolean hasBegun;

    Worker(Premises premises, Maker scheduled, Duty.Entry entry) {
        this.parts = premises.parts();
        this.pipelines = premises.pipelines();
        this.recovery = premises.recovery();
        this.session = entry.session();
        this.duty = entry.duty();
        this.takesAll = entry.takesAll();
        this.lease = new Lease(parts.env(), session, entry.lease(), entry.before(), this);
        UUID me = session.worker().id();
        this.drivers = new Drivers(parts.options().maxRuns(), entry.rooms());
        this.doubts = new Doubts(parts.env());
        this.looking = new Looking(parts.env(), drivers::closing, this::takeOver);
        this.admissions = new Admissions(parts.env(), session, parts.committer(), pipelines, this::lookForWork);
        this.portion = new Portion(parts.env(), me, this::lookForWork);
        this.lookout = new Lookout(parts.env(), parts.store(), new Deaths(me, Processes::isGone), this::lookForWork);
        this.telling = new Telling(parts, takesAll);
        this.sweeping = new Sweeping(parts, pipelines, takesAll);
        this.again = new Again(parts.env(), me, this::takeAgain);
        this.host = Hosts.of(
                parts,
                premises.listeners(),
                entry,
                new Reports(premises, me, drivers, admissions, waiting, again, doubts, telling, this::lookForWork));
        this.claims = new Claims(premises, host, drivers, admissions, waiting);
        this.timetable = new Timetable(parts.env(), parts.store(), scheduled, pipelines::registered, drivers::closing);
        this.pulse = new Pulse(
                parts.env(),
                session,
                parts.options().pulse(),
                drivers::all,
                this::unable,
                admissions::all,
                new Readings(drivers::of));
    }

    void start() {
        lease.start();
        host.watch().start();
        pulse.start();
        telling.start();
        sweeping.start();
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

    Claims claims() {
        return claims;
    }

    WorkerSession session() {
        return session;
    }

    @Nullable
    RunDriver driver(UUID run) {
        return drivers.of(run);
    }

    /** Whether a run that nobody executes is for this worker to take. */
    boolean takes(RunRow row) {
        boolean mine = session.worker().id().equals(row.owner());
        return (takesAll || mine || waiting.isExpected(row.id()))
                && !drivers.driven(row.id())
                && !again.holds(row.id());
    }

    /** Once this worker ends, or was declared dead, the run is for another to take: what waits here for it is not to hear of that. */
    private CompletableFuture<?> takeAgain(UUID run) {
        return closing() ? CompletableFuture.completedFuture(null) : claims.take(run, null);
    }

    /** Others may have appended. */
    void look() {
        drivers.all().forEach(RunDriver::look);
        if (takesAll) {
            lookForWork();
        }
    }

    /** Others may have given slots, which changes no run: slots pass often, and no journal is read for that. */
    void lookForSlots() {
        host.slots().look();
    }

    /** So many more runs may execute here, none where it is 0 or less. */
    int room() {
        return drivers.room();
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
        drivers.all().forEach(driver -> all.remove(driver.id()));
        return all;
    }

    /** Whether it was declared dead: nothing is ever driven here again. */
    boolean isGone() {
        return drivers.isGone();
    }

    /** Whether nothing is to be taken any more. */
    boolean closing() {
        return drivers.closing();
    }

    @Override
    public void stop() {
        drivers.stop();
    }

    @Override
    public void goOn() {
        host.rooms().reopened();
        lookForWork();
    }

    @Override
    public void gone() {
        drivers.gone();
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
        sweeping.close();
        telling.stop();
    }

    /** Stops the work of all runs and gives them back; what does not stop in time is left to its fate. */
    @Override
    public void close() {
        drivers.close();
        Ending.say(parts.env(), session);
        host.watch().close();
        pulse.close();
        sweeping.close();
        Ending.drain(parts.env(), drivers.all(), parts.options().grace());
        telling.close();
        rest();
    }
}
