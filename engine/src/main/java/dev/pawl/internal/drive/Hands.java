// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.Pipeline;
import dev.pawl.core.Action;
import dev.pawl.core.Attempt;
import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.Command;
import dev.pawl.core.Reason;
import dev.pawl.core.Run;
import dev.pawl.core.World;
import dev.pawl.internal.content.Stored;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sees to what a run's plan asks for, and knows what is the case beside the run. Used on the run's turn only. */
final class Hands {

    private final Host host;
    private final UUID run;
    private final Consumer<Origin> report;
    private final Consumer<Origin> reportFenced;
    private final Executions executions;
    private final Errands errands;
    private final Shares shares;
    private final Deque<Later> later = new ArrayDeque<>();
    private final Set<Action> ready = new HashSet<>();
    /** Whether results may stay in memory for a while. */
    private final boolean holdsBack;

    private boolean left;

    /** What may begin once so many events are durable. */
    private record Later(Action action, long ordinal) {}

    /**
     * Nothing in hand yet.
     *
     * @param turn runs something on the run's turn
     * @param lastTurn the same, perhaps on the thread that asks, which does nothing else afterwards
     * @param report takes a fact, on the run's turn
     * @param reportFenced the same for results of code that had been fenced off
     * @param changed called, on any thread, when others left something to this run
     */
    Hands(
            Host host,
            Pipeline<?> pipeline,
            UUID run,
            Consumer<Runnable> turn,
            Consumer<Runnable> lastTurn,
            Consumer<Origin> report,
            Consumer<Origin> reportFenced,
            Runnable changed) {
        this.host = host;
        this.run = run;
        this.holdsBack = pipeline.spec().checkpoint() == CheckpointPolicy.ON_FAILURE;
        this.report = report;
        this.reportFenced = reportFenced;
        this.executions = new Executions(host, pipeline, turn, lastTurn, new Facts());
        this.errands = new Errands(host, pipeline, executions, turn, fact -> report.accept(Origin.of(fact)));
        this.shares = new Shares(run, host.slots(), host.rooms(), changed);
    }

    Executions executions() {
        return executions;
    }

    /** The run is driven here from now on. */
    void enter() {
        shares.enter();
    }

    /** Nothing more happens now, for these reasons. */
    void atRest(List<Reason> reasons) {
        shares.leaveUnwanted(reasons);
        ready.clear();
    }

    /**
     * Carries it out, or begins to.
     *
     * @return whether there may be more to plan after it: what executes is to be watched, what was asked for may be there
     */
    boolean carryOut(Action action, Ledger ledger, long number) {
        Run tip = ledger.tip();
        switch (action) {
            case Action.Journal journal -> ledger.add(journal.event(), null);
            case Action.Execute execute -> {
                return execute(execute, ledger, number);
            }
            case Action.Stop stop -> executions.stop(stop);
            case Action.Evaluate evaluate
            when mayBegin(evaluate, ledger) -> {
                return errands.mayStart(evaluate, tip, number, ledger.values());
            }
            case Action.ListItems items
            when mayBegin(items, ledger) -> {
                return errands.items(items, tip, number, ledger.values());
            }
            case Action.Gather gather
            when mayBegin(gather, ledger) -> {
                return errands.gather(gather, tip, ledger.values());
            }
            case Action.Evaluate later -> {}
            case Action.ListItems later -> {}
            case Action.Gather later -> {}
            case Action.AcquireSlot acquire -> shares.acquire(acquire);
            case Action.ReleaseSlot release -> shares.release(release.attempt());
            case Action.AskAlone ask -> shares.rooms().ask(run);
            case Action.LeaveAlone leave -> shares.rooms().leaveAlone(run);
        }
        return true;
    }

    /**
     * What is found out may take the worker down: what led to it is durable before, so that it is known what it died of. Where
     * results are held back on purpose, it is enough that the run is claimed. Once it may begin, it is asked for anew: by then
     * it may be wanted no more.
     */
    private boolean mayBegin(Action action, Ledger ledger) {
        Run durable = ledger.durable().run();
        boolean ahead = holdsBack && durable.epoch() == ledger.tip().epoch();
        if (ready.remove(action) || ahead || ledger.tip().ordinal() == durable.ordinal()) {
            return true;
        }
        errands.asked().add(action);
        later.add(new Later(action, ledger.tip().ordinal()));
        return false;
    }

    /** False where another run got the process for itself since the start was decided: it is told when that is over. */
    private boolean execute(Action.Execute execute, Ledger ledger, long number) {
        Run tip = ledger.tip();
        if (!executions.execute(execute, tip, number, ledger.values())) {
            return false;
        }
        if (!execute.attempt().ofItem()) {
            ledger.handedOver(
                    new Command.Started(execute.attempt(), execute.epoch()),
                    tip.stage(execute.attempt().stage()).startOrdinal());
        }
        return true;
    }

    /** So many events are durable: what waited for them may begin. */
    void durable(long acked) {
        while (!later.isEmpty() && later.getFirst().ordinal <= acked) {
            Action action = later.remove().action;
            errands.asked().remove(action);
            ready.add(action);
        }
    }

    /** What was on its way to be durable is not, and what waited for it is to be asked for anew. */
    void restarted() {
        later.forEach(one -> errands.asked().remove(one.action));
        later.clear();
        ready.clear();
    }

    World world(long acked, long ahead, boolean draining) {
        return new World(
                host.worker(),
                executions.executing(),
                acked,
                ahead,
                draining,
                asked(),
                shares.granted(),
                host.rooms().of(run),
                host.watch().judgeFrom());
    }

    private Set<Action> asked() {
        if (errands.asked().isEmpty() && !shares.hasAsked()) {
            return Set.of();
        }
        Set<Action> asked = new HashSet<>(errands.asked());
        shares.addAsked(asked);
        return asked;
    }

    /** Nothing that executes here counts any more, and nobody plans what becomes of it. */
    void leave() {
        left = true;
        executions.fence();
        shares.leave(executions.attempts());
    }

    private final class Facts implements Executions.Facts {
        @Override
        public CompletableFuture<Run> accept(Command.Fact fact, @Nullable Stored own) {
            Origin origin = own == null ? Origin.of(fact) : Origin.of(fact, own);
            report.accept(origin);
            return origin.durable();
        }

        @Override
        public void fenced(Command.Done done, @Nullable Stored own) {
            reportFenced.accept(own == null ? Origin.of(done) : Origin.of(done, own));
        }

        @Override
        public void gone(Attempt attempt) {
            if (left) {
                shares.release(attempt);
            }
        }
    }
}
