// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A finished file of a run.
 *
 * @param stage the stage that made it
 * @param name what it is called, with {@code /} between folders
 * @param type its media type
 * @param size in bytes
 * @param sha256 of its bytes, 64 hex digits
 * @param finishedAt when its stage had succeeded
 * @param stale whether its stage would make something else now
 */
public record ArtifactView(
        String stage,
        String name,
        String type,
        long size,
        String sha256,
        @Nullable Instant finishedAt,
        boolean stale) {}
