// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import dev.pawl.StageView;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.core.Event;
import dev.pawl.core.Reason;
import dev.pawl.core.Run;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import dev.pawl.core.WaitFor;
import dev.pawl.internal.drive.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** How a run stands, in one sentence. */
final class Sentence {

    private Sentence() {}

    static String of(RunStatus status, boolean interrupted) {
        if (interrupted) {
            return "Interrupted: nobody executes it; resume it";
        }
        return switch (status) {
            case QUEUED -> "Waiting for a worker";
            case RUNNING -> "Running";
            case WAITING -> "Waiting";
            case CANCELLING -> "Being cancelled";
            case SUCCEEDED -> "Succeeded";
            case FAILED -> "Failed; it can be resumed";
            case CANCELLED -> "Cancelled";
        };
    }

    static String of(Sight sight, List<StageView> stages) {
        int late = sight.run().lateResults();
        return standing(sight, stages)
                + (late == 0 ? "" : "; " + late + (late == 1 ? " late result was" : " late results were") + " refused");
    }

    private static String standing(Sight sight, List<StageView> stages) {
        Run run = sight.run();
        Event.Ended ended = run.ended();
        if (ended != null) {
            String took = " after " + words(Duration.between(run.created().at(), ended.at()));
            return switch (ended.status()) {
                case SUCCEEDED -> "Succeeded" + took + (run.degraded() ? ", degraded" : "");
                case FAILED ->
                    "Failed" + took
                            + (ended.failure() == null
                                    ? ""
                                    : ": " + firstLine(ended.failure().message()));
                case CANCELLED ->
                    "Cancelled" + took
                            + (ended.failure() == null
                                    ? ""
                                    : "; " + firstLine(ended.failure().message()));
                case QUEUED, RUNNING, WAITING, CANCELLING -> throw new IllegalStateException("a run ended as " + ended);
            };
        }
        if (sight.trouble() != null) {
            return "Held: the database takes no writes (" + sight.trouble() + "); it goes on when that is mended";
        }
        if (sight.interrupted()) {
            return "Interrupted" + at(stages) + ": nobody executes it; resume it";
        }
        String standing = switch (run.status()) {
            case RUNNING -> running(sight, stages);
            case WAITING -> waiting(sight, stages);
            case CANCELLING -> cancelling(sight);
            case QUEUED, SUCCEEDED, FAILED, CANCELLED -> of(run.status(), false);
        };
        return standing
                + stageOf(sight, Reason.Code.ABANDONED)
                        .map(stage -> "; code of " + stage + " would not stop and was fenced off")
                        .orElse("");
    }

    private static String running(Sight sight, List<StageView> stages) {
        List<StageView> running = stages.stream()
                .filter(stage -> stage.status() == StageStatus.RUNNING)
                .toList();
        if (running.isEmpty()) {
            return stageOf(sight, Reason.Code.DEFINITION)
                    .map(stage -> "Waiting: the pipeline known here has no stage " + stage
                            + ", which is not finished; resume it with the version that has it")
                    .orElse("Running");
        }
        StageView first = running.getFirst();
        StringBuilder words = new StringBuilder("Running ").append(first.id());
        if (running.size() > 1) {
            words.append(" and ").append(running.size() - 1).append(" more");
        }
        Heartbeat beat = first.heartbeat();
        if (beat != null && beat.total() > 0) {
            words.append(", ").append(beat.done()).append(" of ").append(beat.total());
        }
        if (beat != null) {
            words.append(", last sign of life ").append(ago(beat.at(), sight.now()));
        }
        return words.toString();
    }

    private static String cancelling(Sight sight) {
        return stageOf(sight, Reason.Code.STOPPING)
                .map(stage -> "Being cancelled, waiting for " + stage + " to stop")
                .orElse("Being cancelled");
    }

    private static Optional<String> stageOf(Sight sight, Reason.Code code) {
        return sight.reasons().stream()
                .filter(reason -> reason.code() == code)
                .map(Reason::stage)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static String waiting(Sight sight, List<StageView> stages) {
        for (StageView stage : stages) {
            if (stage.waitsFor() == WaitFor.DOUBT) {
                return "Waiting for a person: " + stage.id() + " "
                        + (stage.error() == null ? "was interrupted" : firstLine(stage.error()))
                        + " and may have had its effect outside; settle it";
            }
        }
        for (StageView stage : stages) {
            Instant retryAt = stage.retryAt();
            if (retryAt != null) {
                Duration left = Duration.between(sight.now(), retryAt);
                return "Waiting to try " + stage.id() + " again "
                        + (left.isNegative() ? "now" : "in " + words(left)) + ", attempt " + stage.attempt()
                        + " failed";
            }
        }
        return "Waiting";
    }

    private static String at(List<StageView> stages) {
        return stages.stream()
                .filter(stage -> stage.status() == StageStatus.RUNNING)
                .findFirst()
                .map(stage -> " at " + stage.id())
                .orElse("");
    }

    private static String ago(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        return age.compareTo(Duration.ofSeconds(1)) < 0 ? "just now" : words(age) + " ago";
    }

    private static String words(Duration duration) {
        boolean exact = duration.compareTo(Duration.ofSeconds(1)) < 0;
        return Words.duration(exact ? duration : Duration.ofSeconds(duration.toSeconds()));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
