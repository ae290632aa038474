// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import static dev.pawl.internal.view.Phrases.count;
import static dev.pawl.internal.view.Phrases.firstLine;

import dev.pawl.Diagnosis;
import dev.pawl.Diagnosis.Code;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.core.Dependencies;
import dev.pawl.core.Event;
import dev.pawl.core.Failure;
import dev.pawl.core.Queueing;
import dev.pawl.core.Reason;
import dev.pawl.core.Run;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says why a run is where it is. It judges nothing: all of it stands in the run's view, its signs of life, or its journal. */
public final class Diagnosing {

    private final Sight sight;
    private final Surroundings around;
    private final RunView view;
    private final Said findings = new Said();
    private final StageCauses stages;
    private final StaleCauses stale;
    private final Map<String, StageView> byId = new HashMap<>();

    private Diagnosing(Sight sight, Surroundings around) {
        this.sight = sight;
        this.around = around;
        this.view = Views.of(sight);
        this.stages = new StageCauses(sight, view, around, findings);
        this.stale = new StaleCauses(sight.run(), view, findings);
        view.stages().forEach(stage -> byId.put(stage.id(), stage));
    }

    /** Of one run. */
    public static Diagnosis of(Sight sight, Surroundings around) {
        return new Diagnosing(sight, around).diagnosis();
    }

    private Diagnosis diagnosis() {
        boolean active = view.status().active();
        if (active) {
            storage();
            worker();
            strikes();
        }
        for (StageView stage : view.stages()) {
            stages.of(stage);
            stale.of(stage);
        }
        failed();
        lateResults();
        if (active) {
            unmet();
        }
        return findings.diagnosis(view, sight.toldAt());
    }

    private void storage() {
        String trouble = sight.signs().trouble();
        if (trouble != null || around.isFull()) {
            String where = around.folder() == null ? "the disk of the database" : around.folder();
            findings.cause(
                            Code.STORAGE,
                            null,
                            "the database takes no writes: " + (trouble == null ? "its disk is full" : trouble))
                    .fact("database", around.place())
                    .fact("folder", around.folder())
                    .fact("bytes free", around.free())
                    .help(
                            "free space",
                            null,
                            "free space on the disk of " + where + ", or make it writable; the run goes on by itself");
        }
    }

    private void worker() {
        Unable unable = sight.signs().unable();
        RunView.Owner owner = view.owner();
        boolean gone = sight.interrupted();
        if (unable != null) {
            unable(unable);
        } else if (gone) {
            findings.cause(
                    Code.INTERRUPTED,
                    null,
                    owner == null
                            ? "nobody executes it: its worker gave it back, or is gone"
                            : "nobody executes it: its worker " + owner.name() + ", process " + owner.pid() + " on "
                                    + owner.host() + ", is gone");
            ownerFacts();
            findings.fact("workers alive", around.workers())
                    .help(
                            "resume",
                            "resume " + view.number(),
                            "go on where it was; what is finished is not executed again");
        } else if (view.status() == RunStatus.QUEUED) {
            queued();
        }
    }

    private void unable(Unable why) {
        String words = "no worker can execute it: " + firstLine(why.words());
        switch (why.kind()) {
            case PIPELINE ->
                code(Code.PIPELINE, words)
                        .help(
                                "start a worker",
                                null,
                                "start a worker whose code has pipeline " + view.pipeline() + ", version "
                                        + view.version() + ", or register it in the one there is")
                        .help("resume", "resume " + view.number(), "then have it go on there");
            case VERSION ->
                code(Code.VERSION, words)
                        .help(
                                "start a worker",
                                null,
                                "start a worker that has version " + view.version() + " of pipeline " + view.pipeline()
                                        + " and can read its definition")
                        .help("resume", "resume " + view.number(), "then have it go on there");
            case DAMAGED ->
                findings.cause(Code.DAMAGED, null, words)
                        .fact("database", around.place())
                        .help("doctor", "doctor", "look at what is damaged, and restore a backup");
            case STORAGE ->
                findings.cause(Code.STORAGE, null, words)
                        .fact("database", around.place())
                        .fact("bytes free", around.free())
                        .help("wait", null, "have the database take writes again; the run is then taken by itself");
            case FAULT ->
                findings.cause(Code.FAULT, null, words)
                        .fact("workers alive", around.workers())
                        .help("resume", "resume " + view.number(), "try again; the worker's log tells more")
                        .help("cancel", "cancel " + view.number(), "or end the run");
        }
    }

