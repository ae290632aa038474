// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import dev.pawl.core.Transitions.Trigger;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** {@link Folding} of what people do to outputs that are there already. */
final class DocumentFolding {

    private DocumentFolding() {}

    /** Whether a document at rest has something to do by that: an output instead of another makes nothing else start. */
    static boolean wakes(Run run, Event event) {
        return switch (event) {
            case Event.Edited e -> !isDone(run, e.stage());
            case Event.Adopted e -> !isDone(run, e.stage());
            case Event.Undone e -> !isDone(run, e.stage());
            case Event.StaleDismissed e -> false;
            case Event.StaleAccepted e -> false;
            case Event.LateResult e -> false;
            default -> true;
        };
    }

    private static boolean isDone(Run run, String stage) {
        return run.hasStage(stage) && run.stage(stage).status().done();
    }

    /** Whoever rests has nothing more to run again, whatever was asked: it stands on what failed, or was put back. */
    static void released(Draft draft, Event.Released e) {
        if (e.rests()) {
            for (String stage : draft.positions.keySet()) {
                StageState state = draft.stage(stage);
                if (state != null && state.past().refreshing()) {
                    past(draft, stage, past -> past.refreshing(false));
                }
            }
        }
    }

    static void given(Draft draft, String stage, Content output, List<Artifact> artifacts, @Nullable String by) {
        draft.move(stage, Trigger.ANSWERED, (old, to) -> {
            StageChange next = Folding.done(draft, old, to);
            next.output = output;
            next.past = old.past().given(draft.ordinal, output, artifacts, by);
            next.artifacts = artifacts;
            Late late = old.past().late();
            if (late != null && output.equals(late.output())) {
                next.past = next.past.late(null);
            }
            return next;
        });
    }

    static void undone(Draft draft, Event.Undone e) {
        StageState state = draft.stage(e.stage());
        Versions versions = state == null ? null : state.past().versions();
        Version version = versions == null ? null : versions.numbered(e.version());
        if (version != null && version.output() != null) {
            Trigger trigger = version.degraded() == null ? Trigger.UNDONE : Trigger.UNDONE_DEGRADED;
            draft.move(e.stage(), trigger, (old, to) -> {
                StageChange next = Folding.done(draft, old, to);
                next.output = version.output();
                next.degraded = version.degraded();
                next.artifacts = version.artifacts();
                next.past = old.past().undone(draft.ordinal, version, e.by());
                return next;
            });
        }
    }

    /**
     * What has ended runs again in a new generation; a map that failed goes on with the items it has done, unless it is to read
     * something else now.
     */
    static void pressed(Draft draft, Event.Pressed e) {
        draft.move(e.stage(), Trigger.AGAIN, (old, to) -> {
            StageChange next = old.change().again(old.generation() + 1, 0);
            next.items = old.status() == StageStatus.FAILED && !old.past().refreshing()
                    ? ItemFolding.reopened(old.items())
                    : null;
            next.rounds = 0;
            next.past = old.past().refreshing(false);
            return next;
        });
        draft.change(e.stage(), old -> {
            StageChange next = old.change();
            next.pressed = true;
            next.held = false;
            return next;
        });
    }

    static void past(Draft draft, String stage, UnaryOperator<Past> change) {
        draft.change(stage, old -> {
            StageChange next = old.change();
            next.past = change.apply(old.past());
            return next;
        });
    }
}
