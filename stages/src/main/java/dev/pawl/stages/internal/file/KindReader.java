// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.core.AllowedFailures;
import dev.pawl.stages.internal.expression.Names;
import dev.pawl.stages.internal.expression.Template;
import dev.pawl.stages.internal.yaml.Problems;
import dev.pawl.stages.internal.yaml.YamlNode;
import dev.pawl.stages.internal.yaml.YamlNode.Scalar;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a stage is, and the keys that only some kinds have. */
final class KindReader {

    private static final List<String> OF_MAPS = List.of("map", "item-key", "parallel", "allow-failed");
    private static final List<String> OF_VALIDATORS = List.of("validates", "rounds");
    private static final List<String> OF_INPUTS = List.of("deadline");

    /** What says how something is executed; nothing is where a person gives the output. */
    private static final List<String> OF_WORK = List.of(
            "command",
            "http",
            "export",
            "env",
            "effect",
            "on-doubt",
            "on-interrupt",
            "timeout",
            "heartbeat",
            "stall-after",
            "on-stall",
            "retry",
            "limit",
            "priority",
            "trigger",
            "produces");

    private static final Pattern SHARE = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,6})?)%");
    private static final int MOST_PARALLEL = 1000;
    private static final int MOST_ROUNDS = 1000;
    private static final BigDecimal ALL = new BigDecimal(100);

    private final Names names;
    private final Problems problems;
    private final Values values;

    KindReader(Names names, Problems problems) {
        this.names = names;
        this.problems = problems;
        this.values = new Values(problems);
    }

    /** What the stage calls itself, or without a word what its keys make of it; null where it was complained about. */
    Declaration.@Nullable Kind read(Keys stage) {
        YamlNode node = stage.get("kind");
        int before = problems.count();
        Words.Kind kind = values.choice(node, Words.KINDS, stage.has("map") ? Words.Kind.MAP : Words.Kind.TASK);
        if (problems.count() > before) {
            return null;
        }
        foreign(kind, stage);
        return switch (kind) {
            case TASK -> new Declaration.Task();
            case MAP -> each(stage);
            case VALIDATOR -> validator(stage);
            case INPUT -> new Declaration.Input(values.duration(stage.get("deadline"), false));
            case EXPORT -> new Declaration.Export();
        };
    }

    /** Complains about what belongs to other kinds. */
    private void foreign(Words.Kind kind, Keys stage) {
        if (kind != Words.Kind.MAP) {
            String ofMap = stage.has("kind") ? "`kind: map`" : "a `map`";
            leaveOut(stage, OF_MAPS, "belongs to " + ofMap);
        }
        if (kind != Words.Kind.VALIDATOR) {
            leaveOut(stage, OF_VALIDATORS, "belongs to `kind: validator`");
        }
        if (kind == Words.Kind.INPUT) {
            leaveOut(stage, OF_WORK, "does not go with `kind: input`, where a person gives the output");
        } else {
            leaveOut(stage, OF_INPUTS, "belongs to `kind: input`");
        }
        if (kind != Words.Kind.EXPORT && kind != Words.Kind.INPUT) {
            leaveOut(stage, List.of("export"), "belongs to `kind: export`");
        }
        if (kind == Words.Kind.EXPORT && stage.has("http")) {
            problems.add(stage.place("http"), "a call makes no files", "give it an `export`, or a `command`");
        }
        if (kind == Words.Kind.VALIDATOR && stage.has("http")) {
            problems.add(
                    stage.place("http"),
                    "a validator sends work back with exit code 65, which a call does not have",
                    "give it a `command`");
        }
    }

    private void leaveOut(Keys stage, List<String> keys, String why) {
        for (String key : keys) {
            if (stage.has(key)) {
                problems.add(stage.place(key), "`" + key + "` " + why, "leave it out");
            }
        }
    }

    private Declaration.Kind each(Keys stage) {
        if (!stage.has("map")) {
            problems.add(
                    stage.place("kind"),
                    "a map has no `map`, the list it works through",
                    "add one, like map: ${input.files}");
        }
        Template items = expression(stage.get("map"), "one expression like ${input.files}", Names.Item.LATER);
        Template key = itemKey(stage.get("item-key"));
        Integer parallel = values.whole(stage.get("parallel"), 1, MOST_PARALLEL);
        return new Declaration.Each(
                Objects.requireNonNullElse(items, Template.EMPTY),
                key,
                Objects.requireNonNullElse(parallel, 1),
                allowed(stage.get("allow-failed")));
    }

    private @Nullable Template itemKey(@Nullable YamlNode node) {
        String like = "an expression like ${item.name}";
        Scalar word = values.word(node, like);
        if (word == null) {
            return null;
        }
        int before = problems.count();
        Names known = names.withoutSecrets().with(Names.Item.KNOWN);
        Template key = Template.parse(word.value(), word.place(), known, problems);
        if (problems.count() == before && key.fixed()) {
            problems.add(word.place(), "`item-key` is the same for every item", "write " + like);
        }
        return key;
    }

    /** A value that is one expression, and has no secrets in it. */
    @Nullable
    Template expression(@Nullable YamlNode node, String like, Names.Item item) {
        Scalar word = values.word(node, like);
        if (word == null) {
            return null;
        }
        int before = problems.count();
        Template template = Template.parse(
                word.value(), word.place(), names.withoutSecrets().with(item), problems);
        if (problems.count() == before && !template.single()) {
            problems.add(word.place(), Values.name(word) + " is a text, not one expression", "write " + like);
        }
        return template;
    }

    private AllowedFailures allowed(@Nullable YamlNode node) {
        String remedy = "write a number of items like 3, or a share like 5%";
        if (node instanceof Scalar scalar && scalar.type() == Scalar.Type.TEXT) {
            Matcher share = SHARE.matcher(scalar.value());
            if (share.matches() && new BigDecimal(share.group(1)).compareTo(ALL) <= 0) {
                return new AllowedFailures(0, Double.parseDouble(share.group(1)));
            }
            problems.add(node.place(), "`allow-failed` cannot be `" + scalar.value() + "`", remedy);
            return AllowedFailures.NONE;
        }
        if (node instanceof Scalar scalar && scalar.type() != Scalar.Type.WHOLE) {
            problems.add(
                    node.place(), "`allow-failed` is " + scalar.words() + ", not a number of items or a share", remedy);
            return AllowedFailures.NONE;
        }
        return new AllowedFailures(Objects.requireNonNullElse(values.whole(node, 0, Integer.MAX_VALUE), 0), 0);
    }

    private Declaration.Kind validator(Keys stage) {
        if (!stage.has("validates")) {
            problems.add(
                    stage.place("kind"),
                    "a validator does not say what it validates",
                    "add the id of a stage, like validates: detect");
        }
        String validates = values.text(stage.get("validates"), "the id of a stage, like detect");
        Integer rounds = values.whole(stage.get("rounds"), 0, MOST_ROUNDS);
        return new Declaration.Validator(
                Objects.requireNonNullElse(validates, ""), Objects.requireNonNullElse(rounds, 1));
    }
}
