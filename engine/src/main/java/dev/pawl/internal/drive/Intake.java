// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.core.Command;
import dev.pawl.core.Decider;
import dev.pawl.core.Event;
import dev.pawl.core.PipelineSpec;
import dev.pawl.internal.content.Stored;
import org.jspecify.annotations.Nullable;

/** Takes in commands and facts: what may be done goes into the ledger, whoever asked for the rest is told. Used on the run's turn only. */
final class Intake {

    private final RunDriver driver;
    private final PipelineSpec pipeline;
    private final Ledger ledger;
    private boolean closed;

    Intake(RunDriver driver, PipelineSpec pipeline, Ledger ledger) {
        this.driver = driver;
        this.pipeline = pipeline;
        this.ledger = ledger;
    }

    /** The driver has left: what still comes is refused, and results are handed over as late. */
    void close() {
        closed = true;
    }

    void accept(Origin origin) {
        if (closed) {
            refuse(origin);
            return;
        }
        switch (Decider.accept(pipeline, ledger.tip(), origin.command(), driver.now())) {
            case Command.Accepted accepted -> {
                keep(origin);
                if (accepted.unchanged()) {
                    ledger.follow(origin);
                }
                for (Event event : accepted.events()) {
                    ledger.add(event, origin);
                }
            }
            case Command.Rejected rejected -> rejected(origin, rejected);
        }
    }

    /** What a person gave is read by stages as what a stage gave is; the outputs of items are not. */
    private void keep(Origin origin) {
        Stored value = origin.value();
        if (value != null && !(origin.command() instanceof Command.Fact)) {
            ledger.values().add(value);
        }
    }

    private void refuse(Origin origin) {
        origin.durable().completeExceptionally(new DriverLeftException());
        if (origin.command() instanceof Command.Done done) {
            Stored own = origin.value();
            Stored output =
                    own == null ? new Stored(done.output(), ledger.values().get(done.output())) : own;
            driver.host().audience().afterLeaving(driver, done, output);
        }
    }

    private void rejected(Origin origin, Command.Rejected rejected) {
        origin.durable().completeExceptionally(Refusals.of(rejected));
        if (origin.command() instanceof Command.Done done) {
            late(done, origin.value(), rejected.problem());
        }
    }

    /** A result of code that had been fenced off: its attempt may be at work again, and this is not what came of that. */
    void fencedOff(Origin origin) {
        if (closed || !(origin.command() instanceof Command.Done done)) {
            accept(origin);
        } else {
            origin.durable().completeExceptionally(new DriverLeftException());
            late(done, origin.value(), "its code did not stop in time and was fenced off");
        }
    }

    /** The result of an attempt that no longer counts goes into the journal for a person to look at, where it still can. */
    private void late(Command.Done done, @Nullable Stored own, String why) {
        driver.host().audience().lateResult(driver, done.attempt().id(), why);
        Command late = new Command.HandOver(done.attempt(), done.epoch(), done.output(), done.artifacts());
        accept(own == null ? Origin.of(late) : Origin.of(late, own));
    }
}
