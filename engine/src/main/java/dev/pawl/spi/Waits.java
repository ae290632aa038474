// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What nobody owns and nobody may take yet.
 *
 * @param due when the first run that is to begin later is due, or null
 * @param lines the keys that runs stand in line for, or as many of them as were asked for
 */
public record Waits(@Nullable Instant due, Set<Line> lines) {

    public Waits {
        lines = Set.copyOf(lines);
    }

    /** A key of a pipeline. */
    public record Line(String pipeline, String key) {}
}
