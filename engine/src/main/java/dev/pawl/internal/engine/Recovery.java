// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Pipeline;
import dev.pawl.RecoveryAction;
import dev.pawl.RecoveryReport;
import dev.pawl.RefusedException;
import dev.pawl.core.Command;
import dev.pawl.core.Event;
import dev.pawl.core.Run;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import dev.pawl.internal.drive.RunDriver;
import dev.pawl.internal.journal.Replay;
import dev.pawl.internal.view.Durations;
import dev.pawl.internal.view.Unable;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds active runs that nobody executes, and settles each on its own: one that cannot be read, known or taken keeps no other
 * from it. At the start, in every sweep and when a person asks, the same check is made. Thread-safe; blocks.
 */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final int PAGE = 500;

    /** What is not settled by then goes on being settled without being waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String NOT_KNOWN =
            "; its pipeline is not known here, so look at what it did outside before it is resumed";

    private final Parts parts;
    private final RunStore store;
    private final Pipelines pipelines;
    private final Desk desk;
    private final Troubles troubles = new Troubles();

    Recovery(Parts parts, Pipelines pipelines, Desk desk) {
        this.parts = parts;
        this.store = parts.store();
        this.pipelines = pipelines;
        this.desk = desk;
    }

    /** What to do with a run that nobody executes; a reason to leave it is noted by whoever decides. */
    @FunctionalInterface
    private interface Settling {
        void settle(Standing run, Replay replay, Crew crew);
    }

    /** Runs that could not be settled, and why. */
    Troubles troubles() {
        return troubles;
    }

    /** Who is stuck, and who is not and why, as far as that action goes. Changes nothing. */
    RecoveryReport look(@Nullable Worker here, RecoveryAction action, @Nullable String pipeline, Duration olderThan) {
        Findings findings = new Findings(now(), olderThan);
        each(here, pipeline, findings, true, (run, replay, crew) -> {
            String left = left(run, action, olderThan);
            if (left != null) {
                findings.skipped(run.row(), left);
            }
        });
        return findings.report();
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
        Findings findings = new Findings(now(), olderThan);
        each(here, pipeline, findings, true, (run, replay, crew) -> {
            String left = left(run, action, olderThan);
            if (left != null) {
                findings.skipped(run.row(), left);
            } else if (action == RecoveryAction.FAIL) {
                giveUp(run, crew, here, findings);
            } else if (here != null) {
                take(here, run, replay, crew, findings);
            }
        });
        settled(findings).join();
        LOG.info("recovery ({}) done: {}", action.name().toLowerCase(Locale.ROOT), findings.totals());
        return findings.report();
    }

    /** At the start of a worker that executes all runs: lists them in the log, and settles each. Fails no start; false where it is to be tried again. */
    boolean begin(Worker here) {
        RecoveryAction action = parts.options().onStart();
        Duration limit = parts.options().recoverAfter();
        Findings findings = new Findings(now(), limit);
        try {
            LOG.info("recovery: looking at the active runs");
            each(here, null, findings, true, (run, replay, crew) -> {
                RecoveryReport.Active active = active(run);
                LOG.info(
                        "run {} {} ({}): {}, {}/{}, last sign of life {} ago",
                        active.number(),
                        active.id(),
                        active.pipeline(),
                        active.status().name().toLowerCase(Locale.ROOT),
                        active.done(),
                        active.total(),
                        Durations.words(active.age()));
                if (action == RecoveryAction.FAIL && left(run, action, limit) == null) {
                    giveUp(run, crew, here, findings);
                } else {
                    take(here, run, replay, crew, findings);
                }
            });
        } catch (StoreException e) {
            LOG.error("recovery: the active runs cannot be looked at now, which is tried again: {}", e.getMessage());
            return false;
        }
        var unused = settled(findings).thenRun(() -> {
            RecoveryReport all = findings.report();
            boolean stuck = all.changed().stream().anyMatch(run -> !run.from().equals("queued"))
                    || !all.errors().isEmpty();
            LOG.info("recovery: {}{}; done", stuck ? "" : "none stuck; ", findings.totals());
        });
        return true;
    }

    /** Takes what nobody executes, now and again. */
    void sweep(Worker here) {
        Findings findings = new Findings(now(), Duration.ZERO);
        try {
            each(here, null, findings, false, (run, replay, crew) -> take(here, run, replay, crew, findings));
        } catch (StoreException e) {
            LOG.error("runs that nobody executes cannot be looked for: {}", e.getMessage());
        }
    }

    // ---- one by one

    /** Each active run; with {@code all} also those that are executed, which are noted and go no further. */
    private void each(
            @Nullable Worker here, @Nullable String pipeline, Findings findings, boolean all, Settling settling) {
        Crew crew = Crew.now(store);
        Set<UUID> seen = new HashSet<>();
        Set<UUID> inTurn = new HashSet<>();
        List<RunRow> waiting = new ArrayList<>();
        for (RunRow row : StoreException.join(store.claimable(now(), PAGE))) {
            inTurn.add(row.id());
            if (here != null && here.closing()) {
                return;
            }
            if (pipeline == null || pipeline.equals(row.pipeline())) {
                String full = full(here);
                if (full == null) {
                    one(here, row, crew, seen, findings, all, settling);
                } else {
                    waits(here, row, full, crew, waiting, seen, findings, all);
                }
            }
        }
        RunQuery query = new RunQuery(pipeline, null, null, null, null, true, null, PAGE);
        for (List<RunRow> page = find(query); !page.isEmpty(); page = find(query)) {
            for (RunRow row : page) {
                if (here != null && here.closing()) {
                    return;
                }
                if (inTurn.contains(row.id())) {
                    continue;
                }
                String why = row.owner() == null ? early(row, here) : null;
                if (why == null) {
                    one(here, row, crew, seen, findings, all, settling);
                } else {
                    waits(here, row, why, crew, waiting, seen, findings, all);
                }
            }
            query = query.olderThan(page.getLast().id());
        }
        if (pipeline == null) {
            troubles.keep(seen);
            if (here != null) {
                here.waiting(now(), waiting);
            }
        }
        if (!all && here != null) {
            here.portion().keep(seen);
        }
    }

    private void one(
            @Nullable Worker here,
            RunRow row,
            Crew crew,
            Set<UUID> seen,
            Findings findings,
            boolean all,
            Settling settling) {
        boolean free = all || free(row, crew, here);
        if (free || !crew.alive(row.owner())) {
            seen.add(row.id()); // also one that is for others to take: why it is not taken holds on
        }
        if (free) {
            if (all || here == null || !here.portion().leaves(row.id(), crew)) {
                each(here, row, crew, findings, settling);
            }
        }
    }

    /** One whose turn has not come: nobody is to take it yet. */
    private void waits(
            @Nullable Worker here,
            RunRow row,
            String why,
            Crew crew,
            List<RunRow> waiting,
            Set<UUID> seen,
            Findings findings,
            boolean all) {
        waiting.add(row);
        if (all) {
            seen.add(row.id());
            each(here, row, crew, findings, (run, replay, then) -> findings.skipped(row, why));
        }
    }

    /** Why a run that nobody owns is not to be taken yet, as its row tells; or null where it only stands far back in the queue. */
    private @Nullable String early(RunRow row, @Nullable Worker here) {
        Instant due = row.notBefore();
        if (due != null && due.isAfter(now())) {
            return "it is to begin at " + due;
        }
        return row.key() == null || row.holdsKey() ? full(here) : "it waits in line behind another run of its key";
    }

    private static @Nullable String full(@Nullable Worker here) {
        return here == null || here.hasRoom()
                ? null
                : "it waits in line, as this worker executes as many runs as it may";
    }

    private static boolean free(RunRow row, Crew crew, @Nullable Worker here) {
        return here == null
                ? !crew.alive(row.owner())
                : here.takes(row) && !crew.aliveBeside(here.session().worker().id(), row.owner());
    }

    private void each(@Nullable Worker here, RunRow row, Crew crew, Findings findings, Settling settling) {
        try {
            RunDriver driver = here == null ? null : here.driver(row.id());
            Replay replay = driver == null ? Replay.load(store, row.id()) : null;
            Run run =
                    replay == null ? Objects.requireNonNull(driver).published().run() : replay.run();
            if (!run.exists() || run.ended() != null) {
                troubles.forget(row.id());
                return; // it has ended, or is only being made, since the list was read
            }
            UUID me = here == null ? null : here.session().worker().id();
            // who entered since the workers were listed is not dead
            Crew known = crew.knows(run.owner()) ? crew : Crew.now(store);
            Standing standing = Standing.of(row, run, known, driver, me, now());
            findings.found(active(standing));
            String attended = standing.attended();
            if (attended != null || replay == null) {
                troubles.forget(row.id());
                findings.skipped(row, attended == null ? "it is executed by this process" : attended);
            } else {
                settling.settle(standing, replay, known);
            }
        } catch (Throwable e) { // whatever it is, it keeps no other run from being settled
            findings.unjudged(row);
            problem(row, e, findings);
        }
    }

    private RecoveryReport.Active active(Standing run) {
        Pipeline<?> known = pipelines.find(run.run().created());
        return run.active(known == null ? null : known.spec(), now());
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
        return run.rests(known == null ? null : known.spec(), now());
    }

    private void take(Worker here, Standing run, Replay replay, Crew crew, Findings findings) {
        RecoveryReport.Active was = active(run); // asked here, where it may read
        findings.awaits(here.take(replay, run.row().number(), null, crew).handle((taken, error) -> {
            if (error != null) {
                problem(run.row(), error, findings);
            } else {
                settled(was, run, run.queued() ? "started" : "resumed", run.why(), findings);
            }
            return null;
        }));
    }

    /** What was at work has failed by that; a run whose cancel nobody carried out is cancelled. */
    private void giveUp(Standing run, Crew crew, @Nullable Worker here, Findings findings) {
        WorkerRow other =
                crew.other(here == null ? null : here.session().worker().id());
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
            desk.command(
                    run.row().id(),
                    now -> {
                        if (now.epoch() != run.run().epoch()
                                || !Objects.equals(now.owner(), run.run().owner())) {
                            throw new RefusedException("OWNED", "somebody took it meanwhile", "leave it to them", null);
                        }
                        return now.cancelRequested()
                                ? new Command.Cancel(null, null, false)
                                : new Command.GiveUp(reason);
                    },
                    null);
        } catch (RefusedException e) {
            findings.skipped(run.row(), e.problem());
            return;
        }
        RunRow after = StoreException.join(store.row(run.row().id()));
        RunStatus status = after == null ? RunStatus.FAILED : after.status();
        boolean ended = !status.active();
        settled(
                active(run),
                run,
                ended ? status.name().toLowerCase(Locale.ROOT) : "waiting",
                ended ? reason : "nobody knows what it did outside; settle it",
                findings);
    }

    private void settled(RecoveryReport.Active was, Standing run, String to, String reason, Findings findings) {
        troubles.forget(run.row().id());
        findings.changed(run, to, reason);
        LOG.info(
                "run {} {} ({}): {}/{}, {} -> {}, {}",
                was.number(),
                was.id(),
                was.pipeline(),
                was.done(),
                was.total(),
                run.story(),
                to,
                reason);
    }

    private void problem(RunRow row, Throwable error, Findings findings) {
        if (Troubles.isRace(error)) {
            findings.skipped(row, "somebody took it, or ended it, meanwhile");
            return;
        }
        Unable why = Troubles.of(error);
        findings.error(row, why.words());
        if (troubles.note(row.id(), why)) {
            Throwable fault = why.kind() == Unable.Kind.FAULT ? error : null;
            LOG.warn(
                    "run {} {} ({}) cannot be settled: {}", row.number(), row.id(), row.pipeline(), why.words(), fault);
        }
    }

    /** Whether it was at work, and nobody here can tell what that does outside. */
    private boolean unknown(Standing run) {
        return pipelines.find(run.run().created()) == null
                && run.run().stages().stream().anyMatch(stage -> stage.status() == StageStatus.RUNNING);
    }

    private CompletableFuture<?> settled(Findings findings) {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        parts.env().schedule(PATIENCE, () -> over.complete(true));
        return CompletableFuture.anyOf(findings.settled(), over);
    }

    private List<RunRow> find(RunQuery query) {
        return StoreException.join(store.find(query));
    }

    private Instant now() {
        return parts.env().now();
    }
}
