// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

/** What a person says of a stage in doubt. */
public enum SettleAs {
    /** The effect did not happen, or may happen again: execute the same attempt again. */
    RERUN,
    /** The effect happened, and this is the output. */
    DONE,
    /** The stage failed. */
    FAILED
}
