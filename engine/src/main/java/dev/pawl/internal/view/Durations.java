// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Lengths of time as people write them. */
public final class Durations {

    private Durations() {}

    /** As in a pipeline file: {@code 90s} is {@code 1m 30s}. */
    public static String exact(@Nullable Duration duration) {
        if (duration == null) {
            return "none";
        }
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + "ms";
        }
        StringBuilder words = new StringBuilder();
        part(words, duration.toDays(), "d");
        part(words, duration.toHoursPart(), "h");
        part(words, duration.toMinutesPart(), "m");
        part(words, duration.toSecondsPart(), "s");
        return words.toString();
    }

    /** In whole seconds from one second on. */
    public static String words(Duration duration) {
        boolean small = duration.compareTo(Duration.ofSeconds(1)) < 0;
        return exact(small ? duration : Duration.ofSeconds(duration.toSeconds()));
    }

    private static void part(StringBuilder words, long n, String unit) {
        if (n > 0) {
            words.append(words.isEmpty() ? "" : " ").append(n).append(unit);
        }
    }
}
