// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.Pipeline;
import dev.pawl.core.Action;
import dev.pawl.core.Action.StopCause;
import dev.pawl.core.Attempt;
import dev.pawl.core.Command;
import dev.pawl.core.Content;
import dev.pawl.core.Failure;
import dev.pawl.core.Items;
import dev.pawl.core.Run;
import dev.pawl.core.World.Executing;
import dev.pawl.core.World.Phase;
import dev.pawl.core.World.Work;
import dev.pawl.internal.attempt.Attempts;
import dev.pawl.internal.attempt.Finished;
import dev.pawl.internal.attempt.ItemSource;
import dev.pawl.internal.attempt.LiveAttempt;
import dev.pawl.internal.attempt.Progress;
import dev.pawl.internal.attempt.Question;
import dev.pawl.internal.content.InlineValues;
import dev.pawl.internal.content.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts of one run that execute here, and what else is at work for them: hands them to their code, asks them to stop,
 * and turns what became of them into facts. Changed on the run's turn only; the list may be read by anyone.
 */
final class Executions {

    private static final Logger LOG = LoggerFactory.getLogger(Executions.class);

    private final Host host;
    private final Pipeline<?> pipeline;
    private final Consumer<Runnable> turn;
    private final Consumer<Runnable> lastTurn;
    private final Facts report;
    private final Map<Content, ItemSource> itemLists = new HashMap<>();
    private final Sums sums;
    /** By run, stage, generation and epoch. */
    private final Map<Attempt, Progress> wholes = new HashMap<>();

    private final List<LiveAttempt> live = new CopyOnWriteArrayList<>();
    private final Set<String> checkpointed = new HashSet<>();

    /** Takes facts, on the run's turn. */
    interface Facts {
        /**
         * Takes one.
         *
         * @param own a value it brings that only the journal keeps, or null
         * @return completes, on the run's turn, once it is durable or given up
         */
        CompletableFuture<?> accept(Command.Fact fact, @Nullable Stored own);

        /** The same of a result of code that had been fenced off: it is not what came of the attempt. */
        void fenced(Command.Done done, @Nullable Stored own);

        /** An attempt executes no longer, whether anything is told of it or not. */
        void gone(Attempt attempt);
    }

    /**
     * None yet.
     *
     * @param turn runs something on the run's turn
     * @param lastTurn the same, perhaps on the thread that asks, which does nothing else afterwards
     * @param report takes a fact, on the run's turn
     */
    Executions(Host host, Pipeline<?> pipeline, Consumer<Runnable> turn, Consumer<Runnable> lastTurn, Facts report) {
        this.host = host;
        this.sums = new Sums(host, turn);
        this.pipeline = pipeline;
        this.turn = turn;
        this.lastTurn = lastTurn;
        this.report = report;
    }

    /** What people are to see: code that executes, and anything that was asked to stop and has not. */
    List<LiveAttempt> list() {
        for (LiveAttempt attempt : live) {
            if (!seen(attempt)) {
                return live.stream().filter(Executions::seen).toList();
            }
        }
        return live;
    }

    private static boolean seen(LiveAttempt attempt) {
        return attempt.work() == Work.CODE || attempt.stopCause() != null;
    }

    /** What executes here. */
    Set<Attempt> attempts() {
        Set<Attempt> attempts = new HashSet<>();
        live.forEach(one -> attempts.add(one.attempt()));
        return attempts;
    }

    /** Stages, and items of stages, that may have a checkpoint in the store. */
    Set<String> checkpointed() {
        return checkpointed;
    }

    /** Whether any is there that is still waited for. */
    boolean anyWaitedFor() {
        for (LiveAttempt attempt : live) {
            if (attempt.phase() != Phase.ABANDONED) {
                return true;
            }
        }
        return false;
    }

    List<Executing> executing() {
        if (live.isEmpty()) {
            return List.of();
        }
        List<Executing> executing = new ArrayList<>(live.size());
        for (LiveAttempt attempt : live) {
            executing.add(attempt.executing());
        }
        return executing;
    }

