// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import dev.pawl.core.Command.Accepted;
import dev.pawl.core.Command.Outcome;
import dev.pawl.core.Command.Rejected;
import dev.pawl.core.Command.Rejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link Accepting} of what people do to outputs, and to documents as a whole. */
final class AcceptingDocuments {

    private final PipelineSpec pipeline;
    private final Run run;
    private final Instant now;

    AcceptingDocuments(PipelineSpec pipeline, Run run, Instant now) {
        this.pipeline = pipeline;
        this.run = run;
        this.now = now;
    }

    Outcome edit(Command.Edit edit, StageState stage) {
        String id = edit.stage();
        Rejected refused = stage.waitsFor() == WaitFor.PERSON ? null : notEditable(id, stage);
        if (refused == null) {
            refused = made(id);
        }
        if (refused == null) {
            refused = conflict(id, stage, edit.version());
        }
        if (refused != null) {
            return refused;
        }
        boolean same = edit.output().equals(stage.output());
        return same && Staleness.of(pipeline, run, id).isEmpty()
                ? accepted()
                : accepted(new Event.Edited(now, id, edit.output(), edit.by()));
    }

    Outcome undo(Command.Undo undo, StageState stage) {
        String id = undo.stage();
        Rejected refused = notEditable(id, stage);
        if (refused == null) {
            refused = conflict(id, stage, undo.version());
        }
        if (refused != null) {
            return refused;
        }
        Versions versions = stage.past().versions();
        Version latest = versions == null ? null : versions.latest();
        int before =
                latest == null ? 0 : stage.status().done() || latest.output() == null ? latest.undo() : latest.number();
        if (versions == null || before == 0) {
            return Refusing.rejected(
                    Rejection.NOTHING_TO_UNDO,
                    "stage " + id + " has no output before this one",
                    "edit it, or run it again");
        }
        return versions.numbered(before) == null
                ? Refusing.rejected(
                        Rejection.NOTHING_TO_UNDO,
                        "the output of stage " + id + " before this one is no longer kept: of each stage the last "
                                + Versions.KEPT + " are",
                        "edit it, or run it again")
                : accepted(new Event.Undone(now, id, before, undo.by()));
    }

    /** Also outside of documents: what came too late is then better than what failed. */
    Outcome adopt(Command.Adopt adopt, StageState stage) {
        String id = adopt.stage();
        Late late = stage.past().late();
        if (late == null) {
            return Refusing.rejected(
                    Rejection.NO_LATE_RESULT,
                    "no result of stage " + id + " came too late",
                    "look at the history for results that did");
        }
        if (!run.interactive() && stage.status() != StageStatus.FAILED && !stage.held()) {
            return Refusing.rejected(
                    Rejection.NOT_EDITABLE,
                    "stage " + id + " is " + Refusing.words(stage.status()),
                    "adopt a late result where the stage has failed or was put back; one that runs is reset first");
        }
        Rejected refused = run.interactive() ? notEditable(id, stage) : unsettled(id, stage);
        return refused == null
                ? accepted(new Event.Adopted(now, id, late.output(), late.artifacts(), adopt.by()))
                : refused;
    }

    Outcome dismiss(Command.Dismiss dismiss, StageState stage) {
        List<Staleness.Cause> causes = Staleness.of(pipeline, run, dismiss.stage());
        return causes.isEmpty() || Staleness.dismissed(stage, causes)
                ? accepted()
                : accepted(new Event.StaleDismissed(now, dismiss.stage(), dismiss.by()));
    }

    Outcome acceptStale(Command.AcceptStale accept, StageState stage) {
        return Staleness.of(pipeline, run, accept.stage()).isEmpty()
                ? accepted()
                : accepted(new Event.StaleAccepted(now, accept.stage(), accept.by()));
    }

    Outcome refreshStale(Command.RefreshStale refresh) {
        if (!run.interactive()) {
            return notInteractive();
        }
        Staleness staleness = new Staleness(pipeline, run);
        Set<String> asking = staleAnswers(staleness);
        List<String> stages = new ArrayList<>();
        boolean more = false;
        for (String id : pipeline.ids()) {
            if (!staleness.outdated(id).isEmpty() && !asksFirst(id, asking)) {
                stages.add(id);
                more |= !run.stage(id).past().refreshing();
            }
        }
        return more ? accepted(new Event.RefreshAsked(now, stages, refresh.by())) : accepted();
    }

    private Set<String> staleAnswers(Staleness staleness) {
        Set<String> stale = new LinkedHashSet<>();
        for (StageSpec spec : pipeline.stages()) {
            if (spec.kind() instanceof StageKind.Input
                    && !staleness.of(spec.id()).isEmpty()) {
                stale.add(spec.id());
            }
        }
        return stale;
    }

    /** Whether it stands on a person's answer that is stale: made again, it would be stale again. */
    private boolean asksFirst(String id, Set<String> staleAnswers) {
        return !staleAnswers.isEmpty()
                && (staleAnswers.contains(id)
                        || pipeline.upstreamOf(id).stream().anyMatch(staleAnswers::contains));
    }

