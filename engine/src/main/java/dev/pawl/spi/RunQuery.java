// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import dev.pawl.core.RunStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which runs to list, newest first. Null means any.
 *
 * @param text the whole number of a run, or a prefix of its id or of its key
 * @param active whether the run is active
 * @param after only runs older than this one, for the next page
 * @param limit at most so many, 1 to 1000
 */
public record RunQuery(
        @Nullable String pipeline,
        @Nullable RunStatus status,
        @Nullable String key,
        @Nullable String user,
        @Nullable String text,
        @Nullable Boolean active,
        @Nullable UUID after,
        int limit) {

    public RunQuery {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("a page has 1 to 1000 runs, not " + limit);
        }
    }

    /** All runs, newest first. */
    public static RunQuery newest(int limit) {
        return new RunQuery(null, null, null, null, null, null, null, limit);
    }

    /** Runs that are active, newest first. */
    public static RunQuery active(int limit) {
        return new RunQuery(null, null, null, null, null, true, null, limit);
    }

    /** Runs by number, id prefix or key prefix. */
    public static RunQuery text(String text, int limit) {
        return new RunQuery(null, null, null, null, text, null, null, limit);
    }

    /** The same runs, older than that one. */
    public RunQuery olderThan(UUID run) {
        return new RunQuery(pipeline, status, key, user, text, active, run, limit);
    }
}
