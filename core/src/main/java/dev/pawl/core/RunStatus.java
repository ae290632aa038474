// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

/** Where a run stands. Derived from its journal by {@link Run#status()}. */
public enum RunStatus {
    /** No worker owns it: created, given back or resumed, it waits to be claimed. */
    QUEUED,
    RUNNING,
    /** Nothing can go on by itself: a back-off, or a person; or it is a document at rest, which nobody owns. */
    WAITING,
    /** A cancel is acknowledged and the work is being stopped. */
    CANCELLING,
    SUCCEEDED,
    /** At rest, its key is free, and it can be resumed. */
    FAILED,
    CANCELLED;

    /** Whether a worker has, or should have, something to do with it. */
    public boolean active() {
        return this == QUEUED || this == RUNNING || this == WAITING || this == CANCELLING;
    }

    /** Whether nothing ever changes it again. */
    public boolean terminal() {
        return this == SUCCEEDED || this == CANCELLED;
    }
}
