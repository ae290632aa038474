// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import dev.pawl.core.Action.StopCause;
import dev.pawl.core.World.Executing;
import dev.pawl.core.World.Phase;
import dev.pawl.core.World.Room;
import dev.pawl.core.World.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Planning} of one stage that may move: what it needs before it starts, and what becomes of it while it runs. */
final class StagePlanning {

    private final PipelineSpec pipeline;
    private final Run run;
    private final World world;
    private final Sketch sketch;
    private final ItemPlanning items;
    private boolean needsToBeAlone;

    StagePlanning(PipelineSpec pipeline, Run run, World world, Sketch sketch) {
        this.pipeline = pipeline;
        this.run = run;
        this.world = world;
        this.sketch = sketch;
        this.items = new ItemPlanning(run, world, sketch, this);
    }

    /** Whether a suspect has, or is to have, the worker to itself. */
    boolean needsToBeAlone() {
        return needsToBeAlone;
    }

    /** Whether nobody need press it for the run to succeed. */
    boolean mayStayBehind(StageSpec spec, StageState stage) {
        return stage.status() == StageStatus.IDLE && spec.manual() && !stage.pressed() && !stage.held();
    }

    boolean counts(Executing executing) {
        if (executing.epoch() != run.epoch()) {
            return false;
        }
        Attempt attempt = executing.attempt();
        return switch (executing.work()) {
            case CODE -> run.counts(attempt, executing.epoch());
            case CONDITION -> run.isToStart(attempt);
            case LIST ->
                run.counts(attempt, executing.epoch())
                        && run.stage(attempt.stage()).items() == null;
            case GATHERING ->
                run.counts(attempt, executing.epoch())
                        && run.stage(attempt.stage()).items() != null;
        };
    }

    /**
     * Plans for a stage whose dependencies are met.
     *
     * @param here its attempts that execute or are stopping here
     * @return whether the run is to wait for it
     */
    boolean plan(StageSpec spec, StageState stage, List<Executing> here) {
        switch (stage.status()) {
            case IDLE -> {
                if (mayStayBehind(spec, stage)) {
                    sketch.reason(Reason.Code.MANUAL, spec.id());
                    return false;
                }
                idle(spec, stage, here);
            }
            case WAITING -> waiting(spec, stage, here);
            case RUNNING -> running(spec, stage, here);
            case SUCCEEDED, DEGRADED, FAILED, CANCELLED, SKIPPED -> {}
        }
        return true;
    }

    private void idle(StageSpec spec, StageState stage, List<Executing> former) {
        if (stage.held()) {
            sketch.reason(Reason.Code.HELD, spec.id());
        } else if (!former.isEmpty()) {
            // the one before has to stop first; why it has not is said where it was asked to
            former.stream().filter(this::counts).forEach(executing -> watch(spec, executing));
        } else if (spec.conditional() && !stage.cleared()) {
            evaluate(spec, stage);
        } else if (spec.kind() instanceof StageKind.Input input) {
            Duration deadline = input.deadline();
            sketch.record(
                    new Event.StageWaits(sketch.now, spec.id(), deadline == null ? null : sketch.now.plus(deadline)));
        } else {
            start(spec, nextAttempt(spec, stage));
        }
    }

    /** A suspect's is begun as an attempt is: else nobody would know whether it was at work when the worker died. */
    private void evaluate(StageSpec spec, StageState stage) {
        boolean suspect = run.strikes() >= Run.SUSPECT;
        if (run.strikes() > Run.SUSPECT && stage.epoch() != 0 && stage.epoch() != run.epoch()) {
            sketch.record(new Event.ConditionFailed(sketch.now, spec.id(), crashed("evaluating its condition ")));
        } else if (!hasRoom(spec)) {
            return;
        } else if (suspect && stage.epoch() != run.epoch()) {
            sketch.record(new Event.ConditionAsked(sketch.now, spec.id(), run.epoch()));
        } else if (suspect && stage.startOrdinal() > world.acked()) {
            sketch.reason(Reason.Code.NOT_DURABLE, spec.id());
        } else {
            sketch.ask(new Action.Evaluate(nextAttempt(spec, stage), run.epoch()));
            sketch.reason(Reason.Code.CONDITION, spec.id());
        }
    }

