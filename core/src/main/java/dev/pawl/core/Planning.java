// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import dev.pawl.core.Action.StopCause;
import dev.pawl.core.World.Executing;
import dev.pawl.core.World.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link Decider#next}: compares what should be happening with what is, and names the difference. One pass over the
 * stages; used once.
 */
final class Planning {

    private final PipelineSpec pipeline;
    private final Run run;
    private final World world;
    private final Instant now;
    private final List<Action> actions = new ArrayList<>(2);
    private final List<Reason> reasons = new ArrayList<>(2);
    private @Nullable Instant wakeAt;

    Planning(PipelineSpec pipeline, Run run, World world, Instant now) {
        this.pipeline = pipeline;
        this.run = run;
        this.world = world;
        this.now = now;
    }

    Plan plan() {
        if (run.exists()) {
            decide();
        }
        return new Plan(actions, wakeAt, reasons);
    }

    private void decide() {
        if (run.ended() != null) {
            stopAll(StopCause.FENCED);
            reason(Reason.Code.ENDED, null, null);
        } else if (!world.worker().equals(run.owner())) {
            stopAll(StopCause.FENCED);
            reason(run.owner() == null ? Reason.Code.UNOWNED : Reason.Code.OWNED_ELSEWHERE, null, null);
        } else if (run.cancelRequested()) {
            if (stopAll(StopCause.CANCELLED)) {
                record(new Event.Ended(now, RunStatus.CANCELLED, null));
            }
        } else if (world.draining()) {
            reason(Reason.Code.DRAINING, null, null);
            if (stopAll(StopCause.DRAINED)) {
                record(new Event.Released(now, "drained"));
            }
        } else {
            advance();
        }
    }

    /** Asks everything to stop; true once nothing is left that could. */
    private boolean stopAll(StopCause cause) {
        boolean stopped = true;
        for (Executing executing : world.executing()) {
            stopped &= executing.phase() == Phase.ABANDONED;
            stop(executing, cause);
        }
        return stopped;
    }

    private void advance() {
        @Nullable Executing[] here = executingByStage();
        List<StageSpec> specs = pipeline.stages();
        boolean open = false;
        boolean allDone = true;
        StageSpec failed = null;
        for (int i = 0; i < specs.size(); i++) {
            StageSpec spec = specs.get(i);
            StageState stage = run.stage(spec.id());
            allDone &= stage.status().done();
            switch (stage.status()) {
                case IDLE -> {
                    if (dependenciesMet(i)) {
                        start(spec, stage, here[i]);
                        open = true;
                    }
                }
                case WAITING -> {
                    wait(spec, stage, here[i]);
                    open = true;
                }
                case RUNNING -> {
                    run(spec, stage, here[i]);
                    open = true;
                }
                case FAILED -> failed = failed == null ? spec : failed;
                case SUCCEEDED, DEGRADED, CANCELLED -> {}
            }
        }
        if (!open && failed != null) {
            record(new Event.Ended(now, RunStatus.FAILED, failureOf(failed)));
        } else if (allDone) {
            record(new Event.Ended(now, RunStatus.SUCCEEDED, null));
        }
    }

    /** The attempt of each stage that is at work or stopping here; those that no longer count are asked to stop. */
    private @Nullable Executing[] executingByStage() {
        @Nullable Executing[] here = new Executing[run.stages.length];
        for (Executing executing : world.executing()) {
            Integer position = run.positions.get(executing.attempt().stage());
            if (position == null) {
                stop(executing, StopCause.FENCED);
            } else if (executing.phase() == Phase.ABANDONED) {
                reason(Reason.Code.ABANDONED, executing.attempt().stage(), null);
            } else {
                here[position] = executing;
                if (!counts(executing, run.stages[position])) {
                    stop(executing, StopCause.FENCED);
                }
            }
        }
        return here;
    }

    private boolean counts(Executing executing, StageState stage) {
        return stage.status() == StageStatus.RUNNING
                && executing.epoch() == stage.epoch()
                && executing.attempt().generation() == stage.generation()
                && executing.attempt().number() == stage.number();
    }

