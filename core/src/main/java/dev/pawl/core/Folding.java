// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import dev.pawl.core.Transitions.Trigger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link Decider#apply}: one event onto one run. Stages are an array, copied at each change: 1,000 take 0.3 µs. */
final class Folding {

    private Folding() {}

    static Run apply(Run run, Event event) {
        Draft draft = new Draft(run, event.at());
        if (applies(run, event)) {
            fold(draft, event);
        }
        return draft.run();
    }

    /** A run begins with its creation, once, and nothing changes it after it succeeded or was cancelled. */
    private static boolean applies(Run run, Event event) {
        return event instanceof Event.Created
                ? !run.exists()
                : run.exists() && !(run.ended != null && run.ended.status().terminal());
    }

    private static void fold(Draft draft, Event event) {
        switch (event) {
            case Event.Created e -> draft.create(e);
            case Event.Claimed e -> {
                draft.claimed = e;
                draft.epoch = e.epoch();
            }
            case Event.Released e -> draft.claimed = null;
            case Event.AttemptStarted e -> start(draft, e);
            case Event.AttemptSucceeded e ->
                draft.move(
                        e.stage(),
                        e.degraded() == null ? Trigger.RESULT : Trigger.RESULT_DEGRADED,
                        (old, to) -> done(old, to, e.at(), e.output(), e.degraded()));
            case Event.AttemptFailed e ->
                draft.move(
                        e.stage(),
                        e.retryAt() == null ? Trigger.FAILURE : Trigger.RETRY,
                        (old, to) -> failed(old, to, e));
            case Event.Doubted e ->
                draft.move(e.stage(), Trigger.INTERRUPTED_EXTERNAL, (old, to) -> doubted(old, to, e));
            case Event.Settled e -> settle(draft, e);
            case Event.CancelRequested e -> draft.cancel = e;
            case Event.Resumed e -> {
                draft.ended = null;
                for (String stage : e.reopened()) {
                    draft.move(stage, Trigger.REOPENED, (old, to) -> StageState.idle(old.generation() + 1, 0));
                }
            }
            case Event.LateResult e -> draft.lateResults++;
            case Event.Ended e -> end(draft, e);
        }
    }

    private static void start(Draft draft, Event.AttemptStarted e) {
        StageState before = draft.stage(e.stage());
        boolean again = before != null && before.status() == StageStatus.RUNNING;
        draft.move(
                e.stage(),
                again ? Trigger.STARTED_AGAIN : Trigger.STARTED,
                (old, to) -> new StageState(
                        to,
                        null,
                        e.generation(),
                        e.number(),
                        e.epoch(),
                        draft.ordinal,
                        e.at(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        old.failure()));
        if (draft.startedAt == null) {
            draft.startedAt = e.at();
        }
    }

    private static void settle(Draft draft, Event.Settled e) {
        switch (e.as()) {
            case RERUN ->
                // one less, so that the next start is the same attempt: its id is the effect's idempotency key
                draft.move(
                        e.stage(),
                        Trigger.SETTLED_RERUN,
                        (old, to) -> StageState.idle(old.generation(), old.number() - 1));
            case DONE ->
                draft.move(e.stage(), Trigger.SETTLED_DONE, (old, to) -> done(old, to, e.at(), e.output(), null));
            case FAILED -> {
                Failure failure = new Failure(FailureKind.SETTLED, "settled as failed");
                draft.move(
                        e.stage(), Trigger.SETTLED_FAILED, (old, to) -> failed(old, to, null, e.at(), failure, null));
            }
        }
    }

    private static void end(Draft draft, Event.Ended e) {
        draft.ended = e;
        draft.claimed = null;
        if (e.status() == RunStatus.CANCELLED) {
            for (String stage : draft.positions.keySet()) {
                draft.move(
                        stage,
                        Trigger.RUN_CANCELLED,
                        (old, to) -> failed(old, to, null, e.at(), old.failure(), old.partial()));
            }
        }
    }

    private static StageState done(
            StageState old, StageStatus to, Instant at, @Nullable Content output, @Nullable String degraded) {
        return new StageState(
                to,
                null,
                old.generation(),
                old.number(),
                old.epoch(),
                old.startOrdinal(),
                old.startedAt(),
                at,
                null,
                output,
                null,
                degraded,
                null);
    }

    private static StageState failed(StageState old, StageStatus to, Event.AttemptFailed e) {
        return failed(old, to, e.retryAt(), e.at(), e.failure(), e.partial());
    }

    private static StageState failed(
            StageState old,
            StageStatus to,
            @Nullable Instant retryAt,
            Instant at,
            @Nullable Failure failure,
            @Nullable Content partial) {
        return new StageState(
                to,
                retryAt == null ? null : WaitFor.BACK_OFF,
                old.generation(),
                old.number(),
                old.epoch(),
                old.startOrdinal(),
                old.startedAt(),
                at,
                retryAt,
                null,
                partial,
                null,
                failure);
    }

    private static StageState doubted(StageState old, StageStatus to, Event.Doubted e) {
        return new StageState(
                to,
                WaitFor.DOUBT,
                old.generation(),
                old.number(),
                old.epoch(),
                old.startOrdinal(),
                old.startedAt(),
                null,
                null,
                null,
                e.partial(),
                null,
                e.failure());
    }

    /** How a stage looks after a move to a status. */
    private interface Move {
        StageState to(StageState old, StageStatus status);
    }

    /** The next run while it is being made. */
    private static final class Draft {
        private final Run before;
        private final Instant at;
        final long ordinal;
        Event.@Nullable Created created;
        Event.@Nullable Claimed claimed;
        int epoch;
        Event.@Nullable CancelRequested cancel;
        Event.@Nullable Ended ended;

        @Nullable
        Instant startedAt;

        int lateResults;
        Map<String, Integer> positions;
        private StageState[] stages;
        private boolean copied;

        Draft(Run run, Instant at) {
            before = run;
            this.at = at;
            ordinal = run.ordinal + 1;
            created = run.created;
            claimed = run.claimed;
            epoch = run.epoch;
            cancel = run.cancel;
            ended = run.ended;
            startedAt = run.startedAt;
            lateResults = run.lateResults;
            positions = run.positions;
            stages = run.stages;
        }

        void create(Event.Created e) {
            List<String> ids = e.stages();
            created = e;
            positions = new LinkedHashMap<>();
            stages = new StageState[ids.size()];
            for (int i = 0; i < stages.length; i++) {
                positions.put(ids.get(i), i);
                stages[i] = StageState.NEW;
            }
            copied = true;
        }

        @Nullable
        StageState stage(String id) {
            Integer position = positions.get(id);
            return position == null ? null : stages[position];
        }

        /** Moves a stage as the table says; where the table has no row, the stage stays as it is. */
        void move(String id, Trigger trigger, Move move) {
            StageState old = stage(id);
            StageStatus to = old == null ? null : Transitions.to(old.status(), trigger);
            if (old != null && to != null) {
                if (!copied) {
                    stages = stages.clone();
                    copied = true;
                }
                stages[positions.getOrDefault(id, 0)] = move.to(old, to);
            }
        }

        Run run() {
            Instant last = before.lastEventAt;
            return new Run(
                    before.id(),
                    ordinal,
                    last != null && last.isAfter(at) ? last : at,
                    created,
                    claimed,
                    epoch,
                    cancel,
                    ended,
                    startedAt,
                    lateResults,
                    positions,
                    stages);
        }
    }
}
