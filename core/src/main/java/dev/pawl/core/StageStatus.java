// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

/** Where a stage of a run stands. How it moves is {@link Transitions}. */
public enum StageStatus {
    /** Its dependencies are not met, nobody pressed it, or it is about to start. */
    IDLE,
    /** For what {@link StageState#waitsFor()} says. */
    WAITING,
    RUNNING,
    SUCCEEDED,
    /** Succeeded, with a reason to look at the output. */
    DEGRADED,
    FAILED,
    CANCELLED,
    /** Its condition did not hold: it counts as done, and its output is null. */
    SKIPPED;

    /** Whether the stages after it may use its output. */
    public boolean done() {
        return this == SUCCEEDED || this == DEGRADED || this == SKIPPED;
    }
}
