// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import org.jspecify.annotations.Nullable;

/** Thrown by stage code to say how it failed. Any other exception is a failure that may be retried after a pause. */
public final class StageFailedException extends Exception {

    private static final long serialVersionUID = 1;

    private final Retry retry;
    private final transient @Nullable RawJson partial;

    /**
     * Fails the attempt.
     *
     * @param message why, for a person
     * @param retry what the stage's retry policy may make of it
     * @param partial what it had put out so far, or null
     */
    public StageFailedException(String message, Retry retry, @Nullable RawJson partial) {
        super(message);
        this.retry = retry;
        this.partial = partial;
    }

    public Retry retry() {
        return retry;
    }

    /** What it had put out so far, or null. */
    public @Nullable RawJson partial() {
        return partial;
    }

    /** What the stage's retry policy may make of a failure; none of these adds retries to those it allows. */
    public enum Retry {
        AFTER_PAUSE,
        AT_ONCE,
        /** The same again would end the same. */
        NEVER,
        /** As {@link #AFTER_PAUSE}; but of an external stage nobody knows what it did, and it waits for a person. */
        CUT_SHORT
    }
}
