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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@link Decider#accept}: one command to one run. What people and workers ask for is here, facts are {@link AcceptingFacts}. */
final class Accepting {

    private final PipelineSpec pipeline;
    private final Run run;
    private final Instant now;
    private final Refusing refusing;

    Accepting(PipelineSpec pipeline, Run run, Instant now) {
        this.pipeline = pipeline;
        this.run = run;
        this.now = now;
        this.refusing = new Refusing(run);
    }

    Outcome accept(Command command) {
        if (command instanceof Command.Create create) {
            return create(create, null);
        }
        if (command instanceof Command.Retry retry) {
            return retry(retry);
        }
        if (!run.exists()) {
            return Refusing.rejected(Rejection.NO_RUN, "there is no run " + run.id(), "look at the list of runs");
        }
        return switch (command) {
            case Command.Create never -> throw new AssertionError(never);
            case Command.Retry never -> throw new AssertionError(never);
            case Command.Claim claim -> claim(claim);
            case Command.Cancel cancel -> cancel(cancel);
            case Command.Resume resume -> resume(resume);
            case Command.GiveUp giveUp -> giveUp(giveUp);
            case Command.Settle settle -> ofStage(settle.stage(), stage -> settle(settle, stage));
            case Command.Press press -> ofStage(press.stage(), stage -> press(press, stage));
            case Command.Edit edit -> ofStage(edit.stage(), stage -> documents().edit(edit, stage));
            case Command.Undo undo -> ofStage(undo.stage(), stage -> documents().undo(undo, stage));
            case Command.Adopt adopt ->
                ofStage(adopt.stage(), stage -> documents().adopt(adopt, stage));
            case Command.Dismiss dismiss ->
                ofStage(dismiss.stage(), stage -> documents().dismiss(dismiss, stage));
            case Command.AcceptStale accept ->
                ofStage(accept.stage(), stage -> documents().acceptStale(accept, stage));
            case Command.RefreshStale refresh ->
                run.ended() == null ? documents().refreshStale(refresh) : refusing.ended();
            case Command.Close close -> documents().close(close);
            case Command.Reset reset -> ofStage(reset.stage(), stage -> reset(reset, stage));
            case Command.Fact fact -> new AcceptingFacts(pipeline, run, now).accept(fact);
        };
    }

    private AcceptingDocuments documents() {
        return new AcceptingDocuments(pipeline, run, now);
    }

    /** Made as any other, then what is taken over. */
    private Outcome retry(Command.Retry retry) {
        AcceptingRetry retrying = new AcceptingRetry(pipeline, retry);
        Rejected refused = retrying.refusal();
        if (refused != null) {
            return refused;
        }
        return switch (create(retry.create(), retrying.lineage())) {
            case Rejected rejected -> rejected;
            case Accepted accepted -> {
                List<Event> events = new ArrayList<>(accepted.events());
                events.addAll(retrying.takenOver(now));
                yield new Accepted(events);
            }
        };
    }

    private Outcome create(Command.Create create, @Nullable Lineage lineage) {
        if (run.exists()) {
            return Refusing.rejected(Rejection.EXISTS, "run " + run.id() + " exists already", "use a new id");
        }
        if (pipeline.userRequired() && (create.user() == null || create.user().isBlank())) {
            return Refusing.rejected(
                    Rejection.NO_USER,
                    "pipeline " + pipeline.name() + " needs the user a run is for, and none was given",
                    "name the user");
        }
        return accepted(new Event.Created(
                now,
                pipeline.name(),
                pipeline.version(),
                create.definition(),
                pipeline.ids(),
                create.input(),
                create.key(),
                create.user(),
                create.labels(),
                create.queueing(),
                lineage,
                pipeline.interactive()));
    }

    private Outcome claim(Command.Claim claim) {
        if (run.ended() != null) {
            return refusing.ended();
        }
        if (claim.worker().equals(run.owner()) && claim.dead() == null) {
            return accepted();
        }
        if (claim.seen() != null && claim.seen() != run.epoch()) {
            return Refusing.rejected(
                    Rejection.OWNED,
                    "another worker has had the run since it was found",
                    "look again whether it may be taken");
        }
        if (run.owner() != null && !run.owner().equals(claim.dead())) {
            return Refusing.rejected(
                    Rejection.OWNED, "worker " + run.owner() + " owns the run", "wait until it ends or gives it back");
        }
        Instant due = run.created().queueing().notBefore();
        if (run.epoch() == 0 && due != null && due.isAfter(now)) {
            return Refusing.rejected(
                    Rejection.NOT_DUE,
                    "the run is not to begin before " + due,
                    "wait, or cancel it and submit another");
        }
        boolean died = run.owner() != null && !claim.worker().equals(run.owner()) && !claim.drained();
        boolean strike = died && !run.progressed() && (run.executes() || evaluates());
        return accepted(new Event.Claimed(now, claim.worker(), run.epoch() + 1, strike));
    }

