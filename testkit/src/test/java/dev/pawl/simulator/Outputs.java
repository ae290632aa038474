// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import dev.pawl.core.Decider;
import dev.pawl.core.Event;
import dev.pawl.core.Run;
import dev.pawl.core.SettleAs;
import dev.pawl.core.StageStatus;
import dev.pawl.core.Version;
import dev.pawl.core.Versions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of outputs, event by event: each that comes is the next version, none goes, a stage that has one runs again only
 * where that was asked for, and a document at rest is nobody's.
 */
final class Outputs {

    private final Pipelines pipelines;

    Outputs(Pipelines pipelines) {
        this.pipelines = pipelines;
    }

    /** What is wrong with these events after that run, if anything is. */
    Optional<String> follow(Run before, List<Event> events) {
        Run run = before;
        boolean woken = false;
        for (Event event : events) {
            Run next = Decider.apply(run, event);
            String wrong = wrong(run, event, next);
            if (wrong != null) {
                return Optional.of(wrong);
            }
            woken = !asks(event) && (woken || (run.rests() && event instanceof Event.Claimed));
            run = next;
        }
        // whoever saw it a moment before, or was asked to resume it, gives it back at once: as it was, since the worker
        // ends, or for good, since it was asked to end the run
        return woken && run.owner() != null ? Optional.of("is at rest, and is claimed and kept") : Optional.empty();
    }

    /** Whether a person wants something done: whoever claims a run for that keeps it until it is. */
    private static boolean asks(Event event) {
        return event instanceof Event.Pressed || event instanceof Event.RefreshAsked;
    }

    private @Nullable String wrong(Run before, Event event, Run after) {
        if (event instanceof Event.Released released && released.rests() && (after.owner() != null || !after.rests())) {
            return "is at rest, and is somebody's";
        }
        if (event instanceof Event.Closed && !before.interactive()) {
            return "is no document, and is closed";
        }
        if (!before.exists()) {
            return null;
        }
        if (event instanceof Event.AttemptStarted started) {
            if (before.stage(started.stage()).status().done()) {
                return "starts " + started.stage() + ", which is done, and nobody asked for that";
            }
            // one that has begun goes on, whatever becomes of what it was made of, and is stale in the end
            if (before.interactive() && before.stage(started.stage()).status() == StageStatus.IDLE) {
                for (String up :
                        pipelines.spec(before.created(), started.stage()).after()) {
                    if (!before.stage(up).status().done()) {
                        return "starts " + started.stage() + ", and " + up + " is not done";
                    }
                }
            }
        }
        for (String stage : after.created().stages()) {
            String wrong = versions(before, event, after, stage);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private static @Nullable String versions(Run before, Event event, Run after, String stage) {
        int was = before.stage(stage).past().version();
        int is = after.stage(stage).past().version();
        int more = event instanceof Event.OfStage of && of.stage().equals(stage) && brings(before, of) ? 1 : 0;
        if (is != was + more) {
            return "has version " + is + " of " + stage + " after version " + was + " and "
                    + event.getClass().getSimpleName();
        }
        @Nullable Versions now = after.stage(stage).past().versions();
        if (now == null || more == 0) {
            return null;
        }
        Version latest = now.latest();
        @Nullable Versions older = now.older();
        if (older != null && older.latest().number() != latest.number() - 1) {
            return "has no version before " + latest.number() + " of " + stage;
        }
        return Objects.equals(latest.output(), after.stage(stage).output())
                ? null
                : "puts out something else than the latest version of " + stage;
    }

    /** Whether an output comes with it; that a stage is not to run is one, too. */
    private static boolean brings(Run before, Event.OfStage event) {
        return switch (event) {
            case Event.AttemptSucceeded e -> true;
            case Event.Edited e -> true;
            case Event.Adopted e -> true;
            case Event.Undone e -> true;
            case Event.Reused e -> true;
            case Event.ConditionEvaluated e -> !e.holds();
            case Event.Settled e ->
                e.as() == SettleAs.DONE && before.stage(e.stage()).items() == null;
            default -> false;
        };
    }
}
