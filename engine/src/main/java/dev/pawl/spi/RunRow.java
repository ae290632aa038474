// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import dev.pawl.core.RunStatus;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The slow fields of a run, indexed for look-ups. Always the projection of its journal, never a truth of its own.
 *
 * @param number given by the database with the first append; 0 before
 * @param holdsKey whether no other run of the pipeline may hold this key; an active one with a key that does not hold it waits in
 *     line
 * @param degraded whether a stage succeeded degraded
 * @param priority higher ones are taken first
 * @param notBefore no worker takes it earlier; or null
 * @param retry what run it takes up, or null
 */
public record RunRow(
        UUID id,
        long number,
        String pipeline,
        int version,
        @Nullable String key,
        RunStatus status,
        boolean active,
        boolean holdsKey,
        @Nullable UUID owner,
        int epoch,
        @Nullable String user,
        boolean degraded,
        Map<String, String> labels,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        int priority,
        @Nullable Instant notBefore,
        @Nullable RetryRow retry) {

    /** One that takes up no other. */
    public RunRow(
            UUID id,
            long number,
            String pipeline,
            int version,
            @Nullable String key,
            RunStatus status,
            boolean active,
            boolean holdsKey,
            @Nullable UUID owner,
            int epoch,
            @Nullable String user,
            boolean degraded,
            Map<String, String> labels,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            int priority,
            @Nullable Instant notBefore) {
        this(
                id,
                number,
                pipeline,
                version,
                key,
                status,
                active,
                holdsKey,
                owner,
                epoch,
                user,
                degraded,
                labels,
                createdAt,
                startedAt,
                finishedAt,
                priority,
                notBefore,
                null);
    }
}
