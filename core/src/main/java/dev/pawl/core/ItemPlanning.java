// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import dev.pawl.core.World.Executing;
import dev.pawl.core.World.Phase;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;

/** {@link StagePlanning} of a map that runs: its items are listed, executed some at a time, and gathered. */
final class ItemPlanning {

    /**
     * So many results may wait to be durable before nothing more begins. A crash executes these items again, beside those at
     * work; fewer would leave the disk with little to write at once.
     */
    private static final int MOST_WAITING = 64;

    private final Run run;
    private final World world;
    private final Sketch sketch;
    private final StagePlanning stages;

    ItemPlanning(Run run, World world, Sketch sketch, StagePlanning stages) {
        this.run = run;
        this.world = world;
        this.sketch = sketch;
        this.stages = stages;
    }

    void plan(StageSpec spec, StageKind.Map map, StageState stage, List<Executing> here) {
        Items items = stage.items();
        Attempt attempt = run.attempt(spec.id());
        BitSet atWork = watch(spec, here);
        if (items == null) {
            if (here.isEmpty() && stages.hasRoom(spec)) {
                sketch.ask(new Action.ListItems(attempt, stage.epoch()));
                sketch.reason(Reason.Code.LISTING, spec.id());
            }
        } else if (items.unfinished() > 0) {
            execute(spec, map, stage, items, atWork, here);
        } else if (atWork.isEmpty()) {
            if (items.count(ItemStatus.DOUBT) > 0) {
                sketch.record(new Event.Doubted(sketch.now, spec.id()));
            } else if (here.isEmpty() && stages.hasRoom(spec)) {
                sketch.ask(new Action.Gather(attempt, stage.epoch()));
                sketch.reason(Reason.Code.GATHERING, spec.id());
            }
        }
    }

    /** Looks after what executes here; the items it is about. */
    private BitSet watch(StageSpec spec, List<Executing> here) {
        BitSet atWork = new BitSet();
        for (Executing executing : here) {
            if (stages.counts(executing)) {
                stages.watch(spec, executing);
            }
            if (executing.attempt().ofItem()) {
                atWork.set(executing.attempt().item());
            }
        }
        return atWork;
    }

    /** How many more may begin. */
    private static int room(StageKind.Map map, List<Executing> here, BitSet atWork) {
        int waiting = 0;
        for (Executing executing : here) {
            waiting += executing.phase() == Phase.REPORTED ? 1 : 0;
        }
        return Math.min(map.parallel() - (atWork.cardinality() - waiting), MOST_WAITING - waiting);
    }

    private void execute(
            StageSpec spec, StageKind.Map map, StageState stage, Items items, BitSet atWork, List<Executing> here) {
        int room = room(map, here, atWork);
        boolean starting = false;
        for (int i = items.ready(0, sketch.now); i >= 0 && room > 0; i = items.ready(i + 1, sketch.now)) {
            if (!atWork.get(i)) {
                starting = true;
                room--;
                if (!stages.hasRoom(spec)) {
                    break;
                }
                begin(spec, stage, items, i);
            }
        }
        Instant due = items.nextDue(sketch.now);
        if (due != null) {
            sketch.wake(due);
        }
        if (!starting && atWork.isEmpty()) {
            sketch.reason(Reason.Code.BACK_OFF, spec.id(), due);
        }
    }

    private void begin(StageSpec spec, StageState stage, Items items, int index) {
        ItemState item = items.get(index);
        Attempt attempt = new Attempt(run.id(), spec.id(), stage.generation(), item.failures() + 1, index);
        if (stages.hasSlot(spec, attempt)) {
            if (stage.startOrdinal() > world.acked()) {
                sketch.reason(Reason.Code.NOT_DURABLE, spec.id()); // starts go together, lest each wait for a later one
            } else if (spec.asksWhenStopped() && item.status() != ItemStatus.STARTED) {
                sketch.record(new Event.ItemStarted(sketch.now, spec.id(), index));
            } else {
                sketch.act(new Action.Execute(attempt, stage.epoch(), StagePlanning.resumes(spec)));
            }
        }
    }
}
