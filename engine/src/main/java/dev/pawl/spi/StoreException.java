// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The database did not do what it was asked. Says what is, what was expected and what to do. */
public class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final String problem;
    private final @Nullable String remedy;

    public StoreException(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, null, cause);
    }

    /**
     * The same where it is known what helps.
     *
     * @param remedy a sentence, without its full stop
     */
    public StoreException(Kind kind, String problem, @Nullable String remedy, @Nullable Throwable cause) {
        super(remedy == null ? problem : problem + ". " + remedy, cause);
        this.kind = kind;
        this.problem = problem;
        this.remedy = remedy;
    }

    public Kind kind() {
        return kind;
    }

    /** What is the matter; the whole message where it does not say apart what helps. */
    public String problem() {
        return problem;
    }

    /** What helps, or null where the message alone says so, if anything does. */
    public @Nullable String remedy() {
        return remedy;
    }

    /** What a failed future of a store was completed with. */
    public static StoreException from(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof StoreException known
                ? known
                : new StoreException(Kind.BROKEN, "the store failed in an unforeseen way: " + cause, cause);
    }

    /** Waits for a future of a store. */
    public static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw from(e);
        }
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
