// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fold of a run's events. Immutable; changed only by {@link Decider#apply}. */
public final class Run {

    /** So often in a row a worker may die of a run before the run has to execute alone; once more is the end of it. */
    public static final int SUSPECT = 2;

    private final UUID id;
    final long ordinal;
    final @Nullable Instant lastEventAt;
    final Event.@Nullable Created created;
    final Event.@Nullable Claimed claimed;
    final int epoch;
    final Event.@Nullable CancelRequested cancel;
    final Event.@Nullable Ended ended;
    final @Nullable Instant startedAt;
    final int lateResults;
    final int strikes;
    final int recoveries;
    final boolean progressed;
    final boolean rests;
    final Map<String, Integer> positions;
    final StageState[] stages;

    Run(
            UUID id,
            long ordinal,
            @Nullable Instant lastEventAt,
            Event.@Nullable Created created,
            Event.@Nullable Claimed claimed,
            int epoch,
            Event.@Nullable CancelRequested cancel,
            Event.@Nullable Ended ended,
            @Nullable Instant startedAt,
            int lateResults,
            int strikes,
            int recoveries,
            boolean progressed,
            boolean rests,
            Map<String, Integer> positions,
            StageState[] stages) {
        this.id = id;
        this.ordinal = ordinal;
        this.lastEventAt = lastEventAt;
        this.created = created;
        this.claimed = claimed;
        this.epoch = epoch;
        this.cancel = cancel;
        this.ended = ended;
        this.startedAt = startedAt;
        this.lateResults = lateResults;
        this.strikes = strikes;
        this.recoveries = recoveries;
        this.progressed = progressed;
        this.rests = rests;
        this.positions = positions;
        this.stages = stages;
    }

    /** A run of which nothing is known yet but its id. */
    public static Run empty(UUID id) {
        return new Run(
                id,
                0,
                null,
                null,
                null,
                0,
                null,
                null,
                null,
                0,
                0,
                0,
                false,
                false,
                new LinkedHashMap<>(),
                new StageState[0]);
    }

    public UUID id() {
        return id;
    }

    /** How many events it is the fold of. */
    public long ordinal() {
        return ordinal;
    }

    public boolean exists() {
        return created != null;
    }

    /**
     * The event that made it.
     *
     * @throws IllegalStateException where the run does not exist
     */
    public Event.Created created() {
        if (created == null) {
            throw new IllegalStateException("run " + id + " has no event; its journal should begin with Created");
        }
        return created;
    }

    /** Time of the latest event. */
    public @Nullable Instant lastEventAt() {
        return lastEventAt;
    }

    /** The worker that owns it, or null. */
    public @Nullable UUID owner() {
        return claimed == null ? null : claimed.worker();
    }

    /** Since when the owner owns it. */
    public @Nullable Instant ownedSince() {
        return claimed == null ? null : claimed.at();
    }

    /** One for each claim, from 1; 0 before the first. */
    public int epoch() {
        return epoch;
    }

    /** When its first attempt started. */
    public @Nullable Instant startedAt() {
        return startedAt;
    }

    /** The event that ended it, or null while it is active. */
    public Event.@Nullable Ended ended() {
        return ended;
    }

    public boolean cancelRequested() {
        return cancel != null;
    }

    /** The acknowledged request to cancel it, or null. */
    public Event.@Nullable CancelRequested cancel() {
        return cancel;
    }

    /** Whether it waits in line behind a run of its key, and does not hold the key itself yet. */
    public boolean inLine() {
        return created != null && created.queueing().inLine() && created.key() != null && epoch == 0 && ended == null;
    }

    /** How many results came too late to count. */
    public int lateResults() {
        return lateResults;
    }

    /** How often in a row its worker died while executing it, with nothing to show for it. */
    public int strikes() {
        return strikes;
    }

    /** How often it was taken from a worker that had died: what was given back, or resumed after its end, does not count. */
    public int recoveries() {
        return recoveries;
    }

