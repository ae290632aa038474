// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

/** What is done to active runs that nobody executes. */
public enum RecoveryAction {
    /** They go on where they were. */
    RESUME,
    /** They end as failed; what they have finished is kept, and they can be resumed later. */
    FAIL
}
