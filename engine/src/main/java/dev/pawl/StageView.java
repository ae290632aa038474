// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.core.StageStatus;
import dev.pawl.core.WaitFor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stage of a run at one moment.
 *
 * @param kind {@code task}
 * @param attempt the latest attempt of its generation, from 1; 0 before the first
 * @param generation raised each time a person has it run again
 * @param health null where it does not run
 * @param waitsFor what a waiting stage waits for
 * @param retryAt when its next attempt is due
 * @param durationMs how long the latest attempt took, or has taken so far
 * @param error why the latest attempt failed
 * @param degraded why its output deserves a look
 */
public record StageView(
        String id,
        String kind,
        StageStatus status,
        boolean depsMet,
        List<String> after,
        int attempt,
        int generation,
        @Nullable Health health,
        @Nullable WaitFor waitsFor,
        @Nullable Instant retryAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        long durationMs,
        @Nullable Heartbeat heartbeat,
        @Nullable String error,
        @Nullable String degraded,
        @Nullable Long outputSize) {

    /**
     * The latest sign of life.
     *
     * @param seq how many there were
     * @param total 0 where it is not known
     */
    public record Heartbeat(
            Instant at,
            long seq,
            long done,
            long total,
            @Nullable String text,
            Map<String, Long> counts) {}
}
