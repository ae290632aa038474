// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import dev.pawl.core.Transitions.Trigger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The next run while it is being made. */
final class Draft {

    private final Run before;
    final Instant at;
    final long ordinal;
    Event.@Nullable Created created;
    Event.@Nullable Claimed claimed;
    int epoch;
    Event.@Nullable CancelRequested cancel;
    Event.@Nullable Ended ended;

    @Nullable
    Instant startedAt;

    int lateResults;
    int strikes;
    int recoveries;
    boolean progressed;
    boolean rests;
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
        strikes = run.strikes;
        recoveries = run.recoveries;
        progressed = run.progressed;
        rests = run.rests;
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

    /** It has something to show for: whoever executes it does not die of it. */
    void progress() {
        progressed = true;
        strikes = 0;
    }

    /** A person says what comes next: earlier deaths count no more. */
    void forgive() {
        strikes = 0;
    }

    @Nullable
    StageState stage(String id) {
        Integer position = positions.get(id);
        return position == null ? null : stages[position];
    }

    /** Moves a stage as the table says; where the table has no row, the stage stays as it is. */
    void move(String id, Trigger trigger, BiFunction<StageState, StageStatus, StageChange> move) {
        StageState old = stage(id);
        StageStatus to = old == null ? null : Transitions.to(old.status(), trigger);
        if (to != null) {
            change(id, state -> move.apply(state, to));
        }
    }

    /** Changes a stage where it stands. */
    void change(String id, Function<StageState, StageChange> change) {
        Integer position = positions.get(id);
        if (position != null) {
            if (!copied) {
                stages = stages.clone();
                copied = true;
            }
            stages[position] = change.apply(stages[position]).build();
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
                strikes,
                recoveries,
                progressed,
                rests,
                positions,
                stages);
    }
}
