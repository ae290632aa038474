// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.core.Decider;
import dev.pawl.core.Event;
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
        if (events.stream().noneMatch(SentBack::mayBe)) {
            return List.of();
        }
        List<String> stages = new ArrayList<>();
        Run run = before;
        for (Event event : events) {
            if (event instanceof Event.Rejected rejected) {
                stages.addAll(rejected.reopened());
            } else if (event instanceof Event.Resumed resumed && isSentBack(run, resumed)) {
                stages.addAll(resumed.reopened());
            }
            run = Decider.apply(run, event);
        }
        return stages;
    }

    private static boolean mayBe(Event event) {
        return event instanceof Event.Rejected || event instanceof Event.Resumed;
    }

    /** A stage that failed goes on from what it kept, unless it failed as others were sent back, and they are now. */
    private static boolean isSentBack(Run run, Event.Resumed resumed) {
        return resumed.reopened().stream()
                .anyMatch(id -> run.hasStage(id) && run.stage(id).status() != StageStatus.FAILED);
    }
}
