// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

/** Something that should happen now and does not. */
public sealed interface Action {

    /** Append this event. */
    record Journal(Event event) implements Action {}

    /**
     * Hand the attempt to its code.
     *
     * @param resumes whether it may go on from a checkpoint
     */
    record Execute(Attempt attempt, int epoch, boolean resumes) implements Action {
        /** From the last checkpoint, where there is one. */
        public Execute(Attempt attempt, int epoch) {
            this(attempt, epoch, true);
        }
    }

    /** End the attempt's work. */
    record Stop(Attempt attempt, int epoch, StopCause cause) implements Action {}

    /** Evaluate what decides whether the attempt may start, and say so. */
    record Evaluate(Attempt attempt, int epoch) implements Action {}

    /** List the items of a map whose attempt has started, and say so. */
    record ListItems(Attempt attempt, int epoch) implements Action {}

    /** Make one output of the outputs of a map's items, and say so. */
    record Gather(Attempt attempt, int epoch) implements Action {}

    /** Have a slot of its named limit for the attempt. */
    record AcquireSlot(Attempt attempt, Limit limit, int priority) implements Action {}

    /** Give the attempt's slot back, or the wish for one. */
    record ReleaseSlot(Attempt attempt) implements Action {}

    /** Have the worker for this run alone. */
    record AskAlone() implements Action {}

    /** Let others in again. */
    record LeaveAlone() implements Action {}

    /** Why an attempt is stopped. */
    enum StopCause {
        CANCELLED,
        TIMEOUT,
        /** It gave no sign of life for too long. */
        STALLED,
        /** The worker gives its runs back. */
        DRAINED,
        /** Another worker owns the run, or the attempt is no longer the one that counts. */
        FENCED
    }
}