    private boolean evaluates() {
        for (StageSpec spec : pipeline.stages()) {
            if (spec.conditional()
                    && run.hasStage(spec.id())
                    && (!spec.manual() || run.stage(spec.id()).pressed())
                    && run.evaluates(run.stage(spec.id()))
                    && Dependencies.met(pipeline, run, spec.id())) {
                return true;
            }
        }
        return false;
    }

    private Outcome cancel(Command.Cancel cancel) {
        if (run.status() == RunStatus.CANCELLED) {
            return accepted();
        }
        if (run.ended() != null) {
            return Refusing.rejected(
                    Rejection.ENDED,
                    "the run has " + Refusing.words(run.status()) + ": there is nothing to cancel",
                    run.status() == RunStatus.FAILED ? "resume it, or leave it" : "leave it");
        }
        List<Event> events = new ArrayList<>();
        if (!run.cancelRequested()) {
            events.add(new Event.CancelRequested(now, cancel.by(), cancel.reason()));
        }
        if (run.owner() == null || run.owner().equals(cancel.dead())) {
            events.add(new Event.Ended(now, RunStatus.CANCELLED, null));
        }
        return new Accepted(events);
    }

    private Outcome resume(Command.Resume resume) {
        if (run.status().terminal()) {
            return refusing.ended();
        }
        if (run.ended() == null) {
            return accepted();
        }
        List<String> failed = new ArrayList<>(run.created().stages());
        failed.removeIf(id -> run.stage(id).status() != StageStatus.FAILED);
        Set<String> sentBack = new LinkedHashSet<>();
        for (String id : failed) {
            Failure failure = run.stage(id).failure();
            if (failure != null && failure.kind() == FailureKind.REJECTED) {
                sentBack.addAll(pipeline.reopens(id));
            }
        }
        failed.removeAll(sentBack);
        List<String> again = new ArrayList<>(run.created().stages());
        again.retainAll(sentBack);
        List<Event> events = new ArrayList<>();
        if (!again.isEmpty()) {
            events.add(new Event.Resumed(now, resume.by(), again));
        }
        if (!failed.isEmpty() || again.isEmpty()) {
            events.add(new Event.Resumed(now, resume.by(), failed));
        }
        return new Accepted(events);
    }

    /**
     * What was at work has failed by that too. Of external effects it is for a person to say what they did: only then the run
     * may end.
     */
    private Outcome giveUp(Command.GiveUp giveUp) {
        if (run.ended() != null) {
            return run.status() == RunStatus.FAILED ? accepted() : refusing.ended();
        }
        if (run.cancelRequested()) {
            return accepted(new Event.Ended(now, RunStatus.CANCELLED, null));
        }
        if (run.rests()) {
            return Refusing.rejected(
                    Rejection.WAITS, "the document is open, and nothing is at work in it", "leave it, or close it");
        }
        Failure failure = new Failure(FailureKind.INTERRUPTED, giveUp.reason());
        List<Event> events = new ArrayList<>();
        boolean doubt = false;
        for (String id : run.created().stages()) {
            StageState stage = run.stage(id);
            StageSpec spec = pipeline.stage(id);
            if (stage.waitsFor() == WaitFor.DOUBT || stage.waitsFor() == WaitFor.PERSON) {
                return Refusing.rejected(
                        Rejection.WAITS, "stage " + id + " waits for a person", "settle it, or give its output");
            }
            if (stage.status() == StageStatus.RUNNING && spec != null && spec.leavesDoubt()) {
                events.add(new Event.Doubted(now, id));
                doubt = true;
            } else if (stage.status() == StageStatus.RUNNING || stage.status() == StageStatus.WAITING) {
                events.add(new Event.AttemptFailed(now, id, failure, null, null));
            }
        }
        if (run.interactive()) {
            events.add(new Event.Released(now, giveUp.reason()));
        } else if (!doubt) {
            events.add(new Event.Ended(now, RunStatus.FAILED, failure));
        }
        return new Accepted(events);
    }

