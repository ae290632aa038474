// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hears of the runs that it follows only, and of these also what their stages say while they say it, before and after entries in
 * no set order. Of that nothing is promised: what comes while it is behind is left out.
 */
public interface LiveListener extends RunListener {

    /** Whether it wants to hear of that run now. Asked on the way of the run, by any thread: answers at once. */
    boolean follows(UUID run);

    /** A stage wrote a line. */
    void onLine(UUID run, LogLine line);

    /** A stage of any run, followed or not, wrote a part of a streamed text: as it is, and no line of its own. */
    void onText(UUID run, LogLine part);

    /**
     * A run changed that is not executed here, and of which therefore no entry is told.
     *
     * @param run which one; null where that is not known, so that it may be any
     */
    void onChange(@Nullable UUID run);
}
