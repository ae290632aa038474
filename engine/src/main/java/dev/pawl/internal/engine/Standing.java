// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Health;
import dev.pawl.RecoveryReport;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.core.ItemStatus;
import dev.pawl.core.Items;
import dev.pawl.core.PipelineSpec;
import dev.pawl.core.Run;
import dev.pawl.core.StageState;
import dev.pawl.core.StageStatus;
import dev.pawl.internal.attempt.LiveAttempt;
import dev.pawl.internal.drive.RunDriver;
import dev.pawl.internal.view.Durations;
import dev.pawl.internal.view.Resting;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.WorkerRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An active run as a check finds it.
 *
 * @param owner the worker that owns it, where that is known
 * @param executed whether somebody sees to it
 * @param age time since its last sign of life
 */
record Standing(RunRow row, Run run, @Nullable WorkerRow owner, boolean executed, Duration age) {

    private static final Set<StageStatus> AT_WORK = Set.of(StageStatus.RUNNING, StageStatus.WAITING);

    /** Why a document that nobody owns is left. */
    static final String RESTS = "it is an open document, and nothing is to be done until a person acts";

    /**
     * As the journal and the workers say.
     *
     * @param driver what drives it in this process, or null
     * @param me the worker this process is, or null
     */
    static Standing of(RunRow row, Run run, Crew crew, @Nullable RunDriver driver, @Nullable UUID me, Instant now) {
        boolean mine = run.owner() != null && run.owner().equals(me);
        boolean executed = driver != null || (!mine && crew.alive(run.owner()));
        Instant last = run.lastEventAt() == null ? row.createdAt() : run.lastEventAt();
        last = later(last, crew.lastSign(run.id()));
        if (driver != null) {
            for (LiveAttempt live : driver.attempts()) {
                Heartbeat beat = live.progress().latest();
                last = later(last, beat == null ? null : beat.at());
            }
        }
        Duration age = Duration.between(last, now);
        return new Standing(row, run, crew.find(run.owner()), executed, age.isNegative() ? Duration.ZERO : age);
    }

    private static Instant later(Instant a, @Nullable Instant b) {
        return b == null || a.isAfter(b) ? a : b;
    }

    /** As a report lists it; a run that waits for a person is not interrupted, whoever is gone. */
    RecoveryReport.Active active(@Nullable PipelineSpec pipeline, Instant now) {
        Items items = itemsAtWork();
        int done = items == null
                ? Math.toIntExact(run.stages().stream()
                        .filter(stage -> stage.status().done())
                        .count())
                : items.count(ItemStatus.SUCCEEDED);
        int total = items == null ? run.stages().size() : items.size();
        boolean well = executed || rests(pipeline, now) != null;
        Health health = queued() ? null : well ? Health.HEALTHY : Health.INTERRUPTED;
        return new RecoveryReport.Active(
                run.id(), row.number(), row.pipeline(), run.status(), health, done, total, age);
    }

    /** Of the map it is at, if it is at one. */
    private @Nullable Items itemsAtWork() {
        for (StageState stage : run.stages()) {
            if (stage.items() != null && AT_WORK.contains(stage.status())) {
                return stage.items();
            }
        }
        return null;
    }

    /** How it stood before it was settled. */
    String from() {
        return queued() ? "queued" : "interrupted";
    }

    /** The same as a log line tells it, from what the journal says. */
    String story() {
        return queued() ? "queued" : run.status().name().toLowerCase(Locale.ROOT) + " -> interrupted";
    }

    /** Why nobody executes it. */
    String why() {
        if (queued()) {
            return "nobody took it yet";
        }
        if (run.owner() == null) {
            return "it was given back";
        }
        if (owner == null) {
            return "its worker is gone";
        }
        return owner.alive()
                ? "its worker left it"
                : "process " + owner.worker().pid() + " on " + owner.worker().host() + " is gone"
                        + (owner.drained() ? ", ended on purpose" : "");
    }

    /** Why it is to be left alone whatever is to be done with others, or null. */
    @Nullable
    String attended() {
        if (!executed) {
            return null;
        }
        return owner == null
                ? "it is executed by this process"
                : "it is executed by process " + owner.worker().pid() + " on "
                        + owner.worker().host();
    }

    /** Why it is too young, or null. */
    @Nullable
    String younger(Duration olderThan) {
        return age.compareTo(olderThan) < 0
                ? "its last sign of life was " + Durations.words(age) + " ago, and only what is silent for "
                        + Durations.exact(olderThan) + " is taken"
                : null;
    }

    /** Why there is nothing to do for whoever would execute it, until a person acts; or null. */
    @Nullable
    String rests(@Nullable PipelineSpec pipeline, Instant now) {
        if (run.rests()) {
            return RESTS;
        }
        String stage = Resting.at(run, pipeline, now);
        return stage == null ? null : "it waits for a person, at " + stage;
    }

    /** Whether it was never at work: it is stuck only where no worker is to come. */
    boolean queued() {
        return run.epoch() == 0;
    }
}