    /** Hands it to its code; false where there is no room for it, which changes with a turn. */
    boolean execute(Action.Execute execute, Run run, long number, InlineValues values) {
        if (!host.rooms().begin(run.id())) {
            return false;
        }
        LiveAttempt[] started = new LiveAttempt[1];
        Progress whole = execute.attempt().ofItem() ? whole(execute, run) : null;
        try {
            started[0] = host.attempts()
                    .start(
                            pipeline,
                            run,
                            number,
                            values,
                            execute,
                            execute.attempt().ofItem() ? list(run, execute.attempt(), values) : null,
                            whole,
                            result -> lastTurn.accept(() -> finished(started[0], result, values)));
            live.add(started[0]);
        } finally {
            if (started[0] == null) {
                host.rooms().ended(run.id());
            }
        }
        return true;
    }

    /**
     * Finds something out for an attempt; false where there is no room for it, which changes with a turn.
     *
     * @param answered gets the answer or what was thrown, on the run's turn; neither of one that was asked to stop: what an
     *     interrupt makes of an answer is not trusted
     */
    boolean ask(
            Attempt attempt,
            int epoch,
            Work work,
            Question question,
            BiConsumer<Command.@Nullable Fact, @Nullable Throwable> answered) {
        if (!host.rooms().begin(attempt.run())) {
            return false;
        }
        LiveAttempt[] asked = new LiveAttempt[1];
        try {
            asked[0] = host.attempts()
                    .ask(
                            attempt,
                            epoch,
                            work,
                            question,
                            (fact, error) -> turn.accept(() -> answered(asked[0], fact, error, answered)));
            live.add(asked[0]);
        } finally {
            if (asked[0] == null) {
                host.rooms().ended(attempt.run());
            }
        }
        return true;
    }

    private void answered(
            LiveAttempt asked,
            Command.@Nullable Fact fact,
            @Nullable Throwable error,
            BiConsumer<Command.@Nullable Fact, @Nullable Throwable> answered) {
        live.remove(asked);
        if (asked.phase() != Phase.ABANDONED) {
            host.rooms().ended(asked.attempt().run());
        }
        if (asked.stopCause() == null) {
            answered.accept(fact, error);
            return;
        }
        answered.accept(null, null);
        Failure failure = asked.phase() == Phase.ABANDONED ? null : Stopped.failure(pipeline.spec(), asked, "");
        if (failure != null) {
            var unused = fail(asked, failure, null);
        }
    }

    /** All items of one execution of a map give their signs of life together, too. */
    private Progress whole(Action.Execute execute, Run run) {
        sums.begins(execute.attempt(), execute.epoch(), run);
        Attempt item = execute.attempt();
        Progress whole = wholes.computeIfAbsent(
                new Attempt(item.run(), item.stage(), item.generation(), execute.epoch()),
                map -> new Progress(host.env()::now, host.env()::elapsedNanos));
        whole.itemBegins();
        return whole;
    }

    /** Read once, and shared by all items of the list. */
    private ItemSource list(Run run, Attempt attempt, InlineValues values) {
        Items items = run.stage(attempt.stage()).items();
        if (items == null) {
            throw new IllegalStateException("stage " + attempt.stage() + " has no items");
        }
        return itemLists.computeIfAbsent(items.list(), list -> host.attempts().source(list, values));
    }

    void stop(Action.Stop stop) {
        LiveAttempt attempt = find(stop.attempt(), stop.epoch());
        if (attempt != null && attempt.phase() == Phase.RUNNING) {
            stop(attempt, stop.cause());
        }
    }

    private void stop(LiveAttempt attempt, StopCause cause) {
        attempt.stop(cause);
        if (cause == StopCause.STALLED) {
            LOG.warn("attempt {} has stalled and is stopped", attempt.attempt().id());
        }
        host.env().schedule(Attempts.patience(host.grace()), () -> turn.accept(() -> abandon(attempt)));
    }

    /** Nothing that executes here counts any more. Code that does not stop must not keep the process from others for ever. */
    void fence() {
        for (LiveAttempt attempt : live) {
            if (attempt.phase() == Phase.RUNNING || attempt.phase() == Phase.FINISHED) {
                stop(attempt, StopCause.FENCED);
            }
        }
    }

    private @Nullable LiveAttempt find(Attempt attempt, int epoch) {
        for (LiveAttempt candidate : live) {
            if (candidate.epoch() == epoch
                    && candidate.attempt().equals(attempt)
                    && candidate.phase() != Phase.ABANDONED) {
                return candidate;
            }
        }
        return null;
    }

