// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.Limits;
import dev.pawl.stages.internal.yaml.Problems;
import dev.pawl.stages.internal.yaml.YamlNode;
import dev.pawl.stages.internal.yaml.YamlNode.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how many runs of a pipeline there may be at once. */
final class LimitsReader {

    private static final Keys.Known KEYS = new Keys.Known(List.of("running", "rate", "per-key-order"), Set.of());
    private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,5})/(s|m|h|d)");
    private static final int MOST_RUNNING = 1_000_000;

    private final Problems problems;
    private final Values values;

    LimitsReader(Problems problems) {
        this.problems = problems;
        this.values = new Values(problems);
    }

    Limits read(@Nullable YamlNode node) {
        Fields fields = values.fields(node, "a mapping like {running: 10, rate: 100/m}");
        if (fields == null) {
            return Limits.NONE;
        }
        Keys keys = Keys.of(fields, KEYS, problems);
        Integer running = values.whole(keys.get("running"), 1, MOST_RUNNING);
        Limits limits = rate(running == null ? Limits.NONE : Limits.NONE.running(running), keys.get("rate"));
        return Boolean.TRUE.equals(values.yes(keys.get("per-key-order"))) ? limits.inKeyOrder() : limits;
    }

    private Limits rate(Limits limits, @Nullable YamlNode node) {
        String like = "how many may begin in a second, minute, hour or day, like 100/m";
        String text = values.text(node, like);
        if (node == null || text == null) {
            return limits;
        }
        Matcher rate = RATE.matcher(text);
        if (!rate.matches()) {
            problems.add(node.place(), "`rate` `" + text + "` is no rate", "write " + like);
            return limits;
        }
        return limits.rate(
                Integer.parseInt(rate.group(1)),
                switch (rate.group(2)) {
                    case "s" -> Duration.ofSeconds(1);
                    case "m" -> Duration.ofMinutes(1);
                    case "h" -> Duration.ofHours(1);
                    default -> Duration.ofDays(1);
                });
    }
}
