// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import dev.pawl.core.Action.StopCause;
import dev.pawl.core.World.Executing;
import dev.pawl.core.World.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * {@link Decider#next}: compares what should be happening with what is, and names the difference. One pass over the
 * stages; used once. What is decided of a single stage is {@link StagePlanning}.
 */
final class Planning {

    private final PipelineSpec pipeline;
    private final Run run;
    private final World world;
    private final Sketch sketch;
    private final StagePlanning planning;
    /** Whether the pipeline is not the one the run was made with. */
    private final boolean changed;

    private final @Nullable StageState[] states;
    private final IntPredicate done = this::isDone;
    /** Those that are to be done again from here on, by this plan; null where there are none, as nearly always. */
    private @Nullable BitSet again;

    Planning(PipelineSpec pipeline, Run run, World world, Instant now) {
        this.pipeline = pipeline;
        this.run = run;
        this.world = world;
        this.sketch = new Sketch(world, now);
        this.planning = new StagePlanning(pipeline, run, world, sketch);
        this.changed = run.exists() && !run.created().stages().equals(pipeline.ids());
        this.states = inOrderOf(pipeline.ids());
    }

    Plan plan() {
        if (run.exists()) {
            decide();
            sketch.releaseUnwanted();
            if (world.room() == World.Room.ALONE && !needsToBeAlone()) {
                sketch.act(new Action.LeaveAlone());
            }
        }
        return sketch.plan();
    }

    /** Also while a suspect is only stopping: until it has, it can take the worker down. */
    private boolean needsToBeAlone() {
        return planning.needsToBeAlone() || (run.strikes() >= Run.SUSPECT && anyAtWork());
    }

    /** Whether any attempt has not stopped yet, whatever it is of. */
    private boolean anyAtWork() {
        for (Executing executing : world.executing()) {
            if (executing.phase() != Phase.ABANDONED) {
                return true;
            }
        }
        return false;
    }

    private void decide() {
        if (run.ended() != null) {
            stopAll(StopCause.FENCED);
            sketch.reason(Reason.Code.ENDED, null);
        } else if (!world.worker().equals(run.owner())) {
            stopAll(StopCause.FENCED);
            sketch.reason(run.owner() == null ? Reason.Code.UNOWNED : Reason.Code.OWNED_ELSEWHERE, null);
        } else if (run.cancelRequested()) {
            if (stopAll(StopCause.CANCELLED)) {
                String fenced = fencedOff();
                sketch.record(new Event.Ended(
                        sketch.now,
                        RunStatus.CANCELLED,
                        fenced == null ? null : new Failure(FailureKind.CUT_SHORT, fenced)));
            }
        } else if (world.draining()) {
            sketch.reason(Reason.Code.DRAINING, null);
            if (stopAll(StopCause.DRAINED)) {
                if (run.interactive() || !(atEnd() && end())) {
                    doubtWhatWasCut();
                    String fenced = fencedOff();
                    sketch.record(new Event.Released(sketch.now, fenced == null ? "drained" : "drained; " + fenced));
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
                    && spec.leavesDoubt()) {
                sketch.record(new Event.Doubted(sketch.now, spec.id()));
            }
        }
    }

    /** Asks everything to stop; true once nothing is left that could. */
    private boolean stopAll(StopCause cause) {
        boolean stopped = true;
        for (Executing executing : world.executing()) {
            stopped &= executing.phase() == Phase.ABANDONED;
            planning.stop(executing, cause);
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
        Executions here = executions();
        List<StageSpec> specs = pipeline.stages();
        boolean open = lost() || anyAtWork();
        for (int i = 0; i < states.length; i++) {
            StageState stage = states[i];
            if (stage != null && isOpen(i, stage)) {
                open |= planning.plan(specs.get(i), stage, here.of(i));
            } else if (stage != null && stage.past().refreshing()) {
                refresh(i, stage);
            }
        }
        if (run.interactive()) {
            rest();
        } else if (!open) {
            end();
        }
    }

    /**
     * What is to run again does once all before it is done, where it is stale then, or has failed on something else: the same
     * content again ends it there.
     */
    private void refresh(int position, StageState stage) {
        String id = pipeline.ids().get(position);
        if ((stage.status().done() || stage.status() == StageStatus.FAILED)
                && Dependencies.met(pipeline, position, this::isRefreshed)
                && Dependencies.judging(pipeline, run, id).isEmpty()) {
            boolean stale = !new Staleness(pipeline, run).outdated(id).isEmpty();
            if (stale) {
                again = again == null ? new BitSet() : again;
                again.set(position);
            }
            sketch.record(stale ? new Event.Pressed(sketch.now, id, null) : new Event.Kept(sketch.now, id));
        }
    }

    private boolean isRefreshed(int position) {
        StageState stage = states[position];
        return stage != null && stage.status().done() && !stage.past().refreshing();
    }

    /** A document in which nothing happens until a person acts is nobody's: it costs nothing. */
    private void rest() {
        if (sketch.awaitsOnlyPersons() && !lost() && !anyAtWork()) {
            sketch.record(new Event.Released(sketch.now, "nothing to do until a person acts", true));
            sketch.reason(Reason.Code.OPEN, null);
        }
    }

    /** Whether no stage can move any more, so that the run may end instead of being given back. */
    private boolean atEnd() {
        for (int i = 0; i < states.length; i++) {
            StageState stage = states[i];
            if (stage != null
                    && isOpen(i, stage)
                    && !planning.mayStayBehind(pipeline.stages().get(i), stage)) {
                return false;
            }
        }
        return !lost();
    }

    private boolean isOpen(int position, StageState stage) {
        return switch (stage.status()) {
            case IDLE -> dependenciesMet(position);
            case WAITING, RUNNING -> true;
            case SUCCEEDED, DEGRADED, FAILED, CANCELLED, SKIPPED -> false;
        };
    }

    /** Ends a run in which no stage can move: failed where one failed, else succeeded if all are done; says if it did. */
    private boolean end() {
        List<String> ids = run.created().stages();
        List<String> lost = new ArrayList<>(0);
        for (int i = 0; i < run.stages.length; i++) {
            StageStatus status = run.stages[i].status();
            if (status == StageStatus.FAILED) {
                sketch.record(new Event.Ended(sketch.now, RunStatus.FAILED, failureOf(ids.get(i), run.stages[i])));
                return true;
            }
            if (!status.done() && changed && !staysBehind(ids.get(i))) {
                lost.add(ids.get(i));
            }
        }
        if (lost.isEmpty()) {
            sketch.record(new Event.Ended(sketch.now, RunStatus.SUCCEEDED, null));
        } else {
            lost.forEach(stage -> sketch.reason(Reason.Code.DEFINITION, stage));
        }
        return lost.isEmpty();
    }

    /** Whether the stage stays behind for good reason: it, or one it depends on, waits for a person to press it. */
    private boolean staysBehind(String id) {
        int position = pipeline.position(id);
        return position >= 0 && doneOrBehind(position, new LinkedHashMap<>());
    }

    private boolean doneOrBehind(int position, Map<Integer, Boolean> known) {
        Boolean before = known.get(position);
        if (before != null) {
            return before;
        }
        StageState stage = states[position];
        boolean is;
        if (stage == null || stage.status().done()) {
            is = stage != null;
        } else if (dependenciesMet(position)) {
            is = planning.mayStayBehind(pipeline.stages().get(position), stage);
        } else {
            is = true;
            for (int up : pipeline.upstream(position)) {
                is &= doneOrBehind(up, known);
            }
        }
        known.put(position, is);
        return is;
    }

    /** Whether a stage is at work or waits that the pipeline no longer has: it can neither go on nor be left. */
    private boolean lost() {
        boolean lost = false;
        for (int i = 0; changed && i < run.stages.length; i++) {
            StageStatus status = run.stages[i].status();
            String id = run.created().stages().get(i);
            if ((status == StageStatus.RUNNING || status == StageStatus.WAITING) && pipeline.position(id) < 0) {
                sketch.reason(Reason.Code.DEFINITION, id);
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

    /** The attempts of each stage that are at work or stopping here; those that no longer count are asked to stop. */
    private Executions executions() {
        Executions here = new Executions(states.length);
        for (Executing executing : world.executing()) {
            int position = pipeline.position(executing.attempt().stage());
            StageState stage = position < 0 ? null : states[position];
            if (stage != null && planning.counts(executing)) {
                here.add(position, executing);
            } else {
                planning.stop(executing, StopCause.FENCED);
                if (stage != null && executing.phase() != Phase.ABANDONED) {
                    here.add(position, executing);
                }
            }
        }
        return here;
    }

    private boolean dependenciesMet(int position) {
        return Dependencies.met(pipeline, position, done);
    }

    private boolean isDone(int position) {
        StageState stage = states[position];
        return stage != null && stage.status().done() && (again == null || !again.get(position));
    }

    /** Why a run has failed that ends with that stage failed. */
    static Failure failureOf(String id, StageState stage) {
        Failure failure = stage.failure();
        return failure == null
                ? new Failure(FailureKind.ERROR, "stage " + id + " failed")
                : new Failure(failure.kind(), "stage " + id + ": " + failure.message());
    }

    /** Attempts by the stage they are of. */
    private static final class Executions {
        private final @Nullable List<Executing>[] ofStage;

        @SuppressWarnings("unchecked")
        Executions(int stages) {
            ofStage = (List<Executing>[]) new List<?>[stages];
        }

        void add(int position, Executing executing) {
            List<Executing> there = ofStage[position];
            if (there == null) {
                there = new ArrayList<>(1);
                ofStage[position] = there;
            }
            there.add(executing);
        }

        List<Executing> of(int position) {
            List<Executing> there = ofStage[position];
            return there == null ? List.of() : there;
        }
    }
}
