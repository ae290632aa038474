// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.core.Action.StopCause;
import dev.pawl.core.Command;
import dev.pawl.core.Content;
import dev.pawl.core.Failure;
import dev.pawl.core.FailureKind;
import dev.pawl.core.PipelineSpec;
import dev.pawl.core.StageKind;
import dev.pawl.core.StageSpec;
import dev.pawl.core.World.Work;
import dev.pawl.internal.attempt.LiveAttempt;
import dev.pawl.internal.view.Durations;
import org.jspecify.annotations.Nullable;

/** What has become of an attempt that was stopped. */
final class Stopped {

    private Stopped() {}

    /** What it has failed of, or null where it was stopped for others' reasons. */
    static @Nullable Failure failure(PipelineSpec pipeline, LiveAttempt attempt, String more) {
        StageSpec spec = pipeline.stage(attempt.attempt().stage());
        StopCause cause = attempt.stopCause();
        if (cause == StopCause.TIMEOUT) {
            String limit = spec == null ? "" : " of " + Durations.exact(spec.timeout());
            return new Failure(
                    FailureKind.TIMEOUT, doing(attempt.work()) + "took longer than its time-out" + limit + more);
        }
        if (cause == StopCause.STALLED) {
            String limit =
                    spec == null ? "too long" : Durations.exact(spec.silence().stallAfter());
            String silent = "gave no sign of life for " + limit + more;
            boolean export = spec != null && spec.kind() instanceof StageKind.Export;
            return new Failure(FailureKind.STALLED, export ? "timed out, please try again: it " + silent : silent);
        }
        return null;
    }

    private static String doing(Work work) {
        return switch (work) {
            case CODE -> "";
            case CONDITION -> "evaluating its condition ";
            case LIST -> "listing its items ";
            case GATHERING -> "gathering its items' outputs ";
        };
    }

    /** The fact that says so. */
    static Command.Fact fact(LiveAttempt attempt, Failure failure, @Nullable Content partial) {
        return attempt.work() == Work.CONDITION
                ? new Command.NotEvaluated(attempt.attempt(), attempt.epoch(), failure)
                : new Command.Fail(attempt.attempt(), attempt.epoch(), failure, partial);
    }
}
