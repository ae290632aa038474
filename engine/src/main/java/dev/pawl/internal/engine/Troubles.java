// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.RefusedException;
import dev.pawl.internal.drive.CannotDriveException;
import dev.pawl.internal.view.Unable;
import dev.pawl.spi.StoreException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Runs that could not be settled, and why, as the latest look at them found it. Thread-safe. */
final class Troubles {

    /** Code of the run is still at work here that nobody waits for any more. */
    static final String STOPPING = "STOPPING";

    private static final Set<String> RACES = Set.of("OWNED", "AT_REST", "ENDED", "NOT_DUE", "ALREADY_ACTIVE", STOPPING);

    private final Map<UUID, Unable> byRun = new ConcurrentHashMap<>();

    /** Notes it; false where the same was noted before. */
    boolean note(UUID run, Unable why) {
        return !why.equals(byRun.put(run, why));
    }

    /** It is at work, or was settled, or has ended. */
    void forget(UUID run) {
        byRun.remove(run);
    }

    /** All other runs are at work or at rest, or there no more. */
    void keep(Collection<UUID> runs) {
        byRun.keySet().retainAll(runs);
    }

    Map<UUID, Unable> all() {
        return byRun;
    }

    /** Whether somebody else was faster: then the run is in good hands. */
    static boolean isRace(Throwable error) {
        return cause(error) instanceof RefusedException refused && RACES.contains(refused.code());
    }

    /** Why it waits on in its line, or null. */
    static @Nullable String waits(Throwable error) {
        return cause(error) instanceof RefusedException refused
                        && refused.code().equals("RUN_ACTIVE")
                ? refused.problem()
                : null;
    }

    /** Whether it can be taken once its code has stopped. */
    static boolean isStopping(RefusedException refused) {
        return refused.code().equals(STOPPING);
    }

    private static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private static Unable.Kind kind(String code) {
        return switch (code) {
            case "NO_PIPELINE" -> Unable.Kind.PIPELINE;
            case "BAD_DEFINITION", Pipelines.NO_VERSION -> Unable.Kind.VERSION;
            default -> Unable.Kind.FAULT;
        };
    }

    /** What an error means for the run it came of. */
    static Unable of(Throwable error) {
        Throwable why = cause(error);
        String words = why.getMessage() == null ? why.toString() : why.getMessage();
        return switch (why) {
            case RefusedException refused -> new Unable(kind(refused.code()), words);
            case CannotDriveException fault -> new Unable(Unable.Kind.FAULT, words);
            case StoreException store ->
                new Unable(
                        store.kind() == StoreException.Kind.BROKEN ? Unable.Kind.DAMAGED : Unable.Kind.STORAGE, words);
            default -> new Unable(Unable.Kind.FAULT, why.toString());
        };
    }
}
