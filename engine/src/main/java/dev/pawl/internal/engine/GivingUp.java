// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.RefusedException;
import dev.pawl.core.Command;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import dev.pawl.internal.view.Durations;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerRow;
import java.util.Locale;
import java.util.Objects;

/** Ends a run that nobody executes: what was at work has failed by that. Thread-safe; blocks. */
final class GivingUp {

    private static final String NOT_KNOWN =
            "; its pipeline is not known here, so look at what it did outside before it is resumed";

    private final RunStore store;
    private final Pipelines pipelines;
    private final Desk desk;
    private final Settled settled;

    GivingUp(RunStore store, Pipelines pipelines, Desk desk, Settled settled) {
        this.store = store;
        this.pipelines = pipelines;
        this.desk = desk;
        this.settled = settled;
    }

    /** A run whose cancel nobody carried out is cancelled. */
    void giveUp(Check check, Standing run, Crew crew) {
        Findings findings = check.findings();
        WorkerRow other = crew.other(check.me());
        if (run.run().owner() == null && other != null) {
            findings.skipped(
                    run.row(),
                    "it waits in line for process " + other.worker().pid() + " on "
                            + other.worker().host());
            return;
        }
        String reason = run.why() + "; its last sign of life was " + Durations.words(run.age())
                + " before it was given up" + (unknown(run) ? NOT_KNOWN : "");
        try {
            say(run, reason);
        } catch (RefusedException e) {
            findings.skipped(run.row(), e.problem());
            return;
        }
        RunRow after = StoreException.join(store.row(run.row().id()));
        RunStatus status = after == null ? RunStatus.FAILED : after.status();
        boolean ended = !status.active();
        settled.so(
                settled.active(run),
                run,
                ended ? status.name().toLowerCase(Locale.ROOT) : "waiting",
                ended ? reason : "nobody knows what it did outside; settle it",
                findings);
    }

    private void say(Standing run, String reason) {
        desk.command(
                run.row().id(),
                now -> {
                    if (now.epoch() != run.run().epoch()
                            || !Objects.equals(now.owner(), run.run().owner())) {
                        throw new RefusedException("OWNED", "somebody took it meanwhile", "leave it to them", null);
                    }
                    return now.cancelRequested()
                            ? new Command.Cancel(null, null, now.owner())
                            : new Command.GiveUp(reason);
                },
                null);
    }

    /** Whether it was at work, and nobody here can tell what that does outside. */
    private boolean unknown(Standing run) {
        return pipelines.find(run.run().created()) == null
                && run.run().stages().stream().anyMatch(stage -> stage.status() == StageStatus.RUNNING);
    }
}