    private Said code(Code code, String words) {
        return findings.cause(code, null, words)
                .fact("pipeline", view.pipeline())
                .fact("version", view.version());
    }

    private void queued() {
        Queueing queueing = sight.run().created().queueing();
        Instant due = queueing.notBefore();
        if (due != null && due.isAfter(sight.now())) {
            findings.cause(Code.QUEUED, null, "it is not to begin before " + due)
                    .fact("since", view.createdAt())
                    .fact("begins at", due)
                    .help("cancel", "cancel " + view.number(), "end it, and submit another that may begin at once");
            return;
        }
        if (sight.run().inLine()) {
            findings.cause(Code.QUEUED, null, "it waits in line for key " + view.key())
                    .fact("since", view.createdAt())
                    .help("ls", "ls --key " + view.key(), "see which run of the key is active, or stands before it");
        }
        Full full = sight.signs().full();
        if (full != null) {
            full(full);
            return;
        }
        boolean nobody = around.workers() == 0;
        findings.cause(
                        Code.QUEUED,
                        null,
                        nobody ? "nothing executes it: no worker is alive" : "no worker has taken it yet")
                .fact("since", view.createdAt())
                .fact("workers alive", around.workers())
                .help("resume", "resume " + view.number(), "execute it here");
        if (nobody) {
            findings.help("recover", "recover", "or execute here whatever nobody executes");
        }
    }

    private void full(Full full) {
        findings.cause(Code.LIMIT, null, full.words())
                .fact("limit", full.again() == null ? "running" : "rate")
                .fact("most", full.most())
                .fact("running", full.again() == null ? full.running() : null)
                .fact("the next may begin at", full.again())
                .fact("since", view.createdAt())
                .help("wait", null, "wait: it begins by itself once there is room")
                .help("ls", "ls --pipeline " + full.pipeline(), "see which runs of the pipeline are active")
                .help("cancel", "cancel " + view.number(), "or end it");
    }

    /** A run can fail where none of its stages did: it was given up, or took its worker down too often. */
    private void failed() {
        Event.Ended ended = sight.run().ended();
        boolean byStage = view.stages().stream().anyMatch(stage -> stage.status() == StageStatus.FAILED);
        if (ended == null || ended.status() != RunStatus.FAILED || byStage) {
            return;
        }
        Failure failure = ended.failure();
        String cut = view.stages().stream()
                .filter(stage -> stage.startedAt() != null && !stage.status().done())
                .map(StageView::id)
                .collect(Collectors.joining(", "));
        findings.cause(
                        Code.FAILED,
                        null,
                        "the run failed: " + (failure == null ? "it is not said why" : firstLine(failure.message())))
                .fact("kind", failure == null ? null : failure.kind().name().toLowerCase(Locale.ROOT))
                .fact("failed at", ended.at())
                .fact("not finished", cut.isEmpty() ? null : cut)
                .fact("strikes", sight.run().strikes() == 0 ? null : sight.run().strikes())
                .help(
                        "resume",
                        "resume " + view.number(),
                        "go on where it was; what is finished is not executed again");
    }

    private void ownerFacts() {
        RunView.Owner owner = view.owner();
        if (owner != null) {
            findings.fact("worker", owner.name())
                    .fact("host", owner.host())
                    .fact("process", owner.pid())
                    .fact("owned since", owner.since())
                    .fact("last sign of life", view.lastHeartbeatAt());
        }
    }