    /** It has failed where a stage has: what was put back, or never run, is left behind on purpose. */
    Outcome close(Command.Close close) {
        if (run.interactive() && run.ended() != null && run.status() != RunStatus.CANCELLED) {
            return accepted();
        }
        if (run.ended() != null) {
            return new Refusing(run).ended();
        }
        if (!run.interactive()) {
            return notInteractive();
        }
        if (run.cancelRequested()) {
            return Refusing.rejected(Rejection.BUSY, "the document is being cancelled", "wait until it is");
        }
        List<Event> events = new ArrayList<>();
        Event.Ended end = new Event.Ended(now, RunStatus.SUCCEEDED, null);
        for (String id : run.created().stages()) {
            StageState stage = run.stage(id);
            if (stage.status() == StageStatus.FAILED && end.failure() == null) {
                end = new Event.Ended(now, RunStatus.FAILED, Planning.failureOf(id, stage));
            } else if (stage.waitsFor() == WaitFor.PERSON) {
                events.add(new Event.Reset(now, id, close.by()));
            } else if (stage.waitsFor() == WaitFor.DOUBT) {
                return inDoubt(id);
            } else if (stage.status() == StageStatus.RUNNING || stage.status() == StageStatus.WAITING) {
                return Refusing.rejected(
                        Rejection.BUSY,
                        stage.status() == StageStatus.RUNNING
                                ? "stage " + id + " runs"
                                : "stage " + id + " is about to be tried again",
                        "wait until it has ended, or reset it, and close then");
            }
        }
        events.add(new Event.Closed(now, close.by()));
        events.add(end);
        return new Accepted(events);
    }

    private @Nullable Rejected notEditable(String id, StageState stage) {
        if (!run.interactive()) {
            return Refusing.rejected(
                    Rejection.NOT_WAITING,
                    "stage " + id + " is " + Refusing.words(stage.status())
                            + " and does not wait for a person's output",
                    "give an output to an input stage once everything before it is done");
        }
        Rejected unsettled = unsettled(id, stage);
        if (unsettled != null) {
            return unsettled;
        }
        List<String> judging = Dependencies.judging(pipeline, run, id);
        if (!judging.isEmpty()) {
            return Refusing.judged(id, judging);
        }
        return switch (stage.status()) {
            case SUCCEEDED, DEGRADED, SKIPPED, FAILED -> null;
            case IDLE -> {
                List<String> open = Dependencies.open(pipeline, run, id);
                yield open.isEmpty()
                        ? null
                        : Refusing.rejected(
                                Rejection.NOT_EDITABLE,
                                "stage " + id + " waits for " + String.join(", ", open),
                                "give it an output when these are done");
            }
            case RUNNING, WAITING, CANCELLED ->
                Refusing.rejected(
                        Rejection.NOT_EDITABLE,
                        "stage " + id
                                + (stage.status() == StageStatus.RUNNING
                                        ? " runs"
                                        : stage.waitsFor() == WaitFor.PERSON
                                                ? " waits for a person's output"
                                                : " is about to be tried again"),
                        stage.waitsFor() == WaitFor.PERSON
                                ? "give its output"
                                : "wait until it has ended, or reset it first");
        };
    }

    /** Another value would stand beside files that it does not tell of, or without any. */
    private @Nullable Rejected made(String id) {
        StageSpec spec = pipeline.stage(id);
        return spec == null || !(spec.kind() instanceof StageKind.Export)
                ? null
                : Refusing.rejected(
                        Rejection.NOT_EDITABLE,
                        "stage " + id + " is an export: its output tells of the files it made",
                        "edit what it is made of, and run it again");
    }

    private static @Nullable Rejected unsettled(String id, StageState stage) {
        boolean items = stage.items() != null && stage.items().count(ItemStatus.DOUBT) > 0;
        return items || stage.waitsFor() == WaitFor.DOUBT ? inDoubt(id) : null;
    }

    private static Rejected inDoubt(String id) {
        return Refusing.rejected(
                Rejection.NOT_EDITABLE,
                "stage " + id + " is in doubt: nobody knows what it did outside",
                "settle it: run again, done, or failed");
    }

    private static @Nullable Rejected conflict(String id, StageState stage, @Nullable Integer seen) {
        int version = stage.past().version();
        return seen == null || seen == version
                ? null
                : Refusing.rejected(
                        Rejection.EDIT_CONFLICT,
                        "the output of stage " + id + " is version " + version + " by now" + given(stage)
                                + ", and you saw version " + seen,
                        "look at what is there now, and edit that");
    }

    /** Whose it is, and since when, where that is known. */
    private static String given(StageState stage) {
        Versions versions = stage.past().versions();
        String by = versions == null ? null : versions.latest().by();
        return (by == null ? "" : ", by " + by)
                + (versions == null
                                || stage.finishedAt() == null
                                || !stage.status().done()
                        ? ""
                        : ", since " + stage.finishedAt());
    }

    private Rejected notInteractive() {
        return Refusing.rejected(
                Rejection.NOT_INTERACTIVE,
                "pipeline " + run.created().pipeline() + " makes no documents: its runs end by themselves",
                "declare it interactive, and start a new run");
    }

    private static Accepted accepted(Event... events) {
        return new Accepted(List.of(events));
    }
}
