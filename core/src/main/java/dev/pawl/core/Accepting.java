// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import dev.pawl.core.Command.Accepted;
import dev.pawl.core.Command.Outcome;
import dev.pawl.core.Command.Rejected;
import dev.pawl.core.Command.Rejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Decider#accept}: one command to one run. */
final class Accepting {

    private final PipelineSpec pipeline;
    private final Run run;
    private final Instant now;

    Accepting(PipelineSpec pipeline, Run run, Instant now) {
        this.pipeline = pipeline;
        this.run = run;
        this.now = now;
    }

    Outcome accept(Command command) {
        if (command instanceof Command.Create create) {
            return create(create);
        }
        if (!run.exists()) {
            return rejected(Rejection.NO_RUN, "there is no run " + run.id(), "look at the list of runs");
        }
        return switch (command) {
            case Command.Create never -> throw new AssertionError(never);
            case Command.Claim claim -> claim(claim);
            case Command.Cancel cancel -> cancel(cancel);
            case Command.Resume resume -> resume(resume);
            case Command.Settle settle -> settle(settle);
            case Command.Started started -> started(started);
            case Command.Done done -> done(done);
            case Command.Fail fail -> fail(fail);
            case Command.HandOver late -> handOver(late);
        };
    }

    private Outcome create(Command.Create create) {
        if (run.exists()) {
            return rejected(Rejection.EXISTS, "run " + run.id() + " exists already", "use a new id");
        }
        if (pipeline.userRequired() && (create.user() == null || create.user().isBlank())) {
            return rejected(
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
                create.labels()));
    }

    private Outcome claim(Command.Claim claim) {
        if (run.ended() != null) {
            return ended();
        }
        if (claim.worker().equals(run.owner()) && claim.dead() == null) {
            return accepted();
        }
        if (run.owner() != null && !run.owner().equals(claim.dead())) {
            return rejected(
                    Rejection.OWNED, "worker " + run.owner() + " owns the run", "wait until it ends or gives it back");
        }
        return accepted(new Event.Claimed(now, claim.worker(), run.epoch() + 1));
    }

    private Outcome cancel(Command.Cancel cancel) {
        if (run.status() == RunStatus.CANCELLED) {
            return accepted();
        }
        if (run.ended() != null) {
            return rejected(
                    Rejection.ENDED,
                    "the run has " + words(run.status()) + ": there is nothing to cancel",
                    run.status() == RunStatus.FAILED ? "resume it, or leave it" : "leave it");
        }
        List<Event> events = new ArrayList<>();
        if (!run.cancelRequested()) {
            events.add(new Event.CancelRequested(now, cancel.by(), cancel.reason()));
        }
        if (run.owner() == null || !cancel.ownerAlive()) {
            events.add(new Event.Ended(now, RunStatus.CANCELLED, null));
        }
        return new Accepted(events);
    }

    private Outcome resume(Command.Resume resume) {
        if (run.status().terminal()) {
            return ended();
        }
        if (run.ended() == null) {
            return accepted();
        }
        List<String> failed = new ArrayList<>();
        for (String stage : run.created().stages()) {
            if (run.stage(stage).status() == StageStatus.FAILED) {
                failed.add(stage);
            }
        }
        return accepted(new Event.Resumed(now, resume.by(), failed));
    }

    private Outcome settle(Command.Settle settle) {
        if (run.ended() != null) {
            return ended();
        }
        if (!run.hasStage(settle.stage())) {
            return unknownStage(settle.stage());
        }
        StageState stage = run.stage(settle.stage());
        if (stage.waitsFor() != WaitFor.DOUBT) {
            return rejected(
                    Rejection.NOT_IN_DOUBT,
                    "stage " + settle.stage() + " is " + words(stage.status()) + ", not in doubt",
                    stage.status() == StageStatus.RUNNING
                            ? "if its worker is gone, resume the run: then it is in doubt, and can be settled"
                            : "settle only a stage that was stopped in the middle of an external effect");
        }
        if ((settle.as() == SettleAs.DONE) != (settle.output() != null)) {
            return rejected(
                    Rejection.OUTPUT,
                    settle.output() == null
                            ? "settling as done needs the output"
                            : "only settling as done takes an output",
                    "give an output exactly when the effect happened");
        }
        return accepted(new Event.Settled(now, settle.stage(), settle.as(), settle.output(), settle.by()));
    }

    private Outcome started(Command.Started started) {
        Attempt attempt = started.attempt();
        Rejected stale = stale(started);
        if (stale == null) {
            return accepted();
        }
        return run.ended() == null && run.owner() != null && run.epoch() == started.epoch() && comesNext(attempt)
                ? accepted(new Event.AttemptStarted(
                        now, attempt.stage(), attempt.generation(), attempt.number(), started.epoch()))
                : stale;
    }