    private Attempt nextAttempt(StageSpec spec, StageState stage) {
        return new Attempt(run.id(), spec.id(), stage.generation(), stage.number() + 1);
    }

    private void waiting(StageSpec spec, StageState stage, List<Executing> former) {
        Instant until = stage.until();
        switch (stage.waitsFor()) {
            case DOUBT -> sketch.reason(Reason.Code.DOUBT, spec.id());
            case PERSON -> {
                if (until != null && !until.isAfter(sketch.now)) {
                    Failure late = new Failure(FailureKind.DEADLINE, "nobody gave its output in time");
                    sketch.record(new Event.AttemptFailed(sketch.now, spec.id(), late, null, null));
                } else {
                    waitUntil(Reason.Code.PERSON, spec, until);
                }
            }
            case BACK_OFF -> {
                if (until != null && until.isAfter(sketch.now)) {
                    waitUntil(Reason.Code.BACK_OFF, spec, until);
                } else if (former.isEmpty()) {
                    start(spec, nextAttempt(spec, stage));
                }
            }
            case null -> throw new IllegalStateException("stage " + spec.id() + " waits, and for nothing");
        }
    }

    private void waitUntil(Reason.Code code, StageSpec spec, @Nullable Instant until) {
        sketch.reason(code, spec.id(), until);
        if (until != null) {
            sketch.wake(until);
        }
    }

    /** Starts the attempt, once it has all it shares with others. */
    private void start(StageSpec spec, Attempt attempt) {
        if (hasRoom(spec) && (spec.kind() instanceof StageKind.Map || hasSlot(spec, attempt))) {
            sketch.record(new Event.AttemptStarted(
                    sketch.now, spec.id(), attempt.generation(), attempt.number(), run.epoch()));
        }
    }

    /** Whether an attempt may begin beside those of other runs; else it asks, and says why not. */
    boolean hasRoom(StageSpec spec) {
        if (run.strikes() >= Run.SUSPECT) {
            needsToBeAlone = true;
            if (world.room() != Room.ALONE) {
                sketch.ask(new Action.AskAlone());
                sketch.reason(Reason.Code.SUSPECT, spec.id());
            }
            return world.room() == Room.ALONE;
        }
        if (world.room() == Room.CLOSED) {
            sketch.reason(Reason.Code.CLOSED, spec.id());
        }
        return world.room() != Room.CLOSED;
    }

    /** Whether the attempt has its slot of a named limit; else it asks, and says so. */
    boolean hasSlot(StageSpec spec, Attempt attempt) {
        Limit limit = spec.limit();
        if (limit == null) {
            return true;
        }
        sketch.want(attempt);
        if (world.slots().contains(attempt)) {
            return true;
        }
        sketch.ask(new Action.AcquireSlot(attempt, limit, spec.priority()));
        sketch.reason(Reason.Code.LIMIT, spec.id());
        return false;
    }

    private void running(StageSpec spec, StageState stage, List<Executing> here) {
        if (stage.epoch() != run.epoch()) {
            if (here.isEmpty()) {
                interrupted(spec);
            }
        } else if (spec.kind() instanceof StageKind.Map map) {
            items.plan(spec, map, stage, here);
        } else if (!here.isEmpty()) {
            here.stream().filter(this::counts).forEach(executing -> watch(spec, executing));
        } else if (stage.startOrdinal() > (mayRunAhead(spec) ? world.ahead() : world.acked())) {
            keepRoom(spec, run.attempt(spec.id()));
            sketch.reason(Reason.Code.NOT_DURABLE, spec.id());
        } else if (hasRoom(spec) && hasSlot(spec, run.attempt(spec.id()))) {
            sketch.act(new Action.Execute(run.attempt(spec.id()), stage.epoch(), resumes(spec)));
        }
    }

