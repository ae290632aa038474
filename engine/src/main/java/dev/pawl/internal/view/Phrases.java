// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import dev.pawl.StageView;
import dev.pawl.internal.view.Signs.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Figures and lists in sentences. */
final class Phrases {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int SOME = 3;

    private Phrases() {}

    static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** So many of something, in the right number. */
    static String count(long n, String one, String many) {
        return count(n) + " " + (n == 1 ? one : many);
    }

    static String time(Instant at) {
        return TIME.format(at);
    }

    static String ago(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        return age.compareTo(Duration.ofSeconds(1)) < 0 ? "just now" : Durations.words(age) + " ago";
    }

    /** In how long, or now where that is past. */
    static String in(Instant when, Instant now) {
        Duration left = Duration.between(now, when);
        return left.isNegative() ? "now" : "in " + Durations.words(left);
    }

    static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** {@code run 12 detect on node-2}, or as much of it as is known. */
    static String place(Place place) {
        String run = "run " + (place.number() == 0 ? place.run().toString() : Long.toString(place.number()));
        return run
                + (place.stage() == null ? "" : " " + place.stage())
                + (place.worker() == null ? "" : " on " + place.worker());
    }

    static String places(List<Place> places) {
        return list(places.stream().map(Phrases::place).toList());
    }

    static String status(StageView stage) {
        return stage.status().name().toLowerCase(Locale.ROOT);
    }

    /** {@code a, b and 4 more}. */
    static String list(List<String> words) {
        if (words.size() <= SOME + 1) {
            return words.size() < 2
                    ? String.join("", words)
                    : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
        }
        return String.join(", ", words.subList(0, SOME)) + " and " + (words.size() - SOME) + " more";
    }
}