    private Outcome settle(Command.Settle settle, StageState stage) {
        if (stage.waitsFor() != WaitFor.DOUBT) {
            return Refusing.rejected(
                    Rejection.NOT_IN_DOUBT,
                    "stage " + settle.stage() + " is " + Refusing.words(stage.status()) + ", not in doubt",
                    stage.status() == StageStatus.RUNNING
                            ? "if its worker is gone, resume the run: then it is in doubt, and can be settled"
                            : "settle only a stage that was stopped in the middle of an external effect");
        }
        int items = stage.items() == null ? 0 : stage.items().count(ItemStatus.DOUBT);
        if (settle.as() == SettleAs.DONE && items > 1) {
            return Refusing.rejected(
                    Rejection.OUTPUT,
                    items + " items of stage " + settle.stage()
                            + " are in doubt, and one output is not that of them all",
                    "settle them to run again, or as failed");
        }
        if ((settle.as() == SettleAs.DONE) != (settle.output() != null)) {
            return Refusing.rejected(
                    Rejection.OUTPUT,
                    settle.output() == null
                            ? "settling as done needs the output"
                            : "only settling as done takes an output",
                    "give an output exactly when the effect happened");
        }
        return accepted(new Event.Settled(now, settle.stage(), settle.as(), settle.output(), settle.by()));
    }

    private Outcome press(Command.Press press, StageState stage) {
        StageSpec spec = pipeline.stage(press.stage());
        boolean idle = stage.status() == StageStatus.IDLE;
        if (stage.status() == StageStatus.RUNNING
                || stage.status() == StageStatus.WAITING
                || (idle && stage.pressed())) {
            return accepted();
        }
        boolean again = !idle && run.interactive();
        if (!idle && !again) {
            return Refusing.rejected(
                    Rejection.NOT_PRESSABLE,
                    "stage " + press.stage() + " has " + Refusing.words(stage.status()) + " in this run",
                    stage.status() == StageStatus.FAILED
                            ? "reset it first, or let the run end and resume it"
                            : "start a new run to have it run again");
        }
        if (!again && spec != null && !spec.manual() && !stage.held()) {
            return Refusing.rejected(
                    Rejection.NOT_PRESSABLE,
                    "stage " + press.stage() + " starts by itself once what it depends on is done",
                    "look at what it waits for");
        }
        List<String> open = Dependencies.open(pipeline, run, press.stage());
        if (!open.isEmpty()) {
            return Refusing.rejected(
                    Rejection.NOT_PRESSABLE,
                    "stage " + press.stage() + " waits for " + String.join(", ", open),
                    "press it when these are done");
        }
        List<String> judging = again ? Dependencies.judging(pipeline, run, press.stage()) : List.of();
        return judging.isEmpty()
                ? accepted(new Event.Pressed(now, press.stage(), press.by()))
                : Refusing.judged(press.stage(), judging);
    }

    private Outcome reset(Command.Reset reset, StageState stage) {
        if (stage.held()) {
            return accepted();
        }
        if (stage.waitsFor() == WaitFor.DOUBT) {
            return Refusing.rejected(
                    Rejection.NOT_RESETTABLE,
                    "stage " + reset.stage() + " is in doubt: nobody knows what it did outside",
                    "settle it: run again, done, or failed");
        }
        return switch (stage.status()) {
            case RUNNING, WAITING, FAILED -> accepted(new Event.Reset(now, reset.stage(), reset.by()));
            case IDLE, SUCCEEDED, DEGRADED, SKIPPED, CANCELLED ->
                Refusing.rejected(
                        Rejection.NOT_RESETTABLE,
                        "stage " + reset.stage() + " is " + Refusing.words(stage.status()),
                        "put back a stage that runs, waits or has failed");
        };
    }

    private Outcome ofStage(String id, Function<StageState, Outcome> command) {
        if (run.ended() != null) {
            return refusing.ended();
        }
        return run.hasStage(id) ? command.apply(run.stage(id)) : refusing.unknownStage(id);
    }

    private static Accepted accepted(Event... events) {
        return new Accepted(List.of(events));
    }
}
