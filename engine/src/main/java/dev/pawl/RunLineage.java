// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.core.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run and all that took it up, directly or not.
 *
 * @param number 0 where it is gone
 * @param status null where it is gone
 * @param retryFrom the stage it began at, or null where it took up no other
 * @param depth how many runs are before it
 * @param createdAt null where it is gone
 * @param gone whether it was deleted
 * @param retries the runs that took this one up, oldest first
 */
public record RunLineage(
        UUID run,
        long number,
        @Nullable RunStatus status,
        @Nullable String retryFrom,
        int depth,
        @Nullable Instant createdAt,
        boolean gone,
        List<RunLineage> retries) {

    public RunLineage {
        retries = List.copyOf(retries);
    }
}
