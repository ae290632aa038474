// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import dev.pawl.RunView.Source;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.core.Attempt;
import dev.pawl.core.PipelineSpec;
import dev.pawl.core.Reason;
import dev.pawl.core.Run;
import dev.pawl.spi.WorkerInfo;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Everything a view of a run is made from.
 *
 * @param run the durable run
 * @param pipeline its definition, or null where it is not known here
 * @param owner the worker that owns it, or null where it is not known
 * @param ownerAlive whether that worker lives
 * @param beat the latest sign of life of an attempt under an epoch
 * @param reasons why nothing more is happening, where the run is driven here; else none
 * @param trouble what keeps the database from taking writes, or null
 */
public record Sight(
        Run run,
        int seq,
        long number,
        @Nullable PipelineSpec pipeline,
        Source source,
        @Nullable WorkerInfo owner,
        boolean ownerAlive,
        BiFunction<Attempt, Integer, @Nullable Heartbeat> beat,
        List<Reason> reasons,
        @Nullable String trouble,
        Instant now) {

    /** Whether the run should be going on and nobody sees to it. */
    boolean interrupted() {
        return Actions.interrupted(run.status(), run.epoch(), ownerAlive);
    }
}
