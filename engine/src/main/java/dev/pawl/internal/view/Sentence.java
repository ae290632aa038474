// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import static dev.pawl.internal.view.Durations.words;
import static dev.pawl.internal.view.Phrases.ago;
import static dev.pawl.internal.view.Phrases.count;
import static dev.pawl.internal.view.Phrases.firstLine;
import static dev.pawl.internal.view.Phrases.in;
import static dev.pawl.internal.view.Phrases.place;
import static dev.pawl.internal.view.Phrases.places;
import static dev.pawl.internal.view.Phrases.time;

import dev.pawl.Health;
import dev.pawl.StageView;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.StageView.ItemCounts;
import dev.pawl.WaitFor;
import dev.pawl.core.Event;
import dev.pawl.core.Reason;
import dev.pawl.core.Run;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageSpec;
import dev.pawl.core.StageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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
            return ended(run, ended);
        }
        String trouble = sight.signs().trouble();
        if (trouble != null) {
            return "Held: the database takes no writes (" + trouble + "); it goes on when that is mended";
        }
        if (sight.interrupted()) {
            return "Interrupted" + at(stages) + ": nobody executes it"
                    + (sight.signs().unable() == null
                            ? sight.signs().full() == null
                                    ? "; resume it"
                                    : ", as " + sight.signs().full().words()
                            : ", as " + firstLine(sight.signs().unable().words()));
        }
        Reason abandoned = sight.signs().any(Reason.Code.ABANDONED);
        return going(sight, stages)
                + (abandoned == null ? "" : "; code of " + abandoned.stage() + " would not stop and was fenced off");
    }

    private static String going(Sight sight, List<StageView> stages) {
        RunStatus status = Views.status(sight, stages);
        return switch (status) {
            case RUNNING -> running(sight, stages);
            case WAITING -> waiting(sight, stages).orElseGet(() -> sight.run().rests() ? open(stages) : "Waiting");
            case CANCELLING -> cancelling(sight);
            case QUEUED ->
                queued(sight)
                        + (sight.signs().unable() == null
                                ? ""
                                : " that can execute it: "
                                        + firstLine(sight.signs().unable().words()));
            case SUCCEEDED, FAILED, CANCELLED -> of(status, false);
        };
    }

    private static String open(List<StageView> stages) {
        List<String> stale = stages.stream()
                .filter(stage -> stage.status().done() && !stage.stale().isEmpty() && !stage.staleDismissed())
                .map(StageView::id)
                .toList();
        List<String> failed = stages.stream()
                .filter(stage -> stage.status() == StageStatus.FAILED)
                .map(StageView::id)
                .toList();
        return "Open"
                + (failed.isEmpty() ? "" : ", " + Phrases.list(failed) + " failed")
                + (stale.isEmpty() ? "" : ", " + Phrases.list(stale) + " stale");
    }

    /** Of one whose turn has come but for the limits of its pipeline. */
    static String queued(Full full) {
        return "Waiting in the queue: " + full.words();
    }

    private static String queued(Sight sight) {
        Instant due = sight.run().created().queueing().notBefore();
        if (due != null && due.isAfter(sight.now())) {
            return "Waiting for its time, " + in(due, sight.now());
        }
        Full full = sight.signs().full();
        return sight.run().inLine()
                ? "Waiting in line for key " + sight.run().created().key() + (full == null ? "" : "; " + full.words())
                : full == null ? of(RunStatus.QUEUED, false) : queued(full);
    }

    private static String ended(Run run, Event.Ended ended) {
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

    private static String running(Sight sight, List<StageView> stages) {
        List<StageView> running = stages.stream()
                .filter(stage -> stage.status() == StageStatus.RUNNING)
                .toList();
        String also = waiting(sight, stages)
                .map(words -> "; " + words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1))
                .orElse("");
        if (running.isEmpty()) {
            return lost(sight).orElse("Running") + also;
        }
        Optional<StageView> silent = running.stream()
                .filter(stage -> stage.health() == Health.STALLED)
                .findFirst();
        if (silent.isPresent()) {
            return stalled(sight, silent.get()) + also;
        }
        StageView first = running.getFirst();
        StringBuilder words = new StringBuilder("Running ").append(first.id());
        if (running.size() > 1) {
            words.append(" and ").append(running.size() - 1).append(" more");
        }
        words.append(progress(first));
        Heartbeat beat = first.heartbeat();
        if (beat != null) {
            words.append(", last sign of life ").append(ago(beat.at(), sight.now()));
        }
        return words + also;
    }

    private static String progress(StageView stage) {
        ItemCounts items = stage.items();
        Heartbeat beat = stage.heartbeat();
        if (items != null) {
            return ", " + count(items.done() + items.failed()) + " of " + count(items.total(), "item", "items")
                    + (items.failed() == 0 ? "" : " with " + count(items.failed()) + " failed");
        }
        return beat == null || beat.total() <= 0 ? "" : ", " + count(beat.done()) + " of " + count(beat.total());
    }

    private static String stalled(Sight sight, StageView stage) {
        Signs.OfStage work = sight.signs()
                .of(
                        sight.run().attempt(stage.id()),
                        sight.run().stage(stage.id()).epoch());
        Instant since = work == null ? null : work.silentSince();
        String silent = since == null ? "too long" : words(Duration.between(since, sight.now()));
        return "Stalled at " + stage.id()
                + (work != null && !work.signed()
                        ? ": the first sign of life it promised has not come for "
                        : ": no sign of life for ")
                + silent + progress(stage);
    }

    private static String cancelling(Sight sight) {
        Signs signs = sight.signs();
        Reason stopping = signs.any(Reason.Code.STOPPING);
        return stopping == null ? "Being cancelled" : "Being cancelled, waiting for " + stopping.stage() + " to stop";
    }

    private static Optional<String> lost(Sight sight) {
        Reason lost = sight.signs().any(Reason.Code.DEFINITION);
        return Optional.ofNullable(lost)
                .map(reason -> "Waiting: the pipeline known here has no stage " + reason.stage()
                        + ", which is not finished; resume it with the version that has it");
    }

    /** What is waited for; what a person can end comes first. */
    private static Optional<String> waiting(Sight sight, List<StageView> stages) {
        for (WaitFor what : List.of(WaitFor.DOUBT, WaitFor.PERSON)) {
            for (StageView stage : stages) {
                if (stage.waitsFor() == what) {
                    return Optional.of(waiting(sight, stage, what));
                }
            }
        }
        for (StageView stage : stages) {
            if (stage.held()) {
                return Optional.of("Waiting for a person: " + stage.id() + " was put back; press it to have it run");
            }
        }
        for (WaitFor what : List.of(WaitFor.VERSION, WaitFor.CAPACITY, WaitFor.BACK_OFF)) {
            for (StageView stage : stages) {
                if (stage.waitsFor() == what) {
                    return Optional.of(waiting(sight, stage, what));
                }
            }
        }
        return Optional.empty();
    }

    private static String waiting(Sight sight, StageView stage, WaitFor what) {
        Instant until = stage.until();
        return switch (what) {
            case DOUBT ->
                "Waiting for a person: " + stage.id() + " "
                        + (stage.error() == null ? "was interrupted" : firstLine(stage.error()))
                        + " and may have had its effect outside; settle it";
            case PERSON ->
                "Waiting for a person: give the output of " + stage.id()
                        + (until == null ? "" : " until " + time(until));
            case BACK_OFF ->
                until == null || stage.items() != null
                        ? "Waiting to try items of " + stage.id() + " again" + progress(stage)
                        : "Waiting to try " + stage.id() + " again " + in(until, sight.now()) + ", attempt "
                                + stage.attempt() + " failed";
            case VERSION -> lost(sight).orElse("Waiting for a version that has " + stage.id());
            case CAPACITY -> "Waiting: " + capacity(sight, stage);
        };
    }

    /** What a stage needs that others have. */
    static String capacity(Sight sight, StageView stage) {
        Signs signs = sight.signs();
        if (signs.reason(stage.id(), Reason.Code.SUSPECT) != null) {
            return "suspect " + stage.id() + " is to execute alone, as its worker died "
                    + count(sight.run().strikes(), "time", "times") + " over this run"
                    + (signs.beside().isEmpty()
                            ? ""
                            : "; it begins when nothing of " + places(signs.beside()) + " executes");
        }
        if (signs.reason(stage.id(), Reason.Code.CLOSED) != null) {
            return stage.id() + " waits, as " + (signs.alone() == null ? "a suspect run" : place(signs.alone()))
                    + " is to execute alone";
        }
        String limit = limit(sight, stage);
        List<Signs.Place> holders = signs.holders().getOrDefault(limit, List.of());
        return stage.id() + " waits for a slot of " + limit + (holders.isEmpty() ? "" : " held by " + places(holders));
    }

    /** The named limit of a stage. */
    static String limit(Sight sight, StageView stage) {
        StageSpec spec = sight.pipeline() == null ? null : sight.pipeline().stage(stage.id());
        return spec == null || spec.limit() == null ? "its limit" : spec.limit().name();
    }

    private static String at(List<StageView> stages) {
        return stages.stream()
                .filter(stage -> stage.status() == StageStatus.RUNNING)
                .findFirst()
                .map(stage -> " at " + stage.id())
                .orElse("");
    }
}
