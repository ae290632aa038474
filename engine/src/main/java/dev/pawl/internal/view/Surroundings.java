// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import dev.pawl.core.Event;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is looked at for a diagnosis only.
 *
 * @param place what and where the database is
 * @param folder where it is kept, or null where that is not known
 * @param free bytes that are free there, or null
 * @param patience after how long code that was asked to stop is fenced off
 * @param workers how many workers live
 * @param history what happened to the run, where that tells more than how it stands
 */
public record Surroundings(
        String place,
        @Nullable String folder,
        @Nullable Long free,
        Duration patience,
        int workers,
        List<Event> history) {

    /** With less than that nothing much can be written. */
    private static final long LITTLE = 1 << 20;

    boolean isFull() {
        return free != null && free < LITTLE;
    }
}