    /** Looks at the latest first: it is the one that finishes last, so a wide stage is asked about one edge, not all. */
    private boolean dependenciesMet(int position) {
        int[] upstream = pipeline.upstream(position);
        for (int i = upstream.length - 1; i >= 0; i--) {
            if (!run.stage(pipeline.stages().get(upstream[i]).id()).status().done()) {
                return false;
            }
        }
        return true;
    }

    private void start(StageSpec spec, StageState stage, @Nullable Executing former) {
        if (former == null) {
            record(new Event.AttemptStarted(now, spec.id(), stage.generation(), stage.number() + 1, run.epoch()));
        }
    }

    private void wait(StageSpec spec, StageState stage, @Nullable Executing former) {
        Instant due = stage.retryAt();
        if (due == null) {
            reason(Reason.Code.DOUBT, spec.id(), null);
        } else if (due.isAfter(now)) {
            reason(Reason.Code.BACK_OFF, spec.id(), due);
            wake(due);
        } else {
            start(spec, stage, former);
        }
    }

    private void run(StageSpec spec, StageState stage, @Nullable Executing executing) {
        if (executing != null) {
            if (counts(executing, stage)) {
                watch(spec, executing);
            }
        } else if (stage.epoch() != run.epoch()) {
            interrupted(spec, stage);
        } else if (stage.startOrdinal() <= (mayRunAhead(spec) ? world.ahead() : world.acked())) {
            actions.add(new Action.Execute(run.attempt(spec.id()), stage.epoch()));
        } else {
            reason(Reason.Code.NOT_DURABLE, spec.id(), null);
        }
    }

    private boolean mayRunAhead(StageSpec spec) {
        return spec.effect() == Effect.PURE || pipeline.checkpoint() == CheckpointPolicy.ON_FAILURE;
    }

    /** An interruption raises no number: the same attempt starts again, unless nobody knows what it did outside. */
    private void interrupted(StageSpec spec, StageState stage) {
        if (spec.effect() == Effect.EXTERNAL && spec.onDoubt() == OnDoubt.ASK) {
            record(new Event.Doubted(now, spec.id()));
        } else {
            record(new Event.AttemptStarted(now, spec.id(), stage.generation(), stage.number(), run.epoch()));
        }
    }

    private void watch(StageSpec spec, Executing executing) {
        Duration timeout = spec.timeout();
        Instant deadline = timeout == null ? null : executing.since().plus(timeout);
        if (executing.phase() == Phase.STOPPING) {
            reason(Reason.Code.STOPPING, spec.id(), null);
        } else if (deadline != null && !deadline.isAfter(now)) {
            stop(executing, StopCause.TIMEOUT);
        } else {
            reason(Reason.Code.EXECUTING, spec.id(), deadline);
            if (deadline != null) {
                wake(deadline);
            }
        }
    }

    private Failure failureOf(StageSpec failed) {
        Failure failure = run.stage(failed.id()).failure();
        return failure == null
                ? new Failure(FailureKind.ERROR, "stage " + failed.id() + " failed")
                : new Failure(failure.kind(), "stage " + failed.id() + ": " + failure.message());
    }

    private void stop(Executing executing, StopCause cause) {
        switch (executing.phase()) {
            case RUNNING -> actions.add(new Action.Stop(executing.attempt(), executing.epoch(), cause));
            case STOPPING -> reason(Reason.Code.STOPPING, executing.attempt().stage(), null);
            case ABANDONED -> reason(Reason.Code.ABANDONED, executing.attempt().stage(), null);
        }
    }

    private void record(Event event) {
        actions.add(new Action.Journal(event));
    }

    private void wake(Instant at) {
        if (wakeAt == null || at.isBefore(wakeAt)) {
            wakeAt = at;
        }
    }

    private void reason(Reason.Code code, @Nullable String stage, @Nullable Instant until) {
        reasons.add(new Reason(code, stage, until));
    }
}
