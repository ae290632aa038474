// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.RefusedException;
import dev.pawl.core.Command;
import dev.pawl.core.Event;
import dev.pawl.core.Lineage;
import dev.pawl.spi.StoreException;
import java.util.UUID;

/** Refusals in words. */
public final class Refusals {

    private Refusals() {}

    public static RefusedException of(Command.Rejected rejected) {
        String code = rejected.code().name();
        return switch (rejected.code()) {
            case UPSTREAM_FAILED ->
                RefusedException.startFrom(
                        code,
                        rejected.problem(),
                        rejected.remedy(),
                        rejected.stages().isEmpty() ? null : rejected.stages().getFirst());
            case MISSING_STATE ->
                RefusedException.missing(
                        rejected.problem(),
                        rejected.remedy(),
                        rejected.stages().stream()
                                .map(stage -> new RefusedException.Missing(stage, stage))
                                .toList());
            default -> new RefusedException(code, rejected.problem(), rejected.remedy(), null);
        };
    }

    public static RefusedException retryTaken(Event.Created created, UUID activeRun) {
        Lineage lineage = created.lineage();
        return new RefusedException(
                "ALREADY_RETRIED",
                "run " + activeRun
                        + (lineage == null
                                ? " does that already"
                                : " takes up run " + lineage.parent() + " from stage " + lineage.retryFrom()
                                        + " already, and is active"),
                "watch or cancel that run",
                activeRun);
    }

    /** Somebody deleted it at the same moment. */
    static RefusedException deleted(UUID run) {
        return new RefusedException("NO_RUN", "run " + run + " was deleted", "look at the list of runs", null);
    }

    public static RefusedException keyTaken(Event.Created created, UUID activeRun) {
        return new RefusedException(
                "ALREADY_ACTIVE",
                "run " + activeRun + " of pipeline " + created.pipeline() + " is active with key '" + created.key()
                        + "', and one at a time can be",
                "watch, resume or cancel that run, or use another key",
                activeRun);
    }

    /** A run of which not even the end can be stored. */
    static StoreException neverStorable(UUID run, String problem) {
        return new StoreException(
                StoreException.Kind.BROKEN,
                "run " + run + " cannot be driven: the database takes no entry of it: " + problem,
                null);
    }

    public static RefusedException unstorable(String problem) {
        return new RefusedException(
                "UNSTORABLE", "the database cannot store this: " + problem, "change the value", null);
    }
}
