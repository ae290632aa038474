// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.Limits;
import dev.pawl.Pipeline;
import dev.pawl.Schedule;
import dev.pawl.core.CheckpointPolicy;
import dev.pawl.stages.internal.expression.Names;
import dev.pawl.stages.internal.expression.Template;
import dev.pawl.stages.internal.yaml.Place;
import dev.pawl.stages.internal.yaml.Problems;
import dev.pawl.stages.internal.yaml.YamlNode;
import dev.pawl.stages.internal.yaml.YamlNode.Field;
import dev.pawl.stages.internal.yaml.YamlNode.Fields;
import dev.pawl.stages.internal.yaml.YamlNode.Scalar;
import dev.pawl.stages.internal.yaml.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a pipeline file. One mistake does not hide another: reading goes on, and everything found is told. */
final class PipelineReader {

    static final Keys.Known KEYS = new Keys.Known(
            List.of(
                    "pipeline",
                    "version",
                    "description",
                    "user",
                    "key",
                    "interactive",
                    "checkpoint",
                    "requires",
                    "labels",
                    "schedule",
                    "limits",
                    "max-retry-depth",
                    "retention",
                    "stages"),
            Set.of(),
            StageReader.NAMES);

    private static final String NAME = "[a-z][a-z0-9-]{0,63}";

    private final Problems problems;
    private final Values values;

    private PipelineReader(Problems problems) {
        this.problems = problems;
        this.values = new Values(problems);
    }

    /** What the text says; to be relied on only if there are no problems. */
    static @Nullable Declaration read(String text, Problems problems) {
        YamlNode root = YamlReader.read(text, problems);
        if (root == null) {
            if (problems.none()) {
                problems.add(Place.START, "the file is empty", "begin it with pipeline: and a name");
            }
            return null;
        }
        PipelineReader reader = new PipelineReader(problems);
        Fields fields = reader.values.fields(root, "keys like pipeline: and stages:");
        return fields == null ? null : reader.pipeline(Keys.of(fields, KEYS, problems));
    }

    private Declaration pipeline(Keys keys) {
        String name = name(keys);
        Integer version = values.whole(keys.get("version"), 1, Integer.MAX_VALUE);
        String description = values.text(keys.get("description"), "what the pipeline is for, in quotes");
        boolean user = keys.has("user") && values.choice(keys.get("user"), Words.USER, false);
        CheckpointPolicy checkpoint =
                values.choice(keys.get("checkpoint"), Words.CHECKPOINTS, CheckpointPolicy.EVERY_STAGE);
        boolean interactive = Boolean.TRUE.equals(values.yes(keys.get("interactive")));
        if (interactive && checkpoint == CheckpointPolicy.ON_FAILURE) {
            problems.add(
                    keys.place("interactive"),
                    "`checkpoint: on-failure` does not write down what people see of a document",
                    "use `checkpoint: every-stage`");
        }
        List<String> requires = requires(keys.get("requires"));
        Map<String, String> labels = labels(keys.get("labels"));
        Limits limits = new LimitsReader(problems).read(keys.get("limits"));
        Integer maxRetryDepth = values.whole(keys.get("max-retry-depth"), 0, Pipeline.MOST_RETRY_DEPTH);
        List<Keys> stages = stages(keys);
        Graph graph = StageList.read(stages, problems);
        Template key = key(keys.get("key"), Names.ofKey(graph.ids()));
        ScheduleCheck check = new ScheduleCheck(keys.place("schedule"), user, requires, key, problems);
        Schedule schedule = new ScheduleReader(problems).read(keys.get("schedule"), check);
        StageReader reader = new StageReader(checkpoint, problems);
        List<Declaration.Stage> declared = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            declared.add(reader.read(stages.get(i), graph.names(i)));
        }
        Contracts.check(stages, declared, problems);
        return new Declaration(
                name,
                Objects.requireNonNullElse(version, 1),
                description,
                user,
                key,
                interactive,
                checkpoint,
                requires,
                labels,
                schedule,
                limits,
                Objects.requireNonNullElse(maxRetryDepth, Pipeline.RETRY_DEPTH),
                values.duration(keys.get("retention"), false),
                declared);
    }

    private String name(Keys keys) {
        if (!keys.has("pipeline")) {
            problems.add(
                    keys.place("pipeline"), "the pipeline has no name", "begin with one, like pipeline: my-pipeline");
        }
        YamlNode node = keys.get("pipeline");
        String name = values.text(node, "a name like my-pipeline");
        if (node != null && name != null && !name.matches(NAME)) {
            problems.add(
                    node.place(),
                    "`" + name + "` is no name of a pipeline",
                    "use lower-case letters, digits and -, beginning with a letter, at most 64");
        }
        return Objects.requireNonNullElse(name, "");
    }

    private @Nullable Template key(@Nullable YamlNode node, Names names) {
        Scalar word = values.word(node, "an expression like ${input.episode}");
        return word == null ? null : Template.parse(word.value(), word.place(), names, problems);
    }

    private List<String> requires(@Nullable YamlNode node) {
        Set<String> keys = new LinkedHashSet<>();
        for (YamlNode item : values.items(node, "a list like [episode]")) {
            Scalar key = values.word(item, "a key of the input");
            if (key != null && !keys.add(key.value())) {
                problems.add(item.place(), "`" + key.value() + "` is here twice", "leave one out");
            }
        }
        return List.copyOf(keys);
    }

    private Map<String, String> labels(@Nullable YamlNode node) {
        Map<String, String> labels = new LinkedHashMap<>();
        Fields fields = values.fields(node, "a mapping like {team: media}");
        for (Field field : fields == null ? List.<Field>of() : fields.fields()) {
            Scalar value = values.word(field.value(), "a text");
            if (value != null) {
                labels.put(field.key(), value.value());
            }
        }
        return labels;
    }

    private List<Keys> stages(Keys keys) {
        YamlNode node = keys.get("stages");
        String like = "a list, with - before each stage";
        List<YamlNode> items = values.items(node, like);
        if (node == null || (node instanceof YamlNode.Items && items.isEmpty())) {
            problems.add(keys.place("stages"), "the pipeline has no stage", "add stages: with at least one");
        }
        if (items.size() > StageList.MOST) {
            problems.add(
                    items.get(StageList.MOST).place(),
                    "there are " + items.size() + " stages, and at most " + StageList.MOST + " are allowed",
                    "put some into a pipeline of their own");
        }
        List<Keys> stages = new ArrayList<>();
        for (YamlNode item : items) {
            Fields stage = values.fields(item, "a stage like {id: detect, command: [python3, detect.py]}");
            if (stage != null) {
                stages.add(Keys.of(stage, StageReader.KEYS, problems));
            }
        }
        return stages;
    }
}
