// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is the case in the worker that asks, beside the run itself.
 *
 * @param worker the worker that asks
 * @param executing attempts of this run that execute here or have not stopped yet, and what else is at work for them
 * @param acked how many events of the run are durable
 * @param ahead how many events must be on their way, at least, for a stage that need not wait for durability; not less than
 *     {@code acked}
 * @param draining whether nothing new may start here
 * @param asked actions asked for whose answer is not there yet, at work or not: evaluations, lists, outputs gathered,
 *     slots, room
 * @param slots attempts that hold the slot they need of a named limit
 * @param room whether attempts of this run may start beside those of others
 * @param judgeFrom silence counts from here on at the earliest, as signs of life could not come before; or null
 */
public record World(
        UUID worker,
        List<Executing> executing,
        long acked,
        long ahead,
        boolean draining,
        Set<Action> asked,
        Set<Attempt> slots,
        Room room,
        @Nullable Instant judgeFrom) {

    /** Nothing executes, nothing is asked for, and there is room. */
    public World(UUID worker, long acked, long ahead) {
        this(worker, List.of(), acked, ahead, false, Set.of(), Set.of(), Room.SHARED, null);
    }

    /** Beside which others an attempt may start. */
    public enum Room {
        /** Beside any. */
        SHARED,
        /** Not now: a run executes alone here, or is about to. */
        CLOSED,
        /** This run has the worker to itself. */
        ALONE
    }

    /** How far an executing attempt is with stopping. */
    public enum Phase {
        RUNNING,
        /** Its code has returned and its result is being stored: it is waited for, and there is nothing left to stop. */
        FINISHED,
        /** Its result is stored, and waits to be durable in the journal only: another may execute in its place. */
        REPORTED,
        /** It was asked to stop. */
        STOPPING,
        /** It did not stop in time: it is fenced off and no longer waited for. Where it still counts, it is to be reported as failed. */
        ABANDONED
    }

    /** What is at work for an attempt: all of it takes a while, may not stop, and may take the worker down. */
    public enum Work {
        /** Its code. */
        CODE,
        /** What decides whether it may start. */
        CONDITION,
        /** The list of its items is being made. */
        LIST,
        /** One output is being made of its items'. */
        GATHERING
    }

    /**
     * One attempt.
     *
     * @param since when it was handed to its code
     * @param lastSign when it last gave a sign of life, or null before the first
     * @param work what of it is at work
     */
    public record Executing(
            Attempt attempt,
            int epoch,
            Phase phase,
            Instant since,
            @Nullable Instant lastSign,
            Work work) {

        /** Its code is at work. */
        public Executing(Attempt attempt, int epoch, Phase phase, Instant since, @Nullable Instant lastSign) {
            this(attempt, epoch, phase, since, lastSign, Work.CODE);
        }
    }
}
