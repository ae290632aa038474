// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

/** Whether something that should be going on is; the later, the worse. */
public enum Health {
    HEALTHY,
    /** No sign of life for two of its heartbeat intervals. */
    LATE,
    /** None for longer than the stage allows. */
    STALLED,
    /** Nobody executes it. */
    INTERRUPTED
}
