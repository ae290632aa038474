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
    CUT_SHORT
}
