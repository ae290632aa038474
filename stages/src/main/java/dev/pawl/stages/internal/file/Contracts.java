// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.stages.internal.expression.Names;
import dev.pawl.stages.internal.expression.Nearest;
import dev.pawl.stages.internal.yaml.Problems;
import dev.pawl.stages.internal.yaml.YamlNode;
import dev.pawl.stages.internal.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what stages require of those before them, and produce, and looks whether that fits together. */
final class Contracts {

    private static final Pattern REQUIRED = Pattern.compile("(" + StageList.ID + ")\\.([^.\\s]+(?:\\.[^.\\s]+)*)");

    private final Names names;
    private final Problems problems;
    private final Values values;

    Contracts(Names names, Problems problems) {
        this.names = names;
        this.problems = problems;
        this.values = new Values(problems);
    }

    List<String> requires(@Nullable YamlNode node) {
        List<String> required = new ArrayList<>();
        for (Scalar word :
                words(node, "a list like [frames.files]", "a stage and a key of its output, like frames.files")) {
            Matcher parts = REQUIRED.matcher(word.value());
            if (!parts.matches()) {
                problems.add(
                        word.place(),
                        "`" + word.value() + "` names no key of a stage's output",
                        "write a stage and a key, like frames.files");
                continue;
            }
            if (isUpstream(parts.group(1), word)) {
                required.add(word.value());
            }
        }
        return required;
    }

    private boolean isUpstream(String stage, Scalar word) {
        if (names.upstream().contains(stage)) {
            return true;
        }
        String before = "name a stage before this one";
        if (stage.equals(names.stage())) {
            problems.add(word.place(), "`" + stage + "` is this stage itself", before);
        } else if (names.stages().contains(stage)) {
            problems.add(
                    word.place(),
                    "stage `" + stage + "` does not come before `" + names.stage() + "`",
                    "add " + stage + " to its `after`");
        } else {
            problems.add(
                    word.place(), "there is no stage `" + stage + "`", Nearest.remedy(stage, names.upstream(), before));
        }
        return false;
    }

    List<String> produces(@Nullable YamlNode node) {
        return words(node, "a list like [faces]", "a key of the output").stream()
                .map(Scalar::value)
                .toList();
    }

    private List<Scalar> words(@Nullable YamlNode node, String list, String like) {
        Map<String, Scalar> words = new LinkedHashMap<>();
        for (YamlNode item : values.items(node, list)) {
            Scalar word = values.word(item, like);
            if (word != null && words.putIfAbsent(word.value(), word) != null) {
                problems.add(item.place(), "`" + word.value() + "` is here twice", "leave one out");
            }
        }
        return List.copyOf(words.values());
    }

    /** A stage that says what it produces must say so of everything others require of it. */
    static void check(List<Keys> stages, List<Declaration.Stage> declared, Problems problems) {
        Map<String, Declaration.Stage> byId = new LinkedHashMap<>();
        declared.forEach(stage -> byId.put(stage.id(), stage));
        for (int i = 0; i < declared.size(); i++) {
            List<String> required = declared.get(i).requires();
            if (stages.get(i).get("requires") instanceof YamlNode.Items items) {
                for (YamlNode item : items.values()) {
                    if (item instanceof Scalar word && required.contains(word.value())) {
                        check(byId, word, problems);
                    }
                }
            }
        }
    }

    private static void check(Map<String, Declaration.Stage> byId, Scalar item, Problems problems) {
        String[] parts = item.value().split("\\.", 3);
        String key = parts[1];
        Declaration.Stage maker = byId.get(parts[0]);
        if (maker == null) {
            return;
        }
        if (maker.kind() instanceof Declaration.Each) {
            problems.add(
                    item.place(),
                    "stage `" + maker.id() + "` is a map, and its output is a list, which has no keys",
                    "leave it out, or require the keys of its items by their `produces`");
        } else if (!maker.produces().isEmpty() && !maker.produces().contains(key)) {
            problems.add(
                    item.place(),
                    "stage `" + maker.id() + "` does not produce `" + key + "`, but "
                            + String.join(", ", maker.produces()),
                    "add it to its `produces`, or require what is there");
        }
    }
}
