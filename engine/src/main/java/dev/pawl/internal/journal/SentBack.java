// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.core.Decider;
import dev.pawl.core.Event;
import dev.pawl.core.Past;
import dev.pawl.core.Run;
import dev.pawl.core.StageStatus;
import java.util.ArrayList;
import java.util.List;

/** Stages whose work is to be done anew: what they kept of it while they did it is of no use any more. */
public final class SentBack {

    private SentBack() {}

    /**
     * Those that some events send back.
     *
     * @param before the run before these events
     */
    public static List<String> by(Run before, List<Event> events) {
        if (events.stream().noneMatch(event -> mayBe(before, event))) {
            return List.of();
        }
        List<String> stages = new ArrayList<>();
        Run run = before;
        for (Event event : events) {
            if (event instanceof Event.Rejected rejected) {
                stages.addAll(rejected.reopened());
            } else if (event instanceof Event.AttemptStarted started && readsAnew(run, started)) {
                stages.add(started.stage());
            } else if (event instanceof Event.Resumed resumed && isSentBack(run, resumed)) {
                stages.addAll(resumed.reopened());
            }
            run = Decider.apply(run, event);
        }
        return stages;
    }

    /** Begun before, the stage begins anew; and something was put out meanwhile, so that what it kept may be of another reading. */
    private static boolean readsAnew(Run run, Event.AttemptStarted started) {
        if (!run.interactive() || !run.hasStage(started.stage())) {
            return false;
        }
        Past before = run.stage(started.stage()).past();
        Past after = Decider.apply(run, started).stage(started.stage()).past();
        return before.readAt() > 0
                && before.readAt() != after.readAt()
                && run.stages().stream()
                        .map(stage -> stage.past().versions())
                        .anyMatch(outputs -> outputs != null && outputs.latest().ordinal() > before.readAt());
    }

    private static boolean mayBe(Run before, Event event) {
        return event instanceof Event.Rejected
                || event instanceof Event.Resumed
                || (event instanceof Event.AttemptStarted && before.interactive());
    }

    /** A stage that failed goes on from what it kept, unless it failed as others were sent back, and they are now. */
    private static boolean isSentBack(Run run, Event.Resumed resumed) {
        return resumed.reopened().stream()
                .anyMatch(id -> run.hasStage(id) && run.stage(id).status() != StageStatus.FAILED);
    }
}
