// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.stages.internal.expression.Nearest;
import dev.pawl.stages.internal.yaml.Problems;
import dev.pawl.stages.internal.yaml.YamlNode;
import dev.pawl.stages.internal.yaml.YamlNode.Fields;
import dev.pawl.stages.internal.yaml.YamlNode.Items;
import dev.pawl.stages.internal.yaml.YamlNode.Refused;
import dev.pawl.stages.internal.yaml.YamlNode.Scalar;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads values of a type; null where there is none, or it was complained about. */
final class Values {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    /** The engine's own bound: times are added to durations, and a calendar ends. */
    static final Duration LONGEST = Duration.ofDays(365);

    private final Problems problems;

    Values(Problems problems) {
        this.problems = problems;
    }

    @Nullable
    String text(@Nullable YamlNode node, String like) {
        if (node instanceof Scalar scalar && scalar.type() == Scalar.Type.TEXT) {
            return scalar.value();
        }
        wrong(node, "a text", "write " + like);
        return null;
    }

    /** Any scalar but nothing, as it is written. */
    @Nullable
    Scalar word(@Nullable YamlNode node, String like) {
        if (node instanceof Scalar scalar && scalar.type() != Scalar.Type.NOTHING) {
            return scalar;
        }
        wrong(node, "a text", "write " + like);
        return null;
    }

    @Nullable
    Integer whole(@Nullable YamlNode node, int least, int most) {
        String remedy = "write a number from " + least + " to " + most;
        if (node instanceof Scalar scalar && scalar.type() == Scalar.Type.WHOLE) {
            if (scalar.value().matches("[-+]?0*[0-9]{1,10}")) {
                long value = Long.parseLong(scalar.value());
                if (value >= least && value <= most) {
                    return (int) value;
                }
            }
            problems.add(node.place(), name(node) + " cannot be " + scalar.value(), remedy);
            return null;
        }
        wrong(node, "a whole number", remedy);
        return null;
    }

    @Nullable
    Double number(@Nullable YamlNode node, double least, double most) {
        String remedy = "write a number from " + words(least) + " to " + words(most);
        if (node instanceof Scalar scalar
                && (scalar.type() == Scalar.Type.WHOLE || scalar.type() == Scalar.Type.FRACTION)) {
            if (scalar.value().matches("[0-9+.eE-]+")) {
                double value = new BigDecimal(scalar.value()).doubleValue();
                if (value >= least && value <= most) {
                    return value;
                }
            }
            problems.add(node.place(), name(node) + " cannot be " + scalar.value(), remedy);
            return null;
        }
        wrong(node, "a number", remedy);
        return null;
    }

    @Nullable
    Duration duration(@Nullable YamlNode node, boolean mayBeZero) {
        String remedy = "write one like 100ms, 10s, 5m, 2h or 3d";
        if (!(node instanceof Scalar scalar) || scalar.type() != Scalar.Type.TEXT) {
            wrong(node, "a duration", remedy);
            return null;
        }
        Matcher matcher = DURATION.matcher(scalar.value());
        if (!matcher.matches()) {
            problems.add(node.place(), name(node) + " `" + scalar.value() + "` is no duration", remedy);
            return null;
        }
        long n = Long.parseLong(matcher.group(1));
        if (n == 0 && !mayBeZero) {
            problems.add(
                    node.place(),
                    name(node) + " cannot be `" + scalar.value() + "`, which is no time at all",
                    remedy + ", or leave it out");
            return null;
        }
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(n);
            case "s" -> Duration.ofSeconds(n);
            case "m" -> Duration.ofMinutes(n);
            case "h" -> Duration.ofHours(n);
            default -> Duration.ofDays(n);
        };
        if (duration.compareTo(LONGEST) > 0) {
            problems.add(node.place(), name(node) + " `" + scalar.value() + "` is longer than 365 days", remedy);
            return null;
        }
        return duration;
    }

    @Nullable
    Boolean yes(@Nullable YamlNode node) {
        if (node instanceof Scalar scalar && scalar.type() == Scalar.Type.BOOLEAN) {
            return Boolean.valueOf(scalar.value());
        }
        wrong(node, "true or false", "write one of them");
        return null;
    }

    /** One of those words. */
    <T> T choice(@Nullable YamlNode node, Map<String, T> choices, T otherwise) {
        String remedy = "write " + String.join(" or ", choices.keySet());
        if (!(node instanceof Scalar scalar) || scalar.type() != Scalar.Type.TEXT) {
            wrong(node, "one word", remedy);
            return otherwise;
        }
        T choice = choices.get(scalar.value());
        if (choice == null) {
            problems.add(
                    node.place(),
                    name(node) + " cannot be `" + scalar.value() + "`",
                    Nearest.remedy(scalar.value(), choices.keySet(), remedy));
            return otherwise;
        }
        return choice;
    }

    List<YamlNode> items(@Nullable YamlNode node, String like) {
        if (node instanceof Items items) {
            return items.values();
        }
        wrong(node, "a list", "write " + like);
        return List.of();
    }

    @Nullable
    Fields fields(@Nullable YamlNode node, String like) {
        if (node instanceof Fields fields) {
            return fields;
        }
        wrong(node, "a mapping", "write " + like);
        return null;
    }

    private void wrong(@Nullable YamlNode node, String expected, String remedy) {
        if (node != null && !(node instanceof Refused)) {
            problems.add(node.place(), name(node) + " is " + node.words() + ", not " + expected, remedy);
        }
    }

    /** The key it is under, in quotes. */
    static String name(YamlNode node) {
        String path = node.place().path();
        return path.isEmpty() ? "the file" : "`" + path.substring(path.lastIndexOf('.') + 1) + "`";
    }

    /** A little less, and easier to read. */
    static Duration round(Duration duration) {
        ChronoUnit unit = duration.toDays() > 0
                ? ChronoUnit.DAYS
                : duration.toSeconds() > 0 ? ChronoUnit.SECONDS : ChronoUnit.MILLIS;
        return duration.truncatedTo(unit);
    }

    /** As it is written in a file. */
    static String words(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static String words(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
