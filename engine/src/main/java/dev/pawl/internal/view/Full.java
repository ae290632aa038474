// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why runs of a pipeline do not begin for now: across all workers as many run, or have begun, as may.
 *
 * @param most how many may
 * @param running how many run, where that is it
 * @param windowMillis within which so many began, where that is it
 * @param again when the next may begin, where they began too soon one after the other; else null
 */
public record Full(
        String pipeline,
        int most,
        int running,
        long windowMillis,
        @Nullable Instant again) {

    /** The same for people. */
    public String words() {
        String many = Phrases.count(most, "run", "runs") + " of " + pipeline;
        if (again != null) {
            return many + " began within the last " + window() + "; the next may begin at " + Phrases.time(again);
        }
        return running <= most
                ? running + " of " + many + (most == 1 ? " is" : " are") + " running, the limit across all workers"
                : running + " runs of " + pipeline + " are running, and the limit across all workers is " + most;
    }

    private String window() {
        Duration window = Duration.ofMillis(windowMillis);
        return switch (Long.toString(windowMillis)) {
            case "1000" -> "second";
            case "60000" -> "minute";
            case "3600000" -> "hour";
            case "86400000" -> "day";
            default -> Durations.words(window);
        };
    }
}
