// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.imports;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A run of another system, whatever kind of record it came in.
 *
 * @param source the system, and {@code id} what it calls the run: together they are the run for ever
 * @param document whether it stays open, and nothing of it goes on unless a person presses it
 * @param parent the run it was a retry of, or null
 * @param error why it failed
 */
record Old(
        String kind,
        String source,
        String id,
        String pipeline,
        int version,
        @Nullable String user,
        @Nullable String key,
        JsonNode input,
        boolean document,
        @Nullable String parent,
        @Nullable String retryFrom,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Standing standing,
        @Nullable String error,
        List<Stage> stages) {

    /** How it stood. */
    enum Standing {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    /** How a stage or an item stood. */
    enum Was {
        IDLE,
        RUNNING,
        DONE,
        DEGRADED,
        FAILED,
        SKIPPED
    }

    /**
     * A stage.
     *
     * @param partial what it had put out when it failed
     * @param items of a map, else null
     */
    record Stage(
            String id,
            Was was,
            @Nullable JsonNode output,
            @Nullable JsonNode partial,
            @Nullable String error,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable List<Item> items) {}

    /** An item of a map. */
    record Item(
            JsonNode input,
            Was was,
            @Nullable JsonNode output,
            @Nullable String error,
            @Nullable Instant finishedAt) {}
}
