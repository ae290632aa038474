// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.stages.internal.export.ExportAction;
import dev.pawl.stages.internal.export.Format;
import dev.pawl.stages.internal.expression.Names;
import dev.pawl.stages.internal.expression.Template;
import dev.pawl.stages.internal.yaml.Problems;
import dev.pawl.stages.internal.yaml.YamlNode;
import dev.pawl.stages.internal.yaml.YamlNode.Fields;
import dev.pawl.stages.internal.yaml.YamlNode.Items;
import dev.pawl.stages.internal.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code export}. */
final class ExportReader {

    private static final Keys.Known KEYS = new Keys.Known(List.of("formats", "from", "title", "name"), Set.of());
    private static final String FORMATS = "a list like [html, pdf, epub, markdown]";
    private static final String FROM = "one expression like ${write.output.text}";

    private final Names names;
    private final Problems problems;
    private final Values values;
    private final String stage;

    ExportReader(Names names, Problems problems, String stage) {
        this.names = names;
        this.problems = problems;
        this.values = new Values(problems);
        this.stage = stage;
    }

    @Nullable
    ExportAction read(@Nullable YamlNode node) {
        Fields fields = values.fields(node, "a mapping like {formats: [html, pdf], from: \"${write.output.text}\"}");
        if (fields == null) {
            return null;
        }
        Keys export = Keys.of(fields, KEYS, problems);
        if (!export.has("from")) {
            problems.add(fields.place(), "`export` does not say from what", "add `from`, " + FROM);
        }
        Template from = new KindReader(names, problems).expression(export.get("from"), FROM, Names.Item.NONE);
        return new ExportAction(
                formats(export, fields), Objects.requireNonNullElse(from, Template.EMPTY), title(export), name(export));
    }

    private List<Format> formats(Keys export, Fields fields) {
        YamlNode node = export.get("formats");
        if (node == null || (node instanceof Items items && items.values().isEmpty())) {
            problems.add(fields.place(), "`export` does not say what to make", "add `formats`, " + FORMATS);
        }
        List<Format> formats = new ArrayList<>();
        for (YamlNode item : values.items(node, FORMATS)) {
            int before = problems.count();
            Format format = values.choice(item, Words.FORMATS, Format.HTML);
            if (formats.contains(format) && problems.count() == before) {
                problems.add(item.place(), "a format is here twice", "leave one out");
            }
            formats.add(format);
        }
        return formats;
    }

    private @Nullable Template title(Keys export) {
        Scalar word = values.word(export.get("title"), "a text");
        return word == null ? null : Template.parse(word.value(), word.place(), names.withoutSecrets(), problems);
    }

    private String name(Keys export) {
        YamlNode node = export.get("name");
        String name = values.text(node, "a name like report");
        if (node != null && name != null && !name.matches("[A-Za-z0-9][A-Za-z0-9_. -]{0,99}")) {
            problems.add(
                    node.place(),
                    "`name` is no name of a file",
                    "use letters, digits, spaces, dots, _ and -, like report; what it ends in is added");
        }
        return name == null ? stage : name;
    }
}
