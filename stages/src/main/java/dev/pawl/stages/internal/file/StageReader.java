// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.Effect;
import dev.pawl.core.OnDoubt;
import dev.pawl.core.RetryPolicy;
import dev.pawl.stages.internal.command.CommandAction;
import dev.pawl.stages.internal.expression.Names;
import dev.pawl.stages.internal.http.HttpAction;
import dev.pawl.stages.internal.yaml.Problems;
import dev.pawl.stages.internal.yaml.YamlNode;
import dev.pawl.stages.internal.yaml.YamlNode.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a stage does, and how. */
final class StageReader {

    static final Keys.Known KEYS = new Keys.Known(
            List.of(
                    "id",
                    "kind",
                    "after",
                    "command",
                    "http",
                    "effect",
                    "on-doubt",
                    "env",
                    "timeout",
                    "heartbeat",
                    "retry"),
            Set.of(
                    "map",
                    "item-key",
                    "parallel",
                    "allow-failed",
                    "requires",
                    "produces",
                    "validates",
                    "rounds",
                    "when",
                    "trigger",
                    "stall-after",
                    "on-stall",
                    "on-interrupt",
                    "priority",
                    "limit",
                    "limits",
                    "export",
                    "deadline",
                    "degraded",
                    "interactive",
                    "artifacts",
                    "format"));

    private static final Keys.Known RETRY = new Keys.Known(List.of("max", "backoff", "factor", "limit"), Set.of());
    private static final Set<String> LATER_KINDS = Set.of("map", "validator", "export", "input");
    private static final int MOST_RETRIES = 1000;
    private static final int HIGHEST_FACTOR = 100;

    private final CheckpointPolicy checkpoint;
    private final Problems problems;
    private final Values values;

    StageReader(CheckpointPolicy checkpoint, Problems problems) {
        this.checkpoint = checkpoint;
        this.problems = problems;
        this.values = new Values(problems);
    }

    Declaration.Stage read(Keys stage, Names names) {
        boolean task = kind(stage.get("kind"));
        CommandAction command = stage.has("command")
                ? new CommandReader(names, problems).read(stage.get("command"), stage.get("env"))
                : null;
        HttpAction http = stage.has("http") ? new HttpReader(names, problems).read(stage.get("http")) : null;
        if (stage.has("command") && stage.has("http")) {
            problems.add(stage.place("http"), "a stage has both `command` and `http`", "make two stages of it");
        } else if (task && !stage.has("command") && !stage.has("http")) {
            problems.add(
                    stage.place("command"),
                    "stage `" + names.stage() + "` does nothing",
                    "give it a `command`, like [python3, detect.py], or `http`");
        } else if (stage.has("http") && stage.has("env")) {
            problems.add(stage.place("env"), "`env` belongs to a `command`", "leave it out");
        }
        List<String> after = values.items(stage.get("after"), "").stream()
                .map(item -> item instanceof YamlNode.Scalar scalar ? scalar.value() : "")
                .toList();
        return new Declaration.Stage(names.stage(), after, command, http, options(stage));
    }

    /** Whether it is a task. */
    private boolean kind(@Nullable YamlNode kind) {
        if (kind instanceof YamlNode.Scalar scalar && LATER_KINDS.contains(scalar.value())) {
            problems.add(
                    kind.place(),
                    "kind `" + scalar.value() + "` is not supported by this version yet",
                    "use a task, the default");
            return false;
        }
        return values.choice(kind, Map.of("task", true), true);
    }

    private Declaration.Options options(Keys stage) {
        Effect effect = values.choice(stage.get("effect"), Words.EFFECTS, Effect.IDEMPOTENT);
        if (effect == Effect.EXTERNAL && checkpoint == CheckpointPolicy.ON_FAILURE) {
            problems.add(
                    stage.place("effect"),
                    "`checkpoint: on-failure` could repeat an external effect",
                    "use `checkpoint: every-stage`");
        }
        OnDoubt onDoubt = values.choice(stage.get("on-doubt"), Words.ON_DOUBT, OnDoubt.ASK);
        return new Declaration.Options(
                effect,
                onDoubt,
                retry(stage.get("retry")),
                values.duration(stage.get("timeout"), false),
                values.duration(stage.get("heartbeat"), false));
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
