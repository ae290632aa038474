// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import dev.pawl.core.Action.StopCause;
import dev.pawl.core.World.Executing;
import dev.pawl.core.World.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
    /** Whether the pipeline is not the one the run was made with. */
    private final boolean changed;

    private final @Nullable StageState[] states;
    private @Nullable Instant wakeAt;

    Planning(PipelineSpec pipeline, Run run, World world, Instant now) {
        this.pipeline = pipeline;
        this.run = run;
        this.world = world;
        this.now = now;
        this.changed = run.exists() && !run.created().stages().equals(pipeline.ids());
        this.states = inOrderOf(pipeline.ids());
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
                String fenced = fencedOff();
                record(new Event.Ended(
                        now, RunStatus.CANCELLED, fenced == null ? null : new Failure(FailureKind.CUT_SHORT, fenced)));
            }
        } else if (world.draining()) {
            reason(Reason.Code.DRAINING, null, null);
            if (stopAll(StopCause.DRAINED)) {
                if (!(atEnd() && end())) {
                    doubtWhatWasCut();
                    String fenced = fencedOff();
                    record(new Event.Released(now, fenced == null ? "drained" : "drained; " + fenced));
                }
            }
        } else {
            advance();
        }
    }

    /** Who gives a run back knows what it cut short, and need not leave the question to the next. */
    private void doubtWhatWasCut() {
        for (int i = 0; i < states.length; i++) {
            StageState stage = states[i];
            StageSpec spec = pipeline.stages().get(i);
            if (stage != null
                    && stage.status() == StageStatus.RUNNING
                    && stage.startOrdinal() <= world.acked()
                    && spec.asksWhenStopped()) {
                record(new Event.Doubted(now, spec.id()));
            }
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

    /** Names code that would not stop, once nothing else is left; null where there is none. What it goes on doing is unknown. */
    private @Nullable String fencedOff() {
        Set<String> stages = new LinkedHashSet<>();
        for (Executing executing : world.executing()) {
            stages.add(executing.attempt().stage());
        }
        return stages.isEmpty()
                ? null
                : "the code of " + String.join(", ", stages) + " would not stop and was fenced off";
    }

    /** Moves every stage on that can move; once none can, the run ends. */
    private void advance() {
        @Nullable Executing[] here = executingByStage();
        List<StageSpec> specs = pipeline.stages();
        boolean open = lost();
        for (int i = 0; i < states.length; i++) {
            StageState stage = states[i];
            if (stage != null && isOpen(i, stage)) {
                open = true;
                switch (stage.status()) {
                    case IDLE -> start(specs.get(i), stage, here[i]);
                    case WAITING -> wait(specs.get(i), stage, here[i]);
                    case RUNNING -> run(specs.get(i), stage, here[i]);
                    case SUCCEEDED, DEGRADED, FAILED, CANCELLED -> {}
                }
            }
        }
        if (!open) {
            end();
        }
    }

    /** Whether no stage can move any more, so that the run may end instead of being given back. */
    private boolean atEnd() {
        for (int i = 0; i < states.length; i++) {
            StageState stage = states[i];
            if (stage != null && isOpen(i, stage)) {
                return false;
            }
        }
        return !lost();
    }

    private boolean isOpen(int position, StageState stage) {
        return switch (stage.status()) {
            case IDLE -> dependenciesMet(position);
            case WAITING, RUNNING -> true;
            case SUCCEEDED, DEGRADED, FAILED, CANCELLED -> false;
        };
    }

    /** Ends a run in which no stage can move: failed where one failed, else succeeded if all are done; says if it did. */
    private boolean end() {
        List<String> ids = run.created().stages();
        List<String> unfinished = new ArrayList<>(0);
        for (int i = 0; i < run.stages.length; i++) {
            StageStatus status = run.stages[i].status();
            if (status == StageStatus.FAILED) {
                record(new Event.Ended(now, RunStatus.FAILED, failureOf(ids.get(i), run.stages[i])));
                return true;
            }
            if (!status.done()) {
                unfinished.add(ids.get(i));
            }
        }
        if (unfinished.isEmpty()) {
            record(new Event.Ended(now, RunStatus.SUCCEEDED, null));
        } else {
            unfinished.forEach(stage -> reason(Reason.Code.DEFINITION, stage, null));
        }
        return unfinished.isEmpty();
    }

    /** Whether a stage is at work or waits that the pipeline no longer has: it can neither go on nor be left. */
    private boolean lost() {
        boolean lost = false;
        for (int i = 0; changed && i < run.stages.length; i++) {
            StageStatus status = run.stages[i].status();
            String id = run.created().stages().get(i);
            if ((status == StageStatus.RUNNING || status == StageStatus.WAITING) && pipeline.position(id) < 0) {
                reason(Reason.Code.DEFINITION, id, null);
                lost = true;
            }
        }
        return lost;
    }

    /** The run's stages in the pipeline's order; null for one that the pipeline has and the run was made without. */
    private @Nullable StageState[] inOrderOf(List<String> ids) {
        if (!changed) {
            return run.stages;
        }
        @Nullable StageState[] ordered = new StageState[ids.size()];
        for (int i = 0; i < ordered.length; i++) {
            Integer position = run.positions.get(ids.get(i));
            ordered[i] = position == null ? null : run.stages[position];
        }
        return ordered;
    }

    /** The attempt of each stage that is at work or stopping here; those that no longer count are asked to stop. */
    private @Nullable Executing[] executingByStage() {
        @Nullable Executing[] here = new Executing[states.length];
        for (Executing executing : world.executing()) {
            int position = pipeline.position(executing.attempt().stage());
            StageState stage = position < 0 ? null : states[position];
            if (stage != null && counts(executing, stage)) {
                here[position] = executing;
            } else {
                stop(executing, StopCause.FENCED);
                if (stage != null && here[position] == null && executing.phase() != Phase.ABANDONED) {
                    here[position] = executing;
                }
            }
        }
        return here;
    }

    private boolean counts(Executing executing, StageState stage) {
        return stage.status() == StageStatus.RUNNING
                && stage.epoch() == run.epoch()
                && executing.epoch() == stage.epoch()
                && executing.attempt().generation() == stage.generation()
                && executing.attempt().number() == stage.number();
    }

    /** Looks at the latest first: it is the one that finishes last, so a wide stage is asked about one edge, not all. */
    private boolean dependenciesMet(int position) {
        int[] upstream = pipeline.upstream(position);
        for (int i = upstream.length - 1; i >= 0; i--) {
            StageState stage = states[upstream[i]];
            if (stage == null || !stage.status().done()) {
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
        switch (stage.waitsFor()) {
            case DOUBT -> reason(Reason.Code.DOUBT, spec.id(), null);
            case BACK_OFF -> backOff(spec, stage, former);
            case null -> throw new IllegalStateException("stage " + spec.id() + " waits, and for nothing");
        }
    }

    private void backOff(StageSpec spec, StageState stage, @Nullable Executing former) {
        Instant due = stage.retryAt();
        if (due != null && due.isAfter(now)) {
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
        if (spec.asksWhenStopped()) {
            record(new Event.Doubted(now, spec.id()));
        } else {
            record(new Event.AttemptStarted(now, spec.id(), stage.generation(), stage.number(), run.epoch()));
        }
    }

    private void watch(StageSpec spec, Executing executing) {
        Duration timeout = spec.timeout();
        Instant deadline = timeout == null ? null : executing.since().plus(timeout);
        if (executing.phase() != Phase.RUNNING) {
            stop(executing, StopCause.TIMEOUT);
        } else if (deadline != null && !deadline.isAfter(now)) {
            stop(executing, StopCause.TIMEOUT);
        } else {
            reason(Reason.Code.EXECUTING, spec.id(), deadline);
            if (deadline != null) {
                wake(deadline);
            }
        }
    }

    private static Failure failureOf(String id, StageState stage) {
        Failure failure = stage.failure();
        return failure == null
                ? new Failure(FailureKind.ERROR, "stage " + id + " failed")
                : new Failure(failure.kind(), "stage " + id + ": " + failure.message());
    }

    private void stop(Executing executing, StopCause cause) {
        switch (executing.phase()) {
            case RUNNING -> actions.add(new Action.Stop(executing.attempt(), executing.epoch(), cause));
            case FINISHED -> reason(Reason.Code.STORING, executing.attempt().stage(), null);
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
