// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

/** Why an attempt failed. */
public enum FailureKind {
    /** The stage's code said so. */
    ERROR,
    /** The stage's code said so and asked to be tried again at once. */
    ERROR_RETRY_NOW,
    /** The stage's code said so, and that the same again would end the same. */
    ERROR_FINAL,
    /** It ran longer than the stage allows. */
    TIMEOUT,
    /** Its output could not be stored. */
    UNSTORABLE,
    /** A person settled it as failed. */
    SETTLED,
    /** It was cut short from outside, by nobody here: what it had done by then is unknown. */
    CUT_SHORT,
    /** It gave no sign of life for too long. */
    STALLED,
    /** Its worker was lost, and the stage says that this is a failure. */
    INTERRUPTED,
    /** Nobody gave its output in time. */
    DEADLINE,
    /** Its condition, or the list of its items, could not be evaluated. */
    CONDITION,
    /** What it requires is not in the outputs before it, or what it declares is not in its own. */
    MISSING,
    /** It rejected the work once more than it may send it back. */
    REJECTED,
    /** More of its items failed than may. */
    ITEMS,
    /** It took its worker down three times, the last time executing alone. */
    CRASHED;

    /** Whether an attempt that failed so may have done something outside nobody knows of. */
    boolean cutShort() {
        return this == TIMEOUT || this == CUT_SHORT || this == STALLED || this == INTERRUPTED || this == CRASHED;
    }
}
