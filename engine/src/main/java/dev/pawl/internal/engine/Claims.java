// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.core.Command;
import dev.pawl.core.Run;
import dev.pawl.internal.drive.Host;
import dev.pawl.internal.drive.RunDriver;
import dev.pawl.internal.journal.Replay;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a worker's runs, and takes those that nobody executes: each gets a driver, which claims it. Thread-safe. */
final class Claims {

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    private final Premises premises;
    private final Host host;
    private final Drivers drivers;
    private final Admissions admissions;
    private final Waiting waiting;
    private final Kin kin;

    Claims(Premises premises, Host host, Drivers drivers, Admissions admissions, Waiting waiting) {
        this.premises = premises;
        this.host = host;
        this.drivers = drivers;
        this.admissions = admissions;
        this.waiting = waiting;
        this.kin = new Kin(host.store());
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
        RunDriver there = drivers.of(id);
        if (there != null) {
            return join(there, first);
        }
        Replay replay = premises.parts().folds().taken(id);
        if (first != null && replay.run().exists() && !mayTake(replay.run())) {
            return CompletableFuture.failedFuture(Excuses.inTurn(replay.run()));
        }
        return first == null ? take(id, replay, null) : admissions.claim(replay.run(), () -> take(id, replay, first));
    }

    private CompletableFuture<Run> take(UUID id, Replay replay, Command.@Nullable Resume first) {
        Crew crew = Crew.now(host.store()); // after it: whoever owns the run is in it
        RunRow row = StoreException.join(host.store().row(id));
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
        UUID id = replay.run().id();
        if (drivers.of(id) == null && drivers.isExecuting(id)) {
            return CompletableFuture.failedFuture(Excuses.stopping(id));
        }
        if (drivers.isGone()) {
            return CompletableFuture.failedFuture(Excuses.enteringAnew());
        }
        boolean inLine = replay.run().inLine() && replay.run().created().lineage() != null;
        RefusedException beside = inLine ? kin.begun(id) : null;
        if (beside != null) {
            return CompletableFuture.failedFuture(beside);
        }
        Pipeline<?> pipeline = premises.pipelines().toExecute(replay.run());
        RunDriver driver = new RunDriver(host, pipeline, replay, number);
        RunDriver there = enlist(driver);
        if (there != null) {
            return join(there, first);
        }
        premises.parts().folds().forget(id); // the driver holds it
        UUID owner = replay.run().owner();
        // nobody drives what is owned by the dead, or by this worker, which has no driver for it and did not crash
        boolean left = host.worker().equals(owner);
        boolean free = owner != null && (left || !crew.alive(owner));
        List<Command> commands = new ArrayList<>();
        if (first != null) {
            commands.add(first);
        }
        commands.add(new Command.Claim(
                host.worker(),
                free ? owner : null,
                left || crew.drained(owner),
                replay.run().epoch()));
        CompletableFuture<Run> begun = driver.begin(commands);
        return inLine
                ? begun.thenApplyAsync(run -> orGiveWay(driver, run), host.env().blocking())
                : begun;
    }

    /** One of its line may have begun at the same moment, while this was in nobody's way: then this is not to go on. */
    private Run orGiveWay(RunDriver driver, Run run) {
        RefusedException beside = kin.begun(run.id());
        if (beside != null) {
            LOG.info("run {} is cancelled, as {}", run.id(), beside.problem());
            var unused = driver.command(new Command.Cancel(null, "at the same moment " + beside.problem(), null), null);
        }
        return run;
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
        RunDriver there = drivers.enlist(driver);
        if (there != null) {
            return there;
        }
        premises.signals().begun(driver.id());
        waiting.begun(driver.id());
        premises.recovery().troubles().forget(driver.id());
        drivers.heed(driver);
        return null;
    }
}
