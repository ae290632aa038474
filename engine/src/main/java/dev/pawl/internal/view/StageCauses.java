// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import static dev.pawl.internal.view.Durations.words;
import static dev.pawl.internal.view.Phrases.firstLine;

import dev.pawl.Choices;
import dev.pawl.Diagnosis.Code;
import dev.pawl.Health;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.core.Event;
import dev.pawl.core.Failure;
import dev.pawl.core.FailureKind;
import dev.pawl.core.Reason;
import dev.pawl.core.Silence;
import dev.pawl.core.StageSpec;
import dev.pawl.core.StageState;
import dev.pawl.internal.view.Signs.OfStage;
import dev.pawl.internal.view.Signs.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@link Diagnosing} of one stage after the other. */
final class StageCauses {

    private final Sight sight;
    private final RunView view;
    private final Surroundings around;
    private final Said findings;

    StageCauses(Sight sight, RunView view, Surroundings around, Said findings) {
        this.sight = sight;
        this.view = view;
        this.around = around;
        this.findings = findings;
    }

    void of(StageView stage) {
        if (view.status().active()) {
            stopping(stage);
        }
        switch (stage.status()) {
            case IDLE -> idle(stage);
            case WAITING -> waiting(stage);
            case RUNNING -> running(stage);
            case FAILED -> failed(stage);
            case SUCCEEDED, DEGRADED, CANCELLED, SKIPPED -> {}
        }
    }

    private String command(String verb, StageView stage) {
        return "stage " + verb + " " + view.number() + " " + stage.id();
    }

    private void idle(StageView stage) {
        if (!view.status().active()) {
            return;
        }
        Code code = Choices.code(stage);
        if (code == Code.HELD) {
            findings.cause(code, stage.id(), stage.id() + " was put back, and waits to be pressed")
                    .fact("generation", stage.generation())
                    .choices(view.number(), stage);
        } else if (code == Code.MANUAL) {
            findings.cause(code, stage.id(), stage.id() + " starts when a person presses it")
                    .fact("trigger", "manual")
                    .choices(view.number(), stage);
        }
    }

    private void waiting(StageView stage) {
        switch (stage.waitsFor()) {
            case BACK_OFF -> backOff(stage);
            case DOUBT -> doubt(stage);
            case PERSON ->
                findings.cause(Code.PERSON, stage.id(), stage.id() + " waits for a person who gives its output")
                        .fact("since", stage.startedAt())
                        .fact("until", stage.until())
                        .choices(view.number(), stage);
            case CAPACITY -> capacity(stage);
            case VERSION ->
                findings.cause(
                                Code.VERSION,
                                stage.id(),
                                "the pipeline known to its worker has no stage " + stage.id()
                                        + ", which is not finished")
                        .fact("pipeline", view.pipeline())
                        .fact("version", view.version())
                        .fact("version known there", sight.pipeline() == null ? null : knownVersion())
                        .help(
                                "start a worker",
                                null,
                                "start a worker whose code has version " + view.version() + " of " + view.pipeline()
                                        + ", and end the one there is")
                        .help("resume", "resume " + view.number(), "then have it go on there");
            case null -> {}
        }
    }

    private @Nullable Integer knownVersion() {
        return sight.pipeline() == null ? null : sight.pipeline().version();
    }

    private void backOff(StageView stage) {
        Instant due = stage.until();
        StageSpec spec = spec(stage);
        findings.cause(
                        Code.BACK_OFF,
                        stage.id(),
                        stage.items() == null
                                ? "attempt " + stage.attempt() + " of " + stage.id() + " failed, and the next is due "
                                        + (due == null ? "soon" : Phrases.in(due, sight.now()))
                                : "items of " + stage.id() + " failed, and are tried again")
                .fact("error", stage.error())
                .fact("failed at", stage.finishedAt())
                .fact("next attempt at", due)
                .fact(
                        "retries left",
                        spec == null || stage.items() != null
                                ? null
                                : spec.retry().max() + 1 - stage.attempt());
        again(stage, "put it back, which ends the pause");
    }

