// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One item of a map, as its events left it.
 *
 * @param status where it stands
 * @param failures how many of its attempts failed in this generation
 * @param until when its next attempt is due, with {@link ItemStatus#BACK_OFF}
 * @param output with {@link ItemStatus#SUCCEEDED}
 * @param degraded why its output deserves a look, or null
 * @param failure why its latest attempt failed
 */
public record ItemState(
        ItemStatus status,
        int failures,
        @Nullable Instant until,
        @Nullable Content output,
        @Nullable String degraded,
        @Nullable Failure failure) {

    static final ItemState OPEN = new ItemState(ItemStatus.OPEN, 0, null, null, null, null);

    ItemState with(ItemStatus next) {
        return new ItemState(next, failures, null, output, degraded, failure);
    }
}
