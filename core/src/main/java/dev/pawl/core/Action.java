// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

/** Something that should happen now and does not. */
public sealed interface Action {

    /** Append this event. */
    record Journal(Event event) implements Action {}

    /** Hand the attempt to its code. */
    record Execute(Attempt attempt, int epoch) implements Action {}

    /** End the attempt's work. */
    record Stop(Attempt attempt, int epoch, StopCause cause) implements Action {}

    /** Why an attempt is stopped. */
    enum StopCause {
        CANCELLED,
        TIMEOUT,
        /** The worker gives its runs back. */
        DRAINED,
        /** Another worker owns the run, or the attempt is no longer the one that counts. */
        FENCED
    }
}