    private void again(StageView stage, String words) {
        findings.help("reset", command("reset", stage), words)
                .help("run", command("run", stage), "then have it run at once");
    }

    private void doubt(StageView stage) {
        findings.cause(
                        Code.DOUBT,
                        stage.id(),
                        "nobody knows whether the effect of " + stage.id() + " happened: it was stopped in the middle")
                .fact("attempt", sight.run().attempt(stage.id()).id())
                .fact("started at", stage.startedAt())
                .fact("stopped by", stage.error() == null ? "the loss of its worker" : stage.error())
                .choices(view.number(), stage);
    }

    private void capacity(StageView stage) {
        Signs signs = sight.signs();
        if (signs.reason(stage.id(), Reason.Code.SUSPECT) != null) {
            findings.cause(Code.SUSPECT, stage.id(), Sentence.capacity(sight, stage))
                    .fact("strikes", sight.run().strikes());
            places("executes now", signs.beside(), "and so makes room for it");
        } else if (signs.reason(stage.id(), Reason.Code.CLOSED) != null) {
            findings.cause(Code.CLOSED, stage.id(), Sentence.capacity(sight, stage));
            Place alone = signs.alone();
            places("executes alone", alone == null ? List.of() : List.of(alone), "and so makes room for others");
        } else {
            StageSpec spec = spec(stage);
            findings.cause(Code.LIMIT, stage.id(), Sentence.capacity(sight, stage))
                    .fact("limit", Sentence.limit(sight, stage))
                    .fact(
                            "slots",
                            spec == null || spec.limit() == null
                                    ? null
                                    : spec.limit().most());
            places(
                    "held by",
                    signs.holders().getOrDefault(Sentence.limit(sight, stage), List.of()),
                    "and so gives its slot back");
        }
        findings.help("wait", null, "or wait: it begins by itself once there is room");
    }

    private void places(String fact, List<Place> places, String outcome) {
        for (Place place : places) {
            String run = place.number() == 0 ? place.run().toString() : Long.toString(place.number());
            findings.fact(fact, Phrases.place(place))
                    .help("cancel", "cancel " + run, "end run " + run + ", " + outcome);
        }
    }

    private void running(StageView stage) {
        if (stage.health() == Health.STALLED || stage.health() == Health.LATE) {
            silent(stage, stage.health());
        }
    }

    private void silent(StageView stage, Health health) {
        OfStage work = work(stage);
        StageSpec spec = spec(stage);
        Silence silence = spec == null ? Silence.DEFAULT : spec.silence();
        Instant since = work == null ? null : work.silentSince();
        Duration silent = since == null ? Duration.ZERO : Duration.between(since, sight.now());
        boolean first = work != null && !work.signed();
        Code code = health == Health.LATE ? Code.LATE : first ? Code.NO_FIRST_SIGN : Code.STALLED;
        findings.cause(
                        code,
                        stage.id(),
                        first
                                ? "the first sign of life " + stage.id() + " promised has not come for " + words(silent)
                                : stage.id() + " has given no sign of life for " + words(silent))
                .fact("silent since", since)
                .fact("silent for seconds", silent.toSeconds())
                .fact("expected every seconds", silence.heartbeat().toSeconds())
                .fact("stalled after seconds", silence.stallAfter().toSeconds())
                .fact("item", work == null || work.item() < 0 ? null : work.item())
                .fact("attempt", sight.run().attempt(stage.id()).id())
                .fact("started at", stage.startedAt());
        if (stage.heartbeat() != null) {
            findings.fact("done", stage.heartbeat().done())
                    .fact(
                            "of",
                            stage.heartbeat().total() == 0
                                    ? null
                                    : stage.heartbeat().total())
                    .fact("last words", stage.heartbeat().text());
        }
        worker();
        if (health == Health.STALLED) {
            again(stage, "stop it and put it back; what it had finished stays");
            findings.help("cancel", "cancel " + view.number(), "or end the run");
        } else {
            findings.help("wait", null, "wait: it counts as stalled after " + words(silence.stallAfter()));
        }
    }

