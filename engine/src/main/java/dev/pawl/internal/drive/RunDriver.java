// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.core.Command;
import dev.pawl.core.Decider;
import dev.pawl.core.Reason;
import dev.pawl.core.Run;
import dev.pawl.internal.attempt.LiveAttempt;
import dev.pawl.internal.content.Stored;
import dev.pawl.internal.journal.Replay;
import dev.pawl.spi.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    private final Host host;
    private final Pipeline<?> pipeline;
    private final Mailbox mailbox;
    private final Ledger ledger;
    private final Hands hands;
    private final Intake intake;
    private final Journaling journaling;
    private final Turns turns;

    private volatile Published published;
    private @Nullable Instant now;
    private volatile boolean left;
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
        this.intake = new Intake(this, pipeline.spec(), ledger);
        this.hands = new Hands(
                host,
                pipeline,
                replay.run().id(),
                this::tell,
                this::tellAtLast,
                intake::accept,
                intake::fencedOff,
                () -> tell(() -> {}));
        this.journaling = new Journaling(this, pipeline.spec(), ledger, intake, hands);
        this.turns = new Turns(this, pipeline.spec(), ledger, hands, journaling);
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
        return turns.reasons();
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

    /**
     * Puts a command to the run. Completes once it is durable, or with {@link RefusedException}.
     *
     * @param value a value the command names, or null
     */
    public CompletableFuture<Run> command(Command command, @Nullable Stored value) {
        Origin origin = Origin.of(command, value);
        tell(() -> intake.accept(origin));
        return origin.durable();
    }

    /**
     * Puts commands to the run, all in one entry, up to the first that is refused.
     *
     * @return completes once the last is durable, or with the refusal of the first that was refused
     */
    public CompletableFuture<Run> begin(List<Command> commands) {
        return begin(commands, Map.of());
    }

    /**
     * The same.
     *
     * @param items small values of items that these name, by hash: only the journal keeps them
     */
    public CompletableFuture<Run> begin(List<Command> commands, Map<String, byte[]> items) {
        CompletableFuture<Run> begun = new CompletableFuture<>();
        tell(() -> {
            hasBegun = true;
            if (!left) {
                hands.enter();
            }
            CompletableFuture<Run> last = CompletableFuture.failedFuture(new DriverLeftException());
            for (Command command : commands) {
                Origin origin = Origin.of(command, items);
                intake.accept(origin);
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
        tell(journaling::changedElsewhere);
    }

    /** Completes when the driver is done with the run. */
    public CompletableFuture<Void> leaving() {
        return leaving;
    }

    /** Stops the work, and is done with the run as it is: what is on its way may be durable, and nobody here waits for it. */
    public void leaveAtOnce(RuntimeException why) {
        tell(() -> leave(why));
    }

    /** Stops the work and gives the run back. */
    public void drain() {
        tell(turns::drain);
    }

    /** Runs something on the run's turn. */
    void tell(Runnable message) {
        mailbox.tell(() -> guarded(message));
    }

    /** The same at the end of somebody's thread that has nothing else to do: it takes the turn itself where nobody is at it. */
    void tellAtLast(Runnable message) {
        mailbox.tellAtLast(() -> guarded(message));
    }

    /** The time of this turn: what is done in one turn is done at one time. */
    Instant now() {
        Instant time = now;
        if (time == null) {
            time = host.env().now();
            now = time;
        }
        return time;
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

    private void afterTurn() {
        try {
            if (!left && journaling.settles()) {
                turns.planUntilAtRest();
                leaveIfDone();
            }
        } finally {
            now = null;
        }
    }

    /** So much of the run is durable. */
    void publish(Run run, int seq, long number) {
        published = new Published(run, seq, number);
    }

    // ---- the end

    /** Whether it does no more. */
    public boolean hasLeft() {
        return left;
    }

    private void leaveIfDone() {
        Run run = ledger.durable().run();
        boolean mine = host.worker().equals(run.owner());
        boolean idle =
                ledger.nothingWaits() && !ledger.busy() && !hands.executions().anyWaitedFor();
        if (hasBegun && idle && !mine) {
            leave(null);
        }
    }

    /** Does no more, for that reason or because all is done. */
    void leave(@Nullable RuntimeException why) {
        if (left) {
            return;
        }
        left = true;
        RuntimeException reason = why == null ? new DriverLeftException() : why;
        intake.close();
        atLast(turns::stop);
        atLast(() -> journaling.giveUp(reason));
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
}
