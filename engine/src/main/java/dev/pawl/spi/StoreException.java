// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import org.jspecify.annotations.Nullable;

/** The database did not do what it was asked. Says what is, what was expected and what to do. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Kind kind;

    public StoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** What the caller can make of it. */
    public enum Kind {
        /** The same again may work at once: a lost connection, a conflict, a time-out. Whether it was written is unknown. */
        TRANSIENT,
        /** Nothing can be written for now: disk full, read-only. The same again works once it heals. */
        UNAVAILABLE,
        /** The database is damaged, foreign, or of a newer version. Trying again does not help. */
        BROKEN
    }
}
