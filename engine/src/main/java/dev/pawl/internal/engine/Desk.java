// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.core.Command;
import dev.pawl.core.Decider;
import dev.pawl.core.Event;
import dev.pawl.core.PipelineSpec;
import dev.pawl.core.Run;
import dev.pawl.internal.content.Stored;
import dev.pawl.internal.drive.Refusals;
import dev.pawl.internal.journal.Bare;
import dev.pawl.internal.journal.Body;
import dev.pawl.internal.journal.Folds;
import dev.pawl.internal.journal.Replay;
import dev.pawl.internal.journal.Rows;
import dev.pawl.internal.journal.SentBack;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.Env;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts commands into journals of runs that are not driven here. It decides nothing but whether a command may be done; the
 * run's driver, where there is one, hears of it from the journal. Thread-safe; blocks.
 */
final class Desk {

    /** So long an append is sent again whose fate is unknown: a database that restarts is back by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int LONGEST_PAUSE_MS = 250;
    private static final int MOST_DOUBLINGS = 8;

    private final RunStore store;
    private final Folds folds;
    private final Env env;
    private final Pipelines pipelines;
    private final ObjIntConsumer<UUID> changed;
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    /** One that tells of each run it changed, and of the entry by which: those who wait for it in this process hear of no other's append. */
    Desk(RunStore store, Folds folds, Env env, Pipelines pipelines, ObjIntConsumer<UUID> changed) {
        this.changed = changed;
        this.store = store;
        this.folds = folds;
        this.env = env;
        this.pipelines = pipelines;
    }

    /** Makes a run for others to execute; false where another has that id. */
    boolean create(Making making, UUID id) {
        return put(Replay.none(id), making.pipeline().spec(), making.command(), making.all(), this::append);
    }

    /** The same in a transaction of the caller, after whose end others see it. */
    void create(Making making, UUID id, Connection transaction) {
        put(
                Replay.none(id),
                making.pipeline().spec(),
                making.command(),
                making.all(),
                append -> store.append(transaction, append));
    }

    /**
     * Puts a command, made from the run as it stands, to the run.
     *
     * @param value a value the command names, or null
     * @throws RefusedException where it is refused
     */
    void command(UUID id, Function<Run, Command> command, @Nullable Stored value) {
        Replay replay = folds.load(id);
        long began = env.nanoTime();
        int inVain = 0;
        Map<String, byte[]> values = value == null || value.inline() == null
                ? Map.of()
                : Map.of(value.content().sha(), value.inline());
        while (!put(replay, specOf(replay.run()), command.apply(replay.run()), values, this::append)) {
            Replay further = replay.catchUp(store);
            if (further.seq() > replay.seq()) {
                replay = further;
                continue;
            }
            replay = folds.load(id); // nothing more: it was deleted
            if (replay.seq() > 0 && StoreException.join(store.row(id)) == null) {
                replay = Replay.none(id);
            } else if (replay.seq() > 0) {
                waitInVain(id, replay, began, ++inVain);
            }
        }
    }

    /** What it lost to is not there, and it stands where it stood: in time it is there, or something is wrong with the journal. */
    private void waitInVain(UUID id, Replay replay, long began, int times) {
        if (closed.isDone() || env.nanoTime() - began >= PATIENCE.toNanos()) {
            throw new StoreException(
                    StoreException.Kind.BROKEN,
                    "nothing can be recorded after entry " + replay.seq() + " of run " + id
                            + ": what is in the way cannot be read",
                    "look at what `pawl doctor` says of it",
                    null);
        }
        pause(times);
    }

    /** What the run follows; where that is not known here, commands of people ask of it no more than its journal says. */
    private PipelineSpec specOf(Run run) {
        Pipeline<?> pipeline = run.exists() ? pipelines.find(run.created()) : null;
        return pipeline == null ? Bare.of(run) : pipeline.spec();
    }

    /** False where somebody else was faster: then the run is another, and the command is to be judged anew. */
    private boolean put(
            Replay replay,
            PipelineSpec pipeline,
            Command command,
            Map<String, byte[]> values,
            Function<Append, AppendOutcome> journal) {
        Run run = replay.run();
        List<Event> events = switch (Decider.accept(pipeline, run, command, env.now())) {
            case Command.Accepted accepted -> accepted.events();
            case Command.Rejected rejected -> throw Refusals.of(rejected);
        };
        if (events.isEmpty()) {
            return true;
        }
        Run after = run;
        for (Event event : events) {
            after = Decider.apply(after, event);
        }
        return switch (journal.apply(make(replay, after, events, values))) {
            case AppendOutcome.Won won -> {
                changed.accept(after.id(), replay.seq() + 1);
                yield true;
            }
            case AppendOutcome.Lost lost -> false;
            case AppendOutcome.KeyTaken taken -> throw Refusals.keyTaken(after.created(), taken.activeRun());
            case AppendOutcome.RetryTaken taken -> throw Refusals.retryTaken(after.created(), taken.activeRun());
            case AppendOutcome.Unstorable unstorable -> throw Refusals.unstorable(unstorable.problem());
        };
    }

    private Append make(Replay replay, Run after, List<Event> events, Map<String, byte[]> inline) {
        return new Append(
                after.id(),
                replay.seq(),
                replay.appendId(),
                env.newId(),
                after.epoch(),
                events.getLast().at(),
                new Body(events, inline).encode(events.getLast().at(), after.epoch()),
                Rows.differ(replay.run(), after) ? Rows.project(after, number(after.id(), replay.seq())) : null,
                after.status().terminal() ? after.created().stages() : SentBack.by(replay.run(), events));
    }

    private long number(UUID id, int seq) {
        RunRow row = seq == 0 ? null : StoreException.join(store.row(id));
        return row == null ? 0 : row.number();
    }

    /** The same append again while its fate is unknown. */
    private AppendOutcome append(Append append) {
        long began = env.nanoTime();
        for (int tries = 1; ; tries++) {
            try {
                return StoreException.join(store.append(List.of(append))).getFirst();
            } catch (StoreException e) {
                if (e.kind() != StoreException.Kind.TRANSIENT) {
                    throw e;
                }
                if (closed.isDone() || env.nanoTime() - began >= PATIENCE.toNanos()) {
                    throw new StoreException(
                            e.kind(),
                            "the database did not say whether this was recorded; look at run " + append.run()
                                    + " before you ask again: " + e.getMessage(),
                            e);
                }
            }
            pause(tries);
        }
    }

    private void pause(int tries) {
        int millis = Math.min(1 << Math.min(tries, MOST_DOUBLINGS), LONGEST_PAUSE_MS);
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        env.schedule(Duration.ofMillis(millis), () -> over.complete(true));
        CompletableFuture.anyOf(over, closed).join();
    }

    /** Nothing is tried again any more. */
    void close() {
        closed.complete(true);
    }
}