    private void keepRoom(StageSpec spec, Attempt attempt) {
        needsToBeAlone |= run.strikes() >= Run.SUSPECT;
        if (spec.limit() != null) {
            sketch.want(attempt);
        }
    }

    static boolean resumes(StageSpec spec) {
        return spec.onInterrupt() != OnInterrupt.RESTART;
    }

    private boolean mayRunAhead(StageSpec spec) {
        // what a person may edit meanwhile is read when the start is durable, so that the journal says what was read
        boolean early = spec.effect() == Effect.PURE || pipeline.checkpoint() == CheckpointPolicy.ON_FAILURE;
        return early && !run.interactive();
    }

    /** An interruption raises no number: the same attempt starts again, unless the stage or what is known of it forbids. */
    private void interrupted(StageSpec spec) {
        if (run.strikes() > Run.SUSPECT) {
            convict(spec);
        } else if (spec.leavesDoubt()) {
            sketch.record(new Event.Doubted(sketch.now, spec.id()));
        } else {
            switch (spec.onInterrupt()) {
                case RESUME, RESTART -> start(spec, run.attempt(spec.id()));
                case IDLE -> sketch.record(new Event.Reset(sketch.now, spec.id(), null));
                case FAIL -> {
                    Failure lost = new Failure(FailureKind.INTERRUPTED, "its worker was lost in the middle of it");
                    sketch.record(new Event.AttemptFailed(sketch.now, spec.id(), lost, null, null));
                }
            }
        }
    }

    /** It took its worker down as often as others might have, and then once more with no other there. */
    private void convict(StageSpec spec) {
        Failure crashed = crashed("");
        sketch.record(
                spec.leavesDoubt()
                        ? new Event.Doubted(sketch.now, spec.id(), crashed, null)
                        : new Event.AttemptFailed(sketch.now, spec.id(), crashed, null, null));
    }

    private Failure crashed(String doing) {
        return new Failure(
                FailureKind.CRASHED, doing + "crashed its worker " + run.strikes() + " times, the last time alone");
    }

    /** An attempt at work: within its time, and giving signs of life. */
    void watch(StageSpec spec, Executing executing) {
        Duration timeout = executing.work() == Work.GATHERING ? null : spec.timeout();
        Instant deadline = timeout == null ? null : executing.since().plus(timeout);
        Instant stalled = executing.work() == Work.CODE ? stalledAt(spec.silence(), executing) : null;
        if (executing.phase() != Phase.RUNNING || (deadline != null && !deadline.isAfter(sketch.now))) {
            stop(executing, StopCause.TIMEOUT);
        } else if (stalled != null && !stalled.isAfter(sketch.now)) {
            if (spec.silence().onStall() != OnStall.WARN) {
                stop(executing, StopCause.STALLED);
            } else {
                waitUntil(Reason.Code.STALLED, spec, deadline);
            }
        } else {
            waitUntil(reasonOf(executing.work()), spec, deadline);
            if (stalled != null) {
                sketch.wake(stalled);
            }
        }
    }

    private static Reason.Code reasonOf(Work work) {
        return switch (work) {
            case CODE -> Reason.Code.EXECUTING;
            case CONDITION -> Reason.Code.CONDITION;
            case LIST -> Reason.Code.LISTING;
            case GATHERING -> Reason.Code.GATHERING;
        };
    }

    /** When it has been silent for too long, or null where it cannot be silent. */
    private @Nullable Instant stalledAt(Silence silence, Executing executing) {
        Instant since = silence.silentSince(executing, world.judgeFrom());
        return since == null ? null : since.plus(silence.stallAfter());
    }

    void stop(Executing executing, StopCause cause) {
        switch (executing.phase()) {
            case RUNNING -> sketch.act(new Action.Stop(executing.attempt(), executing.epoch(), cause));
            case FINISHED, REPORTED ->
                sketch.reason(Reason.Code.STORING, executing.attempt().stage());
            case STOPPING ->
                sketch.reason(Reason.Code.STOPPING, executing.attempt().stage());
            case ABANDONED ->
                sketch.reason(Reason.Code.ABANDONED, executing.attempt().stage());
        }
    }
}