    /** Whether it is a document: it stays open until a person closes it. */
    public boolean interactive() {
        return created != null && created.interactive();
    }

    /** Whether it is a document that nobody owns and in which there is nothing to do until a person acts. */
    public boolean rests() {
        return rests;
    }

    /** Whether any result has come since it was last claimed. */
    boolean progressed() {
        return progressed;
    }

    /**
     * The stage of that id.
     *
     * @throws IllegalArgumentException where it has no such stage
     */
    public StageState stage(String id) {
        Integer position = positions.get(id);
        if (position == null) {
            throw new IllegalArgumentException("run " + this.id + " has no stage " + id);
        }
        return stages[position];
    }

    public boolean hasStage(String id) {
        return positions.containsKey(id);
    }

    /** In the order of {@link Event.Created#stages()}. */
    public List<StageState> stages() {
        return Collections.unmodifiableList(Arrays.asList(stages));
    }

    /** Whether any stage that succeeded did so degraded. */
    public boolean degraded() {
        return has(StageStatus.DEGRADED);
    }

    public RunStatus status() {
        if (ended != null) {
            return ended.status();
        }
        if (cancel != null) {
            return RunStatus.CANCELLING;
        }
        if (claimed == null) {
            return rests ? RunStatus.WAITING : RunStatus.QUEUED;
        }
        return (has(StageStatus.WAITING) || anyHeld()) && !has(StageStatus.RUNNING)
                ? RunStatus.WAITING
                : RunStatus.RUNNING;
    }

    /** Whether it is the attempt its stage, or its item, is at, under the epoch the stage was started under. */
    boolean counts(Attempt attempt, int attemptEpoch) {
        StageState stage = stage(attempt.stage());
        return attempt.run().equals(id)
                && stage.status() == StageStatus.RUNNING
                && stage.epoch() == attemptEpoch
                && stage.generation() == attempt.generation()
                && (attempt.ofItem() ? itemCounts(stage, attempt) : stage.number() == attempt.number());
    }

    /** Whether it is the attempt its stage starts next, once it may. */
    boolean isToStart(Attempt attempt) {
        StageState stage = stage(attempt.stage());
        return attempt.run().equals(id)
                && stage.status() == StageStatus.IDLE
                && !stage.cleared()
                && stage.generation() == attempt.generation()
                && stage.number() + 1 == attempt.number();
    }

    /**
     * Whether the condition of a stage that may start is being evaluated, as far as the journal knows. A suspect waits to be
     * alone before, so of that it is told.
     */
    boolean evaluates(StageState stage) {
        return stage.status() == StageStatus.IDLE
                && !stage.cleared()
                && !stage.held()
                && (strikes < SUSPECT || stage.epoch() == epoch);
    }

    private static boolean itemCounts(StageState stage, Attempt attempt) {
        Items items = stage.items();
        if (items == null || !items.has(attempt.item())) {
            return false;
        }
        ItemState item = items.get(attempt.item());
        return item.failures() + 1 == attempt.number()
                && switch (item.status()) {
                    case OPEN, STARTED, BACK_OFF -> true;
                    case DOUBT, SUCCEEDED, FAILED -> false;
                };
    }

    /** Whether an attempt executes, as far as the journal knows: one that was started by the present owner. */
    boolean executes() {
        for (StageState stage : stages) {
            if (stage.status() == StageStatus.RUNNING && stage.epoch() == epoch) {
                return true;
            }
        }
        return false;
    }

    private boolean anyHeld() {
        for (StageState stage : stages) {
            if (stage.held()) {
                return true;
            }
        }
        return false;
    }

    /** The attempt a stage is at. */
    public Attempt attempt(String stage) {
        StageState state = stage(stage);
        return new Attempt(id, stage, state.generation(), state.number());
    }

    private boolean has(StageStatus status) {
        for (StageState stage : stages) {
            if (stage.status() == status) {
                return true;
            }
        }
        return false;
    }
}
