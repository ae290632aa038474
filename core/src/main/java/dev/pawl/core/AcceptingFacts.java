// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import dev.pawl.core.Command.Accepted;
import dev.pawl.core.Command.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Accepting} of facts: what became of an attempt this worker executed. */
final class AcceptingFacts {

    private final PipelineSpec pipeline;
    private final Run run;
    private final Instant now;
    private final Refusing refusing;

    AcceptingFacts(PipelineSpec pipeline, Run run, Instant now) {
        this.pipeline = pipeline;
        this.run = run;
        this.now = now;
        this.refusing = new Refusing(run);
    }

    Outcome accept(Command.Fact fact) {
        if (fact instanceof Command.HandOver late) {
            return handOver(late);
        }
        if (run.ended() != null) {
            return refusing.ended();
        }
        if (!run.hasStage(fact.attempt().stage())) {
            return refusing.unknownStage(fact.attempt().stage());
        }
        return switch (fact) {
            case Command.Started started -> started(started);
            case Command.Evaluated evaluated ->
                beforeItStarts(
                        evaluated,
                        new Event.ConditionEvaluated(now, evaluated.attempt().stage(), evaluated.holds()));
            case Command.NotEvaluated not ->
                beforeItStarts(not, new Event.ConditionFailed(now, not.attempt().stage(), not.failure()));
            case Command.Done done when counts(done) -> done(done);
            case Command.Fail fail when counts(fail) -> fail(fail);
            case Command.Rejects rejects -> counts(rejects) ? rejects(rejects) : agrees(rejects);
            case Command.Listed listed when counts(listed) -> listed(listed);
            default -> refusing.stale(fact);
        };
    }

    private Outcome started(Command.Started started) {
        Attempt attempt = started.attempt();
        if (counts(started)) {
            return accepted();
        }
        return mine(started.epoch()) && comesNext(attempt)
                ? accepted(new Event.AttemptStarted(
                        now, attempt.stage(), attempt.generation(), attempt.number(), started.epoch()))
                : refusing.stale(started);
    }

    /** Whether it is the attempt that would start next where its stage stands, and what it read still stands. */
    private boolean comesNext(Attempt attempt) {
        StageSpec spec = pipeline.stage(attempt.stage());
        if (spec == null || !attempt.run().equals(run.id())) {
            return false;
        }
        StageState stage = run.stage(spec.id());
        boolean next = switch (stage.status()) {
            case IDLE ->
                attempt.number() == stage.number() + 1
                        && !stage.held()
                        && (stage.cleared() || !spec.conditional())
                        && Dependencies.met(pipeline, run, spec.id());
            case WAITING -> stage.waitsFor() == WaitFor.BACK_OFF && attempt.number() == stage.number() + 1;
            case RUNNING -> stage.epoch() != run.epoch() && attempt.number() == stage.number();
            case SUCCEEDED, DEGRADED, FAILED, CANCELLED, SKIPPED -> false;
        };
        return next && attempt.generation() == stage.generation() && !spec.asksWhenStopped();
    }

    private Outcome beforeItStarts(Command.Fact fact, Event event) {
        return mine(fact.epoch()) && run.isToStart(fact.attempt()) ? accepted(event) : refusing.stale(fact);
    }

    /** Listed once: what its items have done since stands. */
    private Outcome listed(Command.Listed listed) {
        String stage = listed.attempt().stage();
        return run.stage(stage).items() == null
                ? accepted(new Event.ItemsListed(now, stage, listed.count(), listed.list(), listed.keys()))
                : accepted();
    }

    private Outcome done(Command.Done done) {
        String stage = done.attempt().stage();
        Items items = run.stage(stage).items();
        if (done.attempt().ofItem()) {
            return accepted(new Event.ItemSucceeded(
                    now, stage, done.attempt().item(), done.output(), done.degraded(), done.artifacts()));
        }
        return items == null
                ? accepted(new Event.AttemptSucceeded(now, stage, done.output(), done.degraded(), done.artifacts()))
                : gathered(stage, items, done);
    }

    /** Of a map, the items decide what has become of it. */
    private Outcome gathered(String stage, Items items, Command.Done done) {
        int failed = items.count(ItemStatus.FAILED);
        StageSpec spec = pipeline.stage(stage);
        AllowedFailures allowed =
                spec != null && spec.kind() instanceof StageKind.Map map ? map.allowed() : AllowedFailures.NONE;
        if (allowed.allow(failed, items.size())) {
            return accepted(new Event.AttemptSucceeded(now, stage, done.output(), items.remark(), done.artifacts()));
        }
        Failure failure = new Failure(
                FailureKind.ITEMS,
                failed + " of " + items.size() + " items failed"
                        + (allowed.equals(AllowedFailures.NONE) ? "" : ", and " + allowed + " may")
                        + items.firstFailure());
        return accepted(new Event.AttemptFailed(now, stage, failure, null, done.output()));
    }

