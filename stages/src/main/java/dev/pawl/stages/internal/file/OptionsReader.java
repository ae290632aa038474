// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.core.Effect;
import dev.pawl.core.Limit;
import dev.pawl.core.OnDoubt;
import dev.pawl.core.OnInterrupt;
import dev.pawl.core.OnStall;
import dev.pawl.core.RetryPolicy;
import dev.pawl.stages.internal.yaml.Problems;
import dev.pawl.stages.internal.yaml.YamlNode;
import dev.pawl.stages.internal.yaml.YamlNode.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads when a stage is executed, how often, for how long, and what becomes of it when something goes wrong. */
final class OptionsReader {

    private static final Keys.Known RETRY = new Keys.Known(List.of("max", "backoff", "factor", "limit"), Set.of());
    private static final Pattern LIMIT = Pattern.compile("([a-z][a-z0-9_-]{0,63})=([1-9][0-9]{0,3})");
    private static final Duration USUAL_HEARTBEAT = Duration.ofSeconds(10);
    private static final int LEAST_BEATS = 3;
    private static final int MOST_RETRIES = 1000;
    private static final int HIGHEST_FACTOR = 100;
    private static final int HIGHEST_PRIORITY = 1000;

    private final Problems problems;
    private final Values values;

    OptionsReader(Problems problems) {
        this.problems = problems;
        this.values = new Values(problems);
    }

    Declaration.Options read(Keys stage, OnStall usual) {
        Duration heartbeat = values.duration(stage.get("heartbeat"), false);
        Duration stallAfter = values.duration(stage.get("stall-after"), false);
        checkSilence(stage, heartbeat, stallAfter);
        Integer priority = values.whole(stage.get("priority"), -HIGHEST_PRIORITY, HIGHEST_PRIORITY);
        return new Declaration.Options(
                !values.choice(stage.get("trigger"), Words.AUTO, true),
                values.choice(stage.get("effect"), Words.EFFECTS, Effect.IDEMPOTENT),
                values.choice(stage.get("on-doubt"), Words.ON_DOUBT, OnDoubt.ASK),
                values.choice(stage.get("on-interrupt"), Words.ON_INTERRUPT, OnInterrupt.RESUME),
                retry(stage.get("retry")),
                values.duration(stage.get("timeout"), false),
                heartbeat,
                stallAfter,
                values.choice(stage.get("on-stall"), Words.ON_STALL, usual),
                limit(stage.get("limit")),
                Objects.requireNonNullElse(priority, 0));
    }

    /** One that is a little late must not count as a stall. */
    private void checkSilence(Keys stage, @Nullable Duration heartbeat, @Nullable Duration stallAfter) {
        Duration beat = Objects.requireNonNullElse(heartbeat, USUAL_HEARTBEAT);
        Duration least = beat.multipliedBy(LEAST_BEATS);
        YamlNode node = stage.get("stall-after");
        if (node != null && stallAfter != null && stallAfter.compareTo(least) < 0) {
            String usual = heartbeat == null && !stage.has("heartbeat") ? ", the default" : "";
            problems.add(
                    node.place(),
                    "`stall-after` " + Values.words(stallAfter) + " is less than " + LEAST_BEATS + " heartbeats of "
                            + Values.words(beat) + usual + ": one that is a little late would count as a stall",
                    "write at least " + Values.words(least) + ", or a `heartbeat` of at most "
                            + Values.words(Values.round(stallAfter.dividedBy(LEAST_BEATS))));
        }
        YamlNode every = stage.get("heartbeat");
        if (every != null && stallAfter == null && least.compareTo(Values.LONGEST) > 0) {
            problems.add(
                    every.place(),
                    "`heartbeat` " + Values.words(beat) + " is so long that a stall shows after more than 365 days",
                    "write at most " + Values.words(Values.round(Values.LONGEST.dividedBy(LEAST_BEATS))));
        }
    }

    private @Nullable Limit limit(@Nullable YamlNode node) {
        String like = "a name and how many may hold it, like gpu=1";
        String text = values.text(node, like);
        if (node == null || text == null) {
            return null;
        }
        Matcher limit = LIMIT.matcher(text);
        if (!limit.matches()) {
            problems.add(node.place(), "`limit` `" + text + "` is no limit", "write " + like);
            return null;
        }
        return new Limit(limit.group(1), Integer.parseInt(limit.group(2)));
    }

    private RetryPolicy retry(@Nullable YamlNode node) {
        Fields fields = values.fields(node, "a mapping like {max: 3, backoff: 2s}");
        if (fields == null) {
            return RetryPolicy.NONE;
        }
        Keys retry = Keys.of(fields, RETRY, problems);
        if (!retry.has("max")) {
            problems.add(fields.place(), "`retry` has no `max`", "add the number of retries, like max: 3");
        }
        Integer max = values.whole(retry.get("max"), 0, MOST_RETRIES);
        Duration backoff = values.duration(retry.get("backoff"), true);
        Double factor = values.number(retry.get("factor"), 1, HIGHEST_FACTOR);
        Duration limit = values.duration(retry.get("limit"), true);
        return new RetryPolicy(
                Objects.requireNonNullElse(max, 0),
                Objects.requireNonNullElse(backoff, Duration.ofSeconds(1)),
                Objects.requireNonNullElse(factor, 2.0),
                Objects.requireNonNullElse(limit, Duration.ofMinutes(1)));
    }
}
