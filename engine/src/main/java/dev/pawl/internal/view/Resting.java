// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import dev.pawl.core.Decider;
import dev.pawl.core.Event;
import dev.pawl.core.PipelineSpec;
import dev.pawl.core.Plan;
import dev.pawl.core.Run;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageState;
import dev.pawl.core.WaitFor;
import dev.pawl.core.World;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether there is nothing to do for whoever would execute a run, until a person acts. */
public final class Resting {

    private static final UUID ANYONE = new UUID(0, 0);

    private Resting() {}

    /**
     * The stage at which an active run waits for a person, and for nothing else; or null.
     *
     * @param pipeline null where it is not known: then the journal must say that it waits
     */
    public static @Nullable String at(Run run, @Nullable PipelineSpec pipeline, Instant now) {
        if (run.cancelRequested()) {
            return null;
        }
        return pipeline == null ? recorded(run) : planned(run, pipeline, now);
    }

    private static @Nullable String planned(Run run, PipelineSpec pipeline, Instant now) {
        Run taken = Decider.apply(run, new Event.Claimed(now, ANYONE, run.epoch() + 1, false));
        Plan plan = Decider.next(pipeline, taken, new World(ANYONE, taken.ordinal(), taken.ordinal()), now);
        boolean rests = plan.actions().isEmpty()
                && !plan.reasons().isEmpty()
                && plan.reasons().stream().allMatch(reason -> reason.code().awaitsPerson());
        return rests ? plan.reasons().getFirst().stage() : null;
    }

    private static @Nullable String recorded(Run run) {
        if (run.status() != RunStatus.WAITING) {
            return null;
        }
        String waits = null;
        for (String id : run.created().stages()) {
            StageState stage = run.stage(id);
            if (stage.waitsFor() == WaitFor.BACK_OFF) {
                return null;
            }
            waits = waits == null && (stage.waitsFor() != null || stage.held()) ? id : waits;
        }
        return waits;
    }
}
