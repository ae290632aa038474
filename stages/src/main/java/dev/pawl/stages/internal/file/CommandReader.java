// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.stages.internal.command.CommandAction;
import dev.pawl.stages.internal.expression.Names;
import dev.pawl.stages.internal.expression.Template;
import dev.pawl.stages.internal.yaml.Problems;
import dev.pawl.stages.internal.yaml.YamlNode;
import dev.pawl.stages.internal.yaml.YamlNode.Field;
import dev.pawl.stages.internal.yaml.YamlNode.Fields;
import dev.pawl.stages.internal.yaml.YamlNode.Items;
import dev.pawl.stages.internal.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code command} and {@code env}. */
final class CommandReader {

    private final Names names;
    private final Problems problems;
    private final Values values;

    CommandReader(Names names, Problems problems) {
        this.names = names;
        this.problems = problems;
        this.values = new Values(problems);
    }

    CommandAction read(@Nullable YamlNode command, @Nullable YamlNode env) {
        return new CommandAction(arguments(command), env(env));
    }

    private List<Template> arguments(@Nullable YamlNode command) {
        List<Template> arguments = new ArrayList<>();
        String like = command instanceof Scalar line
                ? "a list like [python3, detect.py], or for a shell [sh, -c, '" + line.value() + "']"
                : "a list like [python3, detect.py]";
        for (YamlNode item : values.items(command, like)) {
            Scalar word = values.word(item, "it in quotes");
            if (word != null) {
                arguments.add(template(word, names.withoutSecrets()));
            }
        }
        if (command instanceof Items items) {
            boolean blank = !items.values().isEmpty()
                    && items.values().getFirst() instanceof Scalar first
                    && first.value().isBlank();
            if (items.values().isEmpty() || blank) {
                problems.add(
                        command.place(), "`command` does not say what to run", "write one like [python3, detect.py]");
            }
        }
        return arguments;
    }

    private Map<String, Template> env(@Nullable YamlNode env) {
        Map<String, Template> variables = new LinkedHashMap<>();
        Fields fields = values.fields(env, "a mapping like {MODEL: small}");
        for (Field field : fields == null ? List.<Field>of() : fields.fields()) {
            if (!field.key().matches("[A-Za-z_][A-Za-z0-9_]*")) {
                problems.add(
                        field.place(),
                        "`" + field.key() + "` is no name of a variable",
                        "use letters, digits and _, not beginning with a digit");
            } else if (field.key().startsWith("PAWL_")) {
                problems.add(field.place(), "variables that begin with PAWL_ are set by Pawl", "choose another name");
            }
            Scalar word = values.word(field.value(), "a text; for an empty one write \"\"");
            if (word != null) {
                variables.put(field.key(), template(word, names));
            }
        }
        return variables;
    }

    private Template template(Scalar word, Names known) {
        if (word.value().indexOf('\0') >= 0) {
            problems.add(word.place(), "a character \\0 cannot be handed to a command", "leave it out");
        }
        return Template.parse(word.value(), word.place(), known, problems);
    }
}