    private void worker() {
        RunView.Owner owner = view.owner();
        if (owner != null) {
            findings.fact("worker", owner.name()).fact("host", owner.host()).fact("process", owner.pid());
        }
    }

    private @Nullable OfStage work(StageView stage) {
        return sight.signs()
                .of(
                        sight.run().attempt(stage.id()),
                        sight.run().stage(stage.id()).epoch());
    }

    private void stopping(StageView stage) {
        Signs signs = sight.signs();
        Event.CancelRequested cancel = sight.run().cancel();
        if (signs.reason(stage.id(), Reason.Code.STOPPING) != null) {
            Duration patience = around.patience();
            findings.cause(
                            Code.STOPPING,
                            stage.id(),
                            "the code of " + stage.id() + " was asked to stop and has not yet")
                    .fact("cancelled at", cancel == null ? null : cancel.at())
                    .fact("fenced off after seconds", patience.toMillis() / 1e3);
            worker();
            findings.help(
                    "wait",
                    null,
                    "wait: after " + words(patience) + " it is fenced off, and the run goes on without it");
            RunView.Owner owner = view.owner();
            if (owner != null) {
                findings.help(
                        "end the process",
                        null,
                        "or end process " + owner.pid() + " on " + owner.host() + ", which ends the code too");
            }
        } else if (signs.reason(stage.id(), Reason.Code.ABANDONED) != null) {
            findings.cause(
                    Code.ABANDONED,
                    stage.id(),
                    "the code of " + stage.id() + " would not stop; it is fenced off, and what it puts out is refused");
            worker();
            findings.help("restart", null, "restart its worker where that code uses what others need");
        }
    }

    private void failed(StageView stage) {
        StageState state = sight.run().stage(stage.id());
        Failure failure = state.failure();
        FailureKind kind = failure == null ? FailureKind.ERROR : failure.kind();
        Code code = switch (kind) {
            case DEADLINE -> Code.DEADLINE;
            case CONDITION -> Code.CONDITION;
            case MISSING -> Code.MISSING;
            case ERROR,
                    ERROR_RETRY_NOW,
                    ERROR_FINAL,
                    TIMEOUT,
                    UNSTORABLE,
                    SETTLED,
                    CUT_SHORT,
                    STALLED,
                    INTERRUPTED,
                    REJECTED,
                    ITEMS,
                    CRASHED -> Code.FAILED;
        };
        findings.cause(
                        code,
                        stage.id(),
                        stage.id() + " failed: "
                                + (failure == null ? "it does not say why" : firstLine(failure.message())))
                .fact("kind", kind.name().toLowerCase(Locale.ROOT))
                .fact("attempts", stage.attempt())
                .fact("started at", stage.startedAt())
                .fact("failed at", stage.finishedAt());
        if (code == Code.MISSING && state.number() == 0) {
            findings.help(
                    "run",
                    null,
                    "correct the stage that should have put it out, and start a new run: to resume this one would ask the"
                            + " same outputs again");
        } else if (view.status().active()) {
            again(stage, "put it back");
        } else {
            findings.help("resume", "resume " + view.number(), resumes(code));
        }
    }

    private static String resumes(Code code) {
        return switch (code) {
            case DEADLINE -> "ask once more, with as much time as before";
            case CONDITION -> "evaluate it again, once what it reads is there";
            case MISSING -> "execute it again, once it puts out what it declares";
            default -> "execute it again, once what made it fail is mended";
        };
    }

    private @Nullable StageSpec spec(StageView stage) {
        return sight.pipeline() == null ? null : sight.pipeline().stage(stage.id());
    }
}
