// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What is the case in the worker that asks, beside the run itself.
 *
 * @param worker the worker that asks
 * @param executing attempts of this run that execute here or have not stopped yet
 * @param acked how many events of the run are durable
 * @param ahead how many events must be on their way, at least, for a stage that need not wait for durability; not less than
 *     {@code acked}
 * @param draining whether nothing new may start here
 */
public record World(UUID worker, List<Executing> executing, long acked, long ahead, boolean draining) {

    /** How far an executing attempt is with stopping. */
    public enum Phase {
        RUNNING,
        /** Its code has returned and its result is being stored: it is waited for, and there is nothing left to stop. */
        FINISHED,
        /** It was asked to stop. */
        STOPPING,
        /** It did not stop in time: it is fenced off and no longer waited for. Where it still counts, it is to be reported as failed. */
        ABANDONED
    }

    /**
     * One attempt.
     *
     * @param since when it was handed to its code
     */
    public record Executing(Attempt attempt, int epoch, Phase phase, Instant since) {}
}
