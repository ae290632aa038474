// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Instant;

/** The three functions that decide everything. Pure: no clock, no I/O, no memory. Thread-safe. */
public final class Decider {

    private Decider() {}

    /** May this be done, and what does it change? */
    public static Command.Outcome accept(PipelineSpec pipeline, Run run, Command command, Instant now) {
        return new Accepting(pipeline, run, timeOf(run, now)).accept(command);
    }

    /** The run after the event. Never refuses: what does not apply only moves the run's clock and count. */
    public static Run apply(Run run, Event event) {
        return Folding.apply(run, event);
    }

    /** What should be happening right now, and is not. The same arguments always give the same plan. */
    public static Plan next(PipelineSpec pipeline, Run run, World world, Instant now) {
        return new Planning(pipeline, run, world, timeOf(run, now)).plan();
    }

    /** The time an event gets: now, but never before what happened already. */
    private static Instant timeOf(Run run, Instant now) {
        Instant last = run.lastEventAt();
        return last != null && last.isAfter(now) ? last : now;
    }
}