    /** Whether it is the attempt that would start next where its stage stands, and what it read still stands. */
    private boolean comesNext(Attempt attempt) {
        StageSpec spec = pipeline.stage(attempt.stage());
        if (spec == null || !run.hasStage(spec.id()) || !attempt.run().equals(run.id())) {
            return false;
        }
        StageState stage = run.stage(spec.id());
        boolean next = switch (stage.status()) {
            case IDLE -> attempt.number() == stage.number() + 1 && dependenciesMet(spec);
            case WAITING -> stage.waitsFor() == WaitFor.BACK_OFF && attempt.number() == stage.number() + 1;
            case RUNNING -> stage.epoch() != run.epoch() && attempt.number() == stage.number();
            case SUCCEEDED, DEGRADED, FAILED, CANCELLED -> false;
        };
        return next && attempt.generation() == stage.generation() && !spec.asksWhenStopped();
    }

    private boolean dependenciesMet(StageSpec spec) {
        for (String upstream : spec.after()) {
            if (!run.hasStage(upstream) || !run.stage(upstream).status().done()) {
                return false;
            }
        }
        return true;
    }

    private Outcome done(Command.Done done) {
        Rejected stale = stale(done);
        return stale != null
                ? stale
                : accepted(new Event.AttemptSucceeded(now, done.attempt().stage(), done.output(), done.degraded()));
    }

    private Outcome fail(Command.Fail fail) {
        Rejected stale = stale(fail);
        if (stale != null) {
            return stale;
        }
        String stage = fail.attempt().stage();
        StageSpec spec = pipeline.stage(stage);
        if (isCutShort(fail.failure().kind()) && spec != null && spec.asksWhenStopped()) {
            return accepted(new Event.Doubted(now, stage, fail.failure(), fail.partial()));
        }
        return accepted(new Event.AttemptFailed(now, stage, fail.failure(), retryAt(fail), fail.partial()));
    }

    private static boolean isCutShort(FailureKind kind) {
        return kind == FailureKind.TIMEOUT || kind == FailureKind.CUT_SHORT;
    }

    private @Nullable Instant retryAt(Command.Fail fail) {
        StageSpec spec = pipeline.stage(fail.attempt().stage());
        if (spec == null
                || run.cancelRequested()
                || !spec.retry().allowsAfter(fail.attempt().number())) {
            return null;
        }
        return switch (fail.failure().kind()) {
            case ERROR, CUT_SHORT, TIMEOUT -> now.plus(spec.retry().pauseAfter(fail.attempt()));
            case ERROR_RETRY_NOW -> now;
            case ERROR_FINAL, UNSTORABLE, SETTLED -> null; // the same again would end the same
        };
    }

    private Outcome handOver(Command.HandOver late) {
        if (run.status().terminal()) {
            return ended();
        }
        Attempt attempt = late.attempt();
        if (!run.hasStage(attempt.stage())) {
            return unknownStage(attempt.stage());
        }
        return accepted(new Event.LateResult(
                now, attempt.stage(), attempt.generation(), attempt.number(), late.epoch(), late.output()));
    }

    /**
     * Refuses what is not about the attempt that counts: the very one, under the epoch it was started under, which is the
     * run's. A worker that lost the run is refused even before the next owner touched the stage.
     */
    private @Nullable Rejected stale(Command.Fact fact) {
        if (run.ended() != null) {
            return ended();
        }
        String id = fact.attempt().stage();
        if (!run.hasStage(id)) {
            return unknownStage(id);
        }
        StageState stage = run.stage(id);
        if (run.owner() != null
                && run.epoch() == fact.epoch()
                && stage.status() == StageStatus.RUNNING
                && stage.epoch() == fact.epoch()
                && run.attempt(id).equals(fact.attempt())) {
            return null;
        }
        return rejected(
                Rejection.STALE_ATTEMPT,
                "attempt " + fact.attempt().id() + " under epoch " + fact.epoch() + " no longer counts: stage " + id
                        + " is " + words(stage.status()) + " at "
                        + run.attempt(id).id() + " under epoch "
                        + stage.epoch() + ", and the run at epoch " + run.epoch()
                        + (run.owner() == null ? " without an owner" : ""),
                "hand its result over for a person to look at");
    }

    private Rejected ended() {
        return switch (run.status()) {
            case FAILED -> rejected(Rejection.AT_REST, "the run has failed and rests", "resume it first");
            case CANCELLED -> rejected(Rejection.ENDED, "the run was cancelled and changes no more", "start a new run");
            case SUCCEEDED, QUEUED, RUNNING, WAITING, CANCELLING ->
                rejected(Rejection.ENDED, "the run has succeeded and changes no more", "start a new run");
        };
    }

    private Rejected unknownStage(String id) {
        return rejected(
                Rejection.UNKNOWN_STAGE,
                "the run has no stage " + id + "; it has "
                        + String.join(", ", run.created().stages()),
                "name one of these");
    }

    private static Accepted accepted(Event... events) {
        return new Accepted(List.of(events));
    }

    private static Rejected rejected(Rejection code, String problem, String remedy) {
        return new Rejected(code, problem, remedy);
    }

    private static String words(Enum<?> status) {
        return status.name().toLowerCase(java.util.Locale.ROOT);
    }
}
