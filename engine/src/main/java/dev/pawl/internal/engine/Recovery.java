// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Pipeline;
import dev.pawl.RecoveryAction;
import dev.pawl.RecoveryReport;
import dev.pawl.RefusedException;
import dev.pawl.core.Event;
import dev.pawl.internal.view.Durations;
import dev.pawl.internal.view.Full;
import dev.pawl.spi.StoreException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to active runs that nobody executes, each on its own. At the start, in every sweep and when a person asks, the same
 * check is made: {@link Searching} finds them, {@link Examining} reads how each stands, {@link Taking} and {@link GivingUp}
 * act. Thread-safe; blocks.
 */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /** What is not settled by then goes on being settled without being waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Parts parts;
    private final Pipelines pipelines;
    private final Settled settled;
    private final Examining examining;
    private final Taking taking;
    private final GivingUp givingUp;

    Recovery(Parts parts, Pipelines pipelines, Desk desk) {
        this.parts = parts;
        this.pipelines = pipelines;
        this.settled = new Settled(parts.env(), pipelines);
        this.examining = new Examining(parts, settled);
        this.taking = new Taking(settled);
        this.givingUp = new GivingUp(parts.store(), pipelines, desk, settled);
    }

    /** Runs that could not be settled, and why. */
    Troubles troubles() {
        return settled.troubles();
    }

    /** Who is stuck, and who is not and why, as far as that action goes. Changes nothing. */
    RecoveryReport look(@Nullable Worker here, RecoveryAction action, @Nullable String pipeline, Duration olderThan) {
        Check check = new Check(here, pipeline, true, findings(olderThan));
        each(check, (run, known) -> {
            String left = left(run, action, olderThan);
            if (left == null && action == RecoveryAction.RESUME && run.run().owner() == null) {
                left = full(here, run.row().pipeline(), known.crew());
            }
            if (left != null) {
                check.findings().skipped(run.row(), left);
            }
        });
        return check.findings().report();
    }

    private static @Nullable String full(@Nullable Worker here, String pipeline, Crew crew) {
        Full full = here == null ? crew.full(pipeline) : here.admissions().full(pipeline);
        return full == null ? null : full.words();
    }

    /** Settles those that nobody executes. */
    RecoveryReport act(@Nullable Worker here, RecoveryAction action, @Nullable String pipeline, Duration olderThan) {
        if (action == RecoveryAction.RESUME && here == null) {
            throw new RefusedException(
                    "NO_WORKER",
                    "runs are resumed by a process that executes runs, and this one does not",
                    "start it first, or give them up",
                    null);
        }
        Findings findings = findings(olderThan);
        Check check = new Check(here, pipeline, true, findings);
        each(check, (run, known) -> {
            String left = left(run, action, olderThan);
            if (left != null) {
                findings.skipped(run.row(), left);
            } else if (action == RecoveryAction.FAIL) {
                givingUp.giveUp(check, run, known.crew());
            } else if (here != null) {
                taking.take(here, run, known, findings);
            }
        });
        allSettled(findings).join();
        LOG.info("recovery ({}) done: {}", action.name().toLowerCase(Locale.ROOT), findings.totals());
        return findings.report();
    }

    /** At the start of a worker that executes all runs: lists them in the log, and settles each. Fails no start; false where it is to be tried again. */
    boolean begin(Worker here) {
        RecoveryAction action = parts.options().onStart();
        Duration limit = parts.options().recoverAfter();
        Findings findings = findings(limit);
        Check check = new Check(here, null, true, findings);
        try {
            LOG.info("recovery: looking at the active runs");
            each(check, (run, known) -> {
                tell(settled.active(run));
                if (action == RecoveryAction.FAIL && left(run, action, limit) == null) {
                    givingUp.giveUp(check, run, known.crew());
                } else {
                    taking.take(here, run, known, findings);
                }
            });
        } catch (StoreException e) {
            if (!here.closing()) {
                LOG.error(
                        "recovery: the active runs cannot be looked at now, which is tried again: {}", e.getMessage());
            }
            return false;
        }
        var unused = allSettled(findings).thenRun(() -> {
            RecoveryReport all = findings.report();
            boolean stuck = all.changed().stream().anyMatch(run -> !run.from().equals("queued"))
                    || !all.errors().isEmpty();
            LOG.info("recovery: {}{}; done", stuck ? "" : "none stuck; ", findings.totals());
        });
        return true;
    }

    /** Takes what nobody executes, now and again. */
    void sweep(Worker here) {
        Check check = new Check(here, null, false, findings(Duration.ZERO));
        try {
            each(check, (run, known) -> taking.take(here, run, known, check.findings()));
        } catch (StoreException e) {
            if (!here.closing()) { // a look may end with the store
                LOG.error("runs that nobody executes cannot be looked for: {}", e.getMessage());
            }
        }
    }

    private void each(Check check, Check.Settling settling) {
        new Searching(parts, examining, settled.troubles(), check).each(settling);
    }

    /** Why a run that nobody executes is to be left all the same, or null. To go on it must be known here, to be given up not. */
    private @Nullable String left(Standing run, RecoveryAction action, Duration olderThan) {
        boolean fails = action == RecoveryAction.FAIL;
        if (fails && run.queued()) {
            return "it is queued and was never at work, so there is nothing to give up; have it started, or cancel it";
        }
        String younger = run.younger(olderThan);
        if (younger != null) {
            return younger;
        }
        Event.Created created = run.run().created();
        Pipeline<?> known = fails ? pipelines.find(created) : pipelines.of(created);
        return run.rests(known == null ? null : known.spec(), parts.env().now());
    }

    private static void tell(RecoveryReport.Active active) {
        LOG.info(
                "run {} {} ({}): {}, {}/{}, last sign of life {} ago",
                active.number(),
                active.id(),
                active.pipeline(),
                active.status().name().toLowerCase(Locale.ROOT),
                active.done(),
                active.total(),
                Durations.words(active.age()));
    }

    private Findings findings(Duration olderThan) {
        return new Findings(parts.env().now(), olderThan);
    }

    private CompletableFuture<?> allSettled(Findings findings) {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        parts.env().schedule(PATIENCE, () -> over.complete(true));
        return CompletableFuture.anyOf(findings.settled(), over);
    }
}
