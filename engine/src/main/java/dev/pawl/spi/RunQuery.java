// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import dev.pawl.core.RunStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which runs to list, newest first. Null means any.
 *
 * @param text the whole number of a run, or a prefix of its id or of its key
 * @param name the number of one run, or, where it is no whole number from 1, the beginning of its id; a store skips runs that
 *     it cannot read in lists, but fails where one is asked for by its name
 * @param active whether the run is active
 * @param root only runs that took that one up, directly or not
 * @param after only runs older than this one, for the next page
 * @param limit at most so many, 1 to 1000
 */
public record RunQuery(
        @Nullable String pipeline,
        @Nullable RunStatus status,
        @Nullable String key,
        @Nullable String user,
        @Nullable String text,
        @Nullable String name,
        @Nullable Boolean active,
        @Nullable UUID root,
        @Nullable UUID after,
        int limit) {

    public RunQuery {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("a page has 1 to 1000 runs, not " + limit);
        }
    }

    /** A list of runs that go by no name. */
    public RunQuery(
            @Nullable String pipeline,
            @Nullable RunStatus status,
            @Nullable String key,
            @Nullable String user,
            @Nullable String text,
            @Nullable Boolean active,
            @Nullable UUID after,
            int limit) {
        this(pipeline, status, key, user, text, null, active, null, after, limit);
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

    /** The run of that number, or those whose ids begin so. */
    public static RunQuery named(String name, int limit) {
        return new RunQuery(null, null, null, null, null, name, null, null, null, limit);
    }

    /** All runs that took that one up, or one that did, newest first. */
    public static RunQuery ofRoot(UUID root, int limit) {
        return new RunQuery(null, null, null, null, null, null, null, root, null, limit);
    }

    /** Runs that have exactly that key, newest first. */
    public static RunQuery ofKey(String key, int limit) {
        return new RunQuery(null, null, key, null, null, null, null, limit);
    }

    /** Whether the {@link #name} is a number, thus never the beginning of an id. */
    public boolean namesNumber() {
        return name != null && name.matches("[1-9][0-9]{0,17}");
    }

    /** The same runs, older than that one. */
    public RunQuery olderThan(UUID run) {
        return new RunQuery(pipeline, status, key, user, text, name, active, root, run, limit);
    }
}
