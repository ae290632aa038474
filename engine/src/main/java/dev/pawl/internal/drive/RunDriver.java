// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.core.Action;
import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.Command;
import dev.pawl.core.Decider;
import dev.pawl.core.Effect;
import dev.pawl.core.Event;
import dev.pawl.core.Plan;
import dev.pawl.core.Reason;
import dev.pawl.core.Run;
import dev.pawl.core.World;
import dev.pawl.internal.attempt.LiveAttempt;
import dev.pawl.internal.commit.Committer;
import dev.pawl.internal.content.Stored;
import dev.pawl.internal.journal.Replay;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.Entry;
import dev.pawl.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives one run: an actor. Each turn it takes in what happened, asks {@link Decider#next} what should be happening, and sees
 * to the difference, until there is none. There is one way through it: a new run, a resumed one and one taken over from a dead
 * worker differ only in the events they begin with.
 *
 * <p>A chain of ten stages costs eleven appends: each carries a result and the start it makes possible.
 */
public final class RunDriver {

    private static final Logger LOG = LoggerFactory.getLogger(RunDriver.class);

    /** More plans in one turn than any graph needs: a decision that never comes to rest must not take the worker along. */
    private static final int MOST_PLANS = 100_000;

    private final Host host;
    private final Pipeline<?> pipeline;
    private final Mailbox mailbox;
    private final Ledger ledger;
    private final Hands hands;
    private final OneByOne oneByOne = new OneByOne();
    private final Alarm alarm;
    /** Whether any stage may start once what it stands on is on its way. */
    private final boolean runsAhead;

    private volatile Published published;
    private volatile List<Reason> reasons = List.of();
    private boolean draining;
    private boolean reading;
    private boolean changedElsewhere;
    private boolean left;
    /** Before it has begun it does not own its run, and stays all the same. */
    private boolean hasBegun;

    private final CompletableFuture<Void> leaving = new CompletableFuture<>();

    /**
     * What is durable of the run.
     *
     * @param number 0 before the first entry is durable
     */
    public record Published(Run run, int seq, long number) {}

    /**
     * Ready for its first turn.
     *
     * @param replay the run as its journal says, or {@link Replay#none}
     */
    public RunDriver(Host host, Pipeline<?> pipeline, Replay replay, long number) {
        this.host = host;
        this.pipeline = pipeline;
        this.ledger = new Ledger(replay);
        this.published = new Published(replay.run(), replay.seq(), number);
        this.mailbox = new Mailbox(host.env().actors(), () -> guarded(this::afterTurn));
        this.hands = new Hands(
                host, pipeline, replay.run().id(), this::tell, this::accept, this::fencedOff, () -> tell(() -> {}));
        this.alarm = new Alarm(host.env(), this::wake);
        this.runsAhead = pipeline.spec().checkpoint() == CheckpointPolicy.ON_FAILURE
                || pipeline.spec().stages().stream().anyMatch(stage -> stage.effect() == Effect.PURE);
        if (replay.run().exists()) {
            hands.executions().checkpointed().addAll(replay.run().created().stages());
        }
    }

    public UUID id() {
        return published.run.id();
    }

    public Pipeline<?> pipeline() {
        return pipeline;
    }

    /** The run as far as it is durable. */
    public Published published() {
        return published;
    }

    /** Why nothing more is happening. */
    public List<Reason> reasons() {
        return reasons;
    }

    /** Attempts that execute now. */
    public List<LiveAttempt> attempts() {
        return hands.executions().list();
    }

    /** What it shares with other runs of its worker. */
    public Host host() {
        return host;
    }

    /** What keeps the database from taking anything, or null. */
    public @Nullable StoreException trouble() {
        return host.trouble();
    }

    /** The values of the run that stand in its journal. */
    public Replay durable() {
        return ledger.durable();
    }

    /** Puts a command to the run. Completes once it is durable, or with {@link RefusedException}. */
    public CompletableFuture<Run> command(Command command) {
        Origin origin = Origin.of(command);
        tell(() -> accept(origin));
        return origin.durable();
    }

    /**
     * Puts commands to the run, all in one entry, up to the first that is refused.
     *
     * @return completes once the last is durable, or with the refusal of the first that was refused
     */
    public CompletableFuture<Run> begin(List<Command> commands) {
        CompletableFuture<Run> begun = new CompletableFuture<>();
        tell(() -> {
            hasBegun = true;
            if (!left) {
                hands.enter();
            }
            CompletableFuture<Run> last = CompletableFuture.failedFuture(new DriverLeftException());
            for (Command command : commands) {
                Origin origin = Origin.of(command);
                accept(origin);
                last = origin.durable();
                if (last.isCompletedExceptionally()) {
                    break;
                }
            }
            last.whenComplete((run, error) -> {
                if (error == null) {
                    begun.complete(run);
                } else {
                    begun.completeExceptionally(error);
                }
            });
        });
        return begun;
    }

    /** Somebody else may have appended to the run. */
    public void look() {
        tell(() -> changedElsewhere = true);
    }

    /** Completes when the driver is done with the run. */
    public CompletableFuture<Void> leaving() {
        return leaving;
    }

    /** Stops the work and gives the run back. */
    public void drain() {
        tell(() -> draining = true);
    }

    private void wake() {
        tell(alarm::rang);
    }

    private void tell(Runnable message) {
        mailbox.tell(() -> guarded(message));
    }

    /** A run that cannot be driven is left alone; it takes no other run and no worker along. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            LOG.error("run {} cannot be driven and is left alone", id(), e);
            leave(e instanceof StoreException trouble ? trouble : new CannotDriveException(id(), e));
        }
    }

    // ---- one turn

    private void afterTurn() {
        if (left) {
            return;
        }
        if (changedElsewhere && !reading && !ledger.busy()) {
            changedElsewhere = false;
            read();
        }
        if (!reading) {
            sendOneByOne();
            if (oneByOne.isEmpty()) {
                planUntilAtRest();
            }
        }
    }

    private void sendOneByOne() {
        while (!oneByOne.isEmpty() && !ledger.busy()) {
            if (ledger.nothingWaits()) {
                accept(oneByOne.next());
            }
            flush(host.env().now(), true);
        }
    }

    private void planUntilAtRest() {
        for (int plans = 0; plans < MOST_PLANS; plans++) {
            Instant now = host.env().now();
            long acked = ledger.durable().run().ordinal();
            World world = hands.world(acked, ahead(acked), draining);
            Plan plan = Decider.next(pipeline.spec(), ledger.tip(), world, now);
            boolean changed = false;
            for (Action action : plan.actions()) {
                changed |= hands.carryOut(action, ledger, published.number);
            }
            boolean moreCanStart = !changed && flush(now, isAwaited(plan)) && runsAhead;
            if (!changed && !moreCanStart) {
                reasons = plan.reasons();
                hands.atRest(reasons);
                alarm.set(earlier(plan.wakeAt(), HoldBack.until(pipeline.spec(), ledger, now)));
                leaveIfDone();
                return;
            }
        }
        throw new IllegalStateException("run " + id() + " does not come to rest: " + ledger.waitingEvents());
    }

    private long ahead(long acked) {
        boolean claimed = ledger.durable().run().epoch() == ledger.tip().epoch();
        if (!claimed || host.committer().slow()) {
            return acked;
        }
        return pipeline.spec().checkpoint() == CheckpointPolicy.ON_FAILURE
                ? ledger.tip().ordinal()
                : ledger.sent();
    }

    private static boolean isAwaited(Plan plan) {
        return plan.reasons().stream().anyMatch(reason -> reason.code() == Reason.Code.NOT_DURABLE);
    }

    /**
     * Sends what waits, unless an append is on its way or it may be held back.
     *
     * @param awaited whether something waits for it to be durable
     */
    private boolean flush(Instant now, boolean awaited) {
        if (ledger.busy() || ledger.nothingWaits() || (!draining && !awaited && heldBack(now))) {
            return false;
        }
        UUID appendId = host.env().newId();
        Append append =
                ledger.send(appendId, published.number, hands.executions().checkpointed());
        host.committer().submit(append, new Committer.Reply() {
            @Override
            public void decided(AppendOutcome outcome) {
                tell(() -> RunDriver.this.decided(appendId, outcome));
            }

            @Override
            public void broken(StoreException why) {
                tell(() -> leave(why));
            }
        });
        return true;
    }

    private boolean heldBack(Instant now) {
        return HoldBack.until(pipeline.spec(), ledger, now) != null;
    }

    // ---- commands and results

    private void accept(Origin origin) {
        if (left) {
            origin.durable().completeExceptionally(new DriverLeftException());
            if (origin.command() instanceof Command.Done done) {
                Stored own = origin.value();
                Stored output =
                        own == null ? new Stored(done.output(), ledger.values().get(done.output())) : own;
                host.audience().afterLeaving(this, done, output);
            }
            return;
        }
        Run tip = ledger.tip();
        switch (Decider.accept(
                pipeline.spec(), tip, origin.command(), host.env().now())) {
            case Command.Accepted accepted -> {
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

    private void rejected(Origin origin, Command.Rejected rejected) {
        origin.durable().completeExceptionally(Refusals.of(rejected));
        if (origin.command() instanceof Command.Done done) {
            late(done, origin.value(), rejected.problem());
        }
    }

    /** A result of code that had been fenced off: its attempt may be at work again, and this is not what came of that. */
    private void fencedOff(Origin origin) {
        if (left || !(origin.command() instanceof Command.Done done)) {
            accept(origin);
        } else {
            origin.durable().completeExceptionally(new DriverLeftException());
            late(done, origin.value(), "its code did not stop in time and was fenced off");
        }
    }

    /** The result of an attempt that no longer counts goes into the journal for a person to look at, where it still can. */
    private void late(Command.Done done, @Nullable Stored own, String why) {
        host.audience().lateResult(this, done.attempt().id(), why);
        Command late = new Command.HandOver(done.attempt(), done.epoch(), done.output());
        accept(own == null ? Origin.of(late) : Origin.of(late, own));
    }

    // ---- the journal

    private void decided(UUID appendId, AppendOutcome outcome) {
        if (left || !ledger.isOnItsWay(appendId)) {
            return;
        }
        switch (outcome) {
            case AppendOutcome.Won won -> {
                Ledger.Batch batch = ledger.won();
                published = new Published(batch.after(), batch.append().seq(), won.number());
                batch.tellOrigins();
                if (!changedElsewhere && ledger.onlyItemsWait()) {
                    flush(host.env().now(), true); // no plan adds to them: the disk need not wait for one
                }
                hands.durable(ledger.durable().run().ordinal());
                host.audience().durable(this, batch.entry());
            }
            case AppendOutcome.Lost lost -> read();
            case AppendOutcome.KeyTaken taken ->
                refuse(Refusals.keyTaken(ledger.tip().created(), taken.activeRun()));
            case AppendOutcome.Unstorable unstorable -> unstorable(unstorable.problem());
        }
    }

    /** Reads what others appended, then goes on from there: commands are accepted anew, decisions are made anew. */
    private void read() {
        reading = true;
        Replay from = ledger.durable();
        host.env().blocking().execute(() -> {
            try {
                List<Entry> entries = from.entriesAfter(host.store());
                tell(() -> goOnFrom(entries));
            } catch (StoreException e) {
                if (e.kind() == StoreException.Kind.BROKEN) {
                    tell(() -> leave(e));
                } else {
                    host.env().schedule(Duration.ofMillis(200), () -> tell(this::read));
                }
            }
        });
    }

    private void goOnFrom(List<Entry> entries) {
        reading = false;
        Replay before = ledger.durable();
        if (entries.isEmpty()) {
            if (ledger.busy()) {
                throw new IllegalStateException("an append after entry " + before.seq() + " of run " + id()
                        + " lost to an entry that is not there");
            }
            return;
        }
        Replay now = before;
        for (Entry entry : entries) {
            now = now.after(entry);
            published = new Published(now.run(), now.seq(), published.number);
            host.audience().durable(this, Replay.story(entry));
        }
        List<Origin> again = ledger.restart(now);
        hands.restarted();
        host.audience().foreign(this, before.run(), now.run());
        again.forEach(this::accept);
    }

    private void refuse(RefusedException why) {
        ledger.restart(ledger.durable()).forEach(origin -> origin.durable().completeExceptionally(why));
        leave(why);
    }

    /** One value that the database cannot take fails its stage, not the run's other stages, and no other run. */
    private void unstorable(String problem) {
        List<Origin> origins = ledger.restart(ledger.durable());
        hands.restarted();
        if (!ledger.durable().run().exists()) {
            RefusedException why = Refusals.unstorable(problem);
            origins.forEach(origin -> origin.durable().completeExceptionally(why));
            leave(why);
        } else if (origins.size() > 1) {
            oneByOne.add(origins);
        } else if (origins.isEmpty()) {
            leave(Refusals.neverStorable(id(), problem));
        } else {
            unstorable(origins.getFirst(), problem);
        }
    }

    private void unstorable(Origin origin, String problem) {
        switch (OneByOne.instead(origin, problem)) {
            case OneByOne.Fact fact -> {
                origin.durable().completeExceptionally(Refusals.unstorable(problem));
                accept(Origin.of(fact.fact()));
            }
            case OneByOne.Refused refused -> origin.durable().completeExceptionally(Refusals.unstorable(problem));
            case OneByOne.Nothing nothing -> leave(Refusals.neverStorable(id(), problem));
        }
    }

    // ---- the end

    private void leaveIfDone() {
        Run run = ledger.durable().run();
        boolean mine = host.worker().equals(run.owner());
        boolean idle =
                ledger.nothingWaits() && !ledger.busy() && !hands.executions().anyWaitedFor();
        if (hasBegun && idle && !mine) {
            leave(null);
        }
    }

    private void leave(@Nullable RuntimeException why) {
        if (left) {
            return;
        }
        left = true;
        RuntimeException reason = why == null ? new DriverLeftException() : why;
        atLast(() -> alarm.set(null));
        atLast(() -> ledger.restart(ledger.durable())
                .forEach(origin -> origin.durable().completeExceptionally(reason)));
        atLast(() -> oneByOne.drain().forEach(origin -> origin.durable().completeExceptionally(reason)));
        atLast(hands::leave);
        atLast(() -> host.audience().left(this, why));
        leaving.complete(null);
    }

    /** Whatever is thrown, the rest of the end follows: nobody is to wait for a driver that is gone. */
    private void atLast(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            LOG.error("run {} is left, and part of that failed", id(), e);
        }
    }

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        return a == null || (b != null && b.isBefore(a)) ? b : a;
    }
}
