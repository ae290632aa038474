// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.HistoryEntry;
import dev.pawl.RefusedException;
import dev.pawl.core.Command;
import dev.pawl.core.Event;
import dev.pawl.core.Run;
import dev.pawl.internal.content.Stored;
import dev.pawl.internal.drive.Host;
import dev.pawl.internal.drive.RunDriver;
import dev.pawl.spi.StoreException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the drivers of a worker report: it is passed on to all who wait for it, and may make room for other work. Thread-safe. */
final class Reports implements Host.Audience {

    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    private final Premises premises;
    private final UUID worker;
    private final Drivers drivers;
    private final Admissions admissions;
    private final Waiting waiting;
    private final Again again;
    private final Doubts doubts;
    private final Telling telling;
    private final Runnable lookForWork;

    Reports(
            Premises premises,
            UUID worker,
            Drivers drivers,
            Admissions admissions,
            Waiting waiting,
            Again again,
            Doubts doubts,
            Telling telling,
            Runnable lookForWork) {
        this.premises = premises;
        this.worker = worker;
        this.drivers = drivers;
        this.admissions = admissions;
        this.waiting = waiting;
        this.again = again;
        this.doubts = doubts;
        this.telling = telling;
        this.lookForWork = lookForWork;
    }

    @Override
    public void durable(RunDriver driver, HistoryEntry entry) {
        UUID id = driver.id();
        telling.durable(driver, entry.seq());
        premises.listeners().tell(driver.id(), () -> premises.sights().live(driver), entry);
        for (Event event : entry.events()) {
            if (event instanceof Event.Ended) {
                Run run = driver.published().run();
                boolean makesRoom = admissions.ended(run.created().pipeline());
                if (waiting.isBehind(run) || makesRoom) {
                    lookForWork.run();
                }
                premises.signals().ended(id, () -> premises.sights().live(driver));
                return;
            }
        }
        premises.signals().changed(id);
    }

    @Override
    public void foreign(RunDriver driver, Run before, Run after) {
        UUID id = driver.id();
        if (after.owner() != null && !after.owner().equals(worker)) {
            LOG.warn("run {} was taken by another worker; its work here is stopped", id);
        }
        if (after.ended() != null) {
            premises.signals().ended(id, () -> null);
        } else {
            premises.signals().changed(id);
        }
    }

    @Override
    public void left(RunDriver driver, @Nullable RuntimeException why) {
        Signals signals = premises.signals();
        if (why instanceof StoreException || driver.published().run().exists()) {
            signals.leaving(driver.id(), why);
        }
        telling.left(driver);
        if (drivers.remove(driver)) {
            lookForWork.run();
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
        premises.parts().env().blocking().execute(() -> {
            try {
                Command late = new Command.HandOver(done.attempt(), done.epoch(), done.output(), done.artifacts());
                premises.desk().command(driver.id(), run -> late, output);
            } catch (RefusedException | StoreException e) {
                LOG.info("the late result of {} is not kept: {}", done.attempt().id(), e.getMessage());
            }
        });
    }
}
