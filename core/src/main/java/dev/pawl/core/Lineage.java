// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a run comes from that takes another one up.
 *
 * @param root the first run of all
 * @param parent the run it takes up
 * @param retryFrom the stage it begins at
 * @param depth how many runs are before it, at least 1
 * @param reason why, in the words of who asked, or null
 * @param by who asked, or null
 * @param onlyFailedItems whether the items that stage had finished are taken over
 */
public record Lineage(
        UUID root,
        UUID parent,
        String retryFrom,
        int depth,
        @Nullable String reason,
        @Nullable String by,
        boolean onlyFailedItems) {

    public Lineage {
        if (depth < 1) {
            throw new IllegalArgumentException("a run that takes another up is at depth 1 at least, not " + depth);
        }
    }
}
