// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as a person types them, and as pipeline files have them. */
final class Durations {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private Durations() {}

    /** The same of what may not be longer than so many days. */
    static Duration read(String option, String text, Duration longest) {
        Duration duration = read(option, text);
        if (duration.compareTo(longest) > 0) {
            throw new ExitException(Exit.USAGE, option + " is at most " + longest.toDays() + "d, not '" + text + "'");
        }
        return duration;
    }

    /** That duration; anything else ends the command, naming the option. */
    static Duration read(String option, String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw new ExitException(
                    Exit.USAGE, option + " is a number and ms, s, m, h or d, as in 90s or 5m, not '" + text + "'");
        }
        long n = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(n);
            case "s" -> Duration.ofSeconds(n);
            case "m" -> Duration.ofMinutes(n);
            case "h" -> Duration.ofHours(n);
            default -> Duration.ofDays(n);
        };
    }
}
