// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.http;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong with a request, so that all of it is told at once. */
final class Mistakes {

    private static final Pattern SHORT = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

    private final List<String> all = new ArrayList<>();

    void add(String name, String message) {
        all.add(name + ": " + message);
    }

    /** Whether something is wrong with that one. */
    boolean has(String name) {
        return all.stream().anyMatch(one -> one.startsWith(name + ": "));
    }

    /** Ends the request where anything was wrong. */
    void check() {
        if (!all.isEmpty()) {
            throw new ProblemException(Problem.of(400, "INVALID", String.join("; ", all), "correct all of these")
                    .with("problems", all));
        }
    }

    /** The constant that is written so, in lower case; null where none is, which is a mistake. */
    <E extends Enum<E>> @Nullable E choice(String name, @Nullable String text, Class<E> type) {
        if (text == null) {
            return null;
        }
        for (E one : type.getEnumConstants()) {
            if (written(one).equals(text)) {
                return one;
            }
        }
        String known =
                Arrays.stream(type.getEnumConstants()).map(Mistakes::written).collect(Collectors.joining(", "));
        add(name, "it is " + known + ", not '" + Call.cut(text) + "'");
        return null;
    }

    /** As {@code 90s}, {@code 10m} or {@code PT10M}; null where it is none, which is a mistake. */
    @Nullable
    Duration duration(String name, @Nullable String text) {
        Duration duration = text == null ? null : duration(text);
        if (text != null && duration == null) {
            add(name, "it is a duration as 90s, 10m, 3d or PT10M, not '" + Call.cut(text) + "'");
        }
        return duration;
    }

    private static @Nullable Duration duration(String text) {
        Matcher matcher = SHORT.matcher(text);
        try {
            if (matcher.matches()) {
                long n = Long.parseLong(matcher.group(1));
                return switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(n);
                    case "s" -> Duration.ofSeconds(n);
                    case "m" -> Duration.ofMinutes(n);
                    case "h" -> Duration.ofHours(n);
                    default -> Duration.ofDays(n);
                };
            }
            Duration duration = Duration.parse(text);
            return duration.isNegative() ? null : duration;
        } catch (DateTimeParseException | ArithmeticException e) {
            return null;
        }
    }

    private static String written(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
