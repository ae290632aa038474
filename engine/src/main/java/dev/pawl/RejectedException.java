// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import org.jspecify.annotations.Nullable;

/** Thrown by the code of a validator: the work is not accepted, and goes back with feedback. */
public final class RejectedException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient @Nullable Object feedback;

    /**
     * Sends the work back.
     *
     * @param feedback what is wrong with it, written as JSON; a {@link RawJson} is taken as it is
     */
    public RejectedException(@Nullable Object feedback) {
        super("rejected");
        this.feedback = feedback;
    }

    /** What is wrong with the work. */
    public @Nullable Object feedback() {
        return feedback;
    }
}
