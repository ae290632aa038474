// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import dev.pawl.RunView.Source;
import dev.pawl.core.PipelineSpec;
import dev.pawl.core.Run;
import dev.pawl.spi.WorkerInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything a view of a run is made from.
 *
 * @param run the durable run
 * @param pipeline its definition, or null where it is not known here
 * @param owner the worker that owns it, or null where it is not known
 * @param ownerAlive whether that worker lives
 * @param beside what keeps it from going on where it has ended
 * @param signs what that worker knows of it; of a dead one, what it said last
 */
public record Sight(
        Run run,
        int seq,
        long number,
        @Nullable PipelineSpec pipeline,
        Source source,
        @Nullable WorkerInfo owner,
        boolean ownerAlive,
        Beside beside,
        Signs signs,
        Instant now) {

    /** One that nothing keeps from going on. */
    public Sight(
            Run run,
            int seq,
            long number,
            @Nullable PipelineSpec pipeline,
            Source source,
            @Nullable WorkerInfo owner,
            boolean ownerAlive,
            Signs signs,
            Instant now) {
        this(run, seq, number, pipeline, source, owner, ownerAlive, Beside.NONE, signs, now);
    }

    /** The same, with those signs. */
    public Sight with(Signs known) {
        return new Sight(run, seq, number, pipeline, source, owner, ownerAlive, beside, known, now);
    }

    /** Whether the run should be going on and nobody sees to it. */
    boolean interrupted() {
        return Actions.interrupted(run.status(), run.epoch(), ownerAlive) && !rests();
    }

    /** When the worker that executes it wrote down what is seen here; null where it is asked itself, or nobody executes it. */
    @Nullable
    Instant toldAt() {
        return source == Source.JOURNAL && ownerAlive && run.status().active() ? signs.asOf() : null;
    }

    /** Whether its worker cannot write down how it goes on. */
    boolean held() {
        return run.ended() == null && signs.trouble() != null;
    }

    /** Whether nobody executes it, and there is nothing to do until a person acts. */
    boolean rests() {
        return run.rests() || (!ownerAlive && run.status().active() && Resting.at(run, pipeline, now) != null);
    }
}