    private void strikes() {
        int strikes = sight.run().strikes();
        boolean waits = sight.signs().any(Reason.Code.SUSPECT) != null;
        if (strikes == 0 || waits) {
            return;
        }
        String running = view.stages().stream()
                .filter(stage -> stage.status() == StageStatus.RUNNING)
                .map(StageView::id)
                .findFirst()
                .orElse(null);
        findings.cause(
                        strikes < Run.SUSPECT ? Code.STRIKE : Code.SUSPECT,
                        running,
                        "its worker died " + count(strikes, "time", "times")
                                + " while it executed this run, with no result in between"
                                + (strikes < Run.SUSPECT
                                        ? ""
                                        : "; it may only execute alone, and once more is the end of it"))
                .fact("strikes", strikes)
                .fact("strikes that end it", Run.SUSPECT + 1);
        strikeFacts();
        if (running != null) {
            findings.help(
                    "reset",
                    "stage reset " + view.number() + " " + running,
                    "put the stage back, so that it takes no other worker down, until what ends its worker is found");
        }
        findings.help("cancel", "cancel " + view.number(), "or end the run");
    }

    private void strikeFacts() {
        UUID before = null;
        for (Event event : around.history()) {
            if (event instanceof Event.Claimed claimed) {
                if (claimed.strike() && before != null) {
                    findings.fact("worker that died", before.toString()).fact("taken over at", claimed.at());
                }
                before = claimed.worker();
            }
        }
    }

    private void lateResults() {
        Run run = sight.run();
        if (run.lateResults() == 0) {
            return;
        }
        List<Event.LateResult> late = around.history().stream()
                .filter(Event.LateResult.class::isInstance)
                .map(Event.LateResult.class::cast)
                .toList();
        String stage = late.isEmpty() ? null : late.getLast().stage();
        findings.cause(
                        Code.LATE_RESULT,
                        stage,
                        count(run.lateResults(), "result", "results")
                                + " came from a worker that no longer had the run, and changed nothing")
                .fact("refused", run.lateResults());
        for (Event.LateResult result : late) {
            findings.fact(
                            "attempt",
                            result.stage() + "/" + result.generation() + "/" + result.number() + " of epoch "
                                    + result.epoch())
                    .fact("epoch of the run", run.epoch())
                    .fact("came at", result.at())
                    .fact("bytes", result.output().size());
        }
        findings.help(
                "history",
                "history " + view.number(),
                "nothing need be done: the stage counts as the later epoch has it; the history shows what came late");
    }

    private void unmet() {
        view.stages().stream()
                .filter(stage -> stage.status() == StageStatus.IDLE && !stage.depsMet() && !stage.held())
                .forEach(this::unmet);
    }

    private void unmet(StageView stage) {
        List<StageView> open = open(stage).toList();
        List<String> words =
                open.stream().map(up -> up.id() + ", which " + stands(up)).toList();
        findings.cause(
                Code.UNMET,
                stage.id(),
                stage.id() + " waits for "
                        + (open.isEmpty() ? "a stage the run was made without" : Phrases.list(words)));
        open.forEach(up -> findings.fact("waits for", up.id() + " (" + Phrases.status(up) + ")"));
        StageView root = open.isEmpty() ? null : root(open.getFirst());
        if (root != null) {
            findings.fact("begins with", root.id()).fact("how that stands", stands(root));
            findings.helpAsFor(root.id());
        }
    }

    /** What is not done that it waits for: what it is after, and validators that may send that back. */
    private Stream<StageView> open(StageView stage) {
        return sight.pipeline() == null
                ? Stream.empty()
                : Dependencies.open(sight.pipeline(), sight.run(), stage.id()).stream()
                        .map(byId::get)
                        .filter(Objects::nonNull);
    }

    private String stands(StageView stage) {
        return switch (stage.status()) {
            case IDLE -> stage.held() ? "was put back" : stage.depsMet() ? "has not started" : "waits itself";
            case WAITING -> "waits";
            case RUNNING -> sight.interrupted() ? "was running when its worker " + lost() : "runs";
            case FAILED -> "failed";
            case CANCELLED -> "was cancelled";
            case SUCCEEDED, DEGRADED, SKIPPED -> "is done";
        };
    }

    private String lost() {
        return view.owner() == null ? "gave it back" : "died";
    }

    /** The stage at which it begins that others wait. */
    private @Nullable StageView root(StageView from) {
        StageView at = from;
        for (int steps = 0; steps <= view.stages().size(); steps++) {
            StageView up = at.status() != StageStatus.IDLE || at.depsMet()
                    ? null
                    : open(at).findFirst().orElse(null);
            if (up == null) {
                return at;
            }
            at = up;
        }
        return null;
    }
}