    private void abandon(LiveAttempt attempt) {
        if (live.contains(attempt) && attempt.phase() == Phase.STOPPING) {
            LOG.warn(
                    "attempt {} does not stop; it is fenced off",
                    attempt.attempt().id());
            attempt.abandon();
            noteCheckpoint(attempt);
            host.rooms().ended(attempt.attempt().run());
            Failure failure = Stopped.failure(pipeline.spec(), attempt, " and would not stop");
            if (failure != null) {
                var unused = fail(attempt, failure, null);
            }
        }
    }

    /**
     * An item stays until its result is durable: so many may wait for that at once, and no more.
     *
     * <p>The hot path of a map. Measured on two shared cores, SQLite, outputs of 200 bytes: one insert and one sync for half as
     * many items as may execute at once (100,000 items, 64 at once: 3,133 of each), no read but one of the journal when the
     * outputs are gathered (100 entries each: 32); 20 to 25 µs of CPU and 14 to 18 KB allocated an item, its code, its
     * gathering and everything else included.
     */
    private void finished(LiveAttempt attempt, Finished result, InlineValues values) {
        boolean waits = attempt.attempt().ofItem() && attempt.phase() != Phase.ABANDONED;
        if (waits) {
            attempt.reported();
        } else {
            live.remove(attempt);
        }
        noteCheckpoint(attempt);
        if (attempt.phase() != Phase.ABANDONED) {
            host.rooms().ended(attempt.attempt().run());
        }
        report.gone(attempt.attempt());
        CompletableFuture<?> durable = switch (result) {
            case Finished.Good good -> done(attempt, good, values);
            case Finished.Back back when attempt.phase() == Phase.ABANDONED -> CompletableFuture.completedFuture(null);
            case Finished.Back back ->
                report.accept(
                        new Command.Rejects(attempt.attempt(), attempt.epoch(), values.add(back.feedback())), null);
            case Finished.Bad bad -> bad(attempt, bad, bad.partial() == null ? null : values.add(bad.partial()));
        };
        if (waits) {
            var unused = durable.whenComplete((run, error) -> live.remove(attempt));
        }
    }

    private CompletableFuture<?> done(LiveAttempt attempt, Finished.Good good, InlineValues values) {
        boolean item = attempt.attempt().ofItem();
        if (item) {
            attempt.progress().whole().itemDone();
        }
        return item && !good.artifacts().isEmpty()
                ? sums.counted(attempt.attempt(), attempt.epoch()).thenCompose(now -> report(attempt, good, values))
                : report(attempt, good, values);
    }

    private CompletableFuture<?> report(LiveAttempt attempt, Finished.Good good, InlineValues values) {
        boolean item = attempt.attempt().ofItem();
        Content output = item ? good.output().content() : values.add(good.output());
        Failure tooMuch = item ? sums.add(attempt.attempt(), attempt.epoch(), output, good.artifacts()) : null;
        if (tooMuch != null && attempt.phase() != Phase.ABANDONED) {
            return fail(attempt, tooMuch, null);
        }
        Command.Done done =
                new Command.Done(attempt.attempt(), attempt.epoch(), output, good.degraded(), good.artifacts());
        if (attempt.phase() == Phase.ABANDONED) {
            report.fenced(done, item ? good.output() : null);
            return CompletableFuture.completedFuture(null);
        }
        return report.accept(done, item ? good.output() : null);
    }

    private void noteCheckpoint(LiveAttempt attempt) {
        if (attempt.checkpointed()) {
            checkpointed.add(attempt.place());
        }
    }

    /** Code that was asked to stop and fails has stopped, no more; only a time-out and a stall are failures of their own. */
    private CompletableFuture<?> bad(LiveAttempt attempt, Finished.Bad bad, @Nullable Content partial) {
        Failure failure = attempt.stopCause() == null
                ? bad.failure()
                : attempt.phase() == Phase.ABANDONED ? null : Stopped.failure(pipeline.spec(), attempt, "");
        return failure == null ? CompletableFuture.completedFuture(null) : fail(attempt, failure, partial);
    }

    private CompletableFuture<?> fail(LiveAttempt attempt, Failure failure, @Nullable Content partial) {
        return report.accept(Stopped.fact(attempt, failure, partial), null);
    }
}
