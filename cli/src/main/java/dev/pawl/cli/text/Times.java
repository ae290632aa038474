// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and durations as one says them. */
public final class Times {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private Times() {}

    /** How long something took: {@code 66 ms}, {@code 4.2 s}, {@code 12 s}, {@code 3 min 12 s}, {@code 2 h 5 min}. */
    public static String took(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 1_000) {
            return millis + " ms";
        }
        return millis < 9_950 ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0) : whole(duration);
    }

    /** The same in whole seconds, for what is still going on. */
    static String whole(Duration duration) {
        long s = Math.max(0, duration.toSeconds());
        if (s < 60) {
            return s + " s";
        }
        if (s < 3_600) {
            return s / 60 + " min" + (s % 60 == 0 ? "" : " " + s % 60 + " s");
        }
        if (s < 86_400) {
            return s / 3_600 + " h" + (s / 60 % 60 == 0 ? "" : " " + s / 60 % 60 + " min");
        }
        return s / 86_400 + " d" + (s / 3_600 % 24 == 0 ? "" : " " + s / 3_600 % 24 + " h");
    }

    /** How long ago something was, in its largest unit. */
    static String ago(Instant then, Instant now) {
        long s = Math.max(0, Duration.between(then, now).toSeconds());
        if (s < 60) {
            return s + " s ago";
        }
        if (s < 3_600) {
            return s / 60 + " min ago";
        }
        return s < 86_400 ? s / 3_600 + " h ago" : s / 86_400 + " d ago";
    }

    static String clock(Instant at, ZoneId zone) {
        return CLOCK.format(at.atZone(zone));
    }

    static String date(Instant at, ZoneId zone) {
        return DATE.format(at.atZone(zone));
    }
}