    private Outcome fail(Command.Fail fail) {
        Attempt attempt = fail.attempt();
        StageSpec spec = pipeline.stage(attempt.stage());
        Failure failure = fail.failure();
        boolean cutShort = failure.kind().cutShort();
        if (attempt.ofItem()) {
            boolean doubt = cutShort && spec != null && spec.asksWhenStopped();
            return accepted(
                    doubt
                            ? new Event.ItemDoubted(now, attempt.stage(), attempt.item(), failure)
                            : new Event.ItemFailed(now, attempt.stage(), attempt.item(), failure, retryAt(fail)));
        }
        boolean doubt = cutShort && spec != null && spec.leavesDoubt();
        return accepted(
                doubt
                        ? new Event.Doubted(now, attempt.stage(), failure, fail.partial())
                        : new Event.AttemptFailed(now, attempt.stage(), failure, retryAt(fail), fail.partial()));
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
            case STALLED ->
                spec.silence().onStall() == OnStall.RESTART
                        ? now.plus(spec.retry().pauseAfter(fail.attempt()))
                        : null;
            case ERROR_RETRY_NOW -> now;
            case ERROR_FINAL,
                    UNSTORABLE,
                    SETTLED,
                    INTERRUPTED,
                    DEADLINE,
                    CONDITION,
                    MISSING,
                    REJECTED,
                    ITEMS,
                    CRASHED -> null; // the same again would end the same
        };
    }

    private Outcome rejects(Command.Rejects rejects) {
        String id = rejects.attempt().stage();
        StageSpec spec = pipeline.stage(id);
        if (spec != null && spec.kind() instanceof StageKind.Validator validator) {
            List<String> again = run.stage(id).rounds() < validator.rounds() ? pipeline.reopens(id) : List.of();
            return accepted(new Event.Rejected(now, id, validator.validates(), rejects.feedback(), again));
        }
        Failure failure = new Failure(FailureKind.REJECTED, "it rejects, and is no validator");
        return accepted(new Event.AttemptFailed(now, id, failure, null, rejects.feedback()));
    }

    /**
     * A verdict on an output that another validator has just sent back. While the work at the next one has not begun, it is
     * kept beside what that one said, and costs no round; later it is of no use to anybody.
     */
    private Outcome agrees(Command.Rejects rejects) {
        Attempt attempt = rejects.attempt();
        String id = attempt.stage();
        StageSpec spec = pipeline.stage(id);
        return spec != null
                        && spec.kind() instanceof StageKind.Validator validator
                        && mine(rejects.epoch())
                        && attempt.run().equals(run.id())
                        && attempt.generation() + 1 == run.stage(id).generation()
                        && justSentBack(validator.validates(), id)
                ? accepted(new Event.Rejected(now, id, validator.validates(), rejects.feedback(), List.of()))
                : refusing.stale(rejects);
    }

    private boolean justSentBack(String id, String besides) {
        if (!run.hasStage(id)) {
            return false;
        }
        StageState stage = run.stage(id);
        Feedback feedback = stage.feedback();
        return stage.status() == StageStatus.IDLE
                && stage.number() == 0
                && feedback != null
                && feedback.generation() + 1 == stage.generation()
                && !feedback.said().containsKey(besides);
    }

    private Outcome handOver(Command.HandOver late) {
        if (run.status().terminal()) {
            return refusing.ended();
        }
        Attempt attempt = late.attempt();
        if (!run.hasStage(attempt.stage())) {
            return refusing.unknownStage(attempt.stage());
        }
        return accepted(new Event.LateResult(
                now,
                attempt.stage(),
                attempt.generation(),
                attempt.number(),
                attempt.item(),
                late.epoch(),
                late.output(),
                late.artifacts()));
    }

    private boolean mine(int epoch) {
        return run.owner() != null && run.epoch() == epoch;
    }

    /**
     * Whether it is about the attempt that counts: the very one, under the epoch it was started under, which is the run's. A
     * worker that lost the run is refused even before the next owner touched the stage.
     */
    private boolean counts(Command.Fact fact) {
        return mine(fact.epoch()) && run.counts(fact.attempt(), fact.epoch());
    }

    private static Accepted accepted(Event... events) {
        return new Accepted(List.of(events));
    }
}
