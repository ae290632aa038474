// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.expression;

import dev.pawl.stages.internal.yaml.Problems;
import dev.pawl.stages.internal.yaml.Scalars;
import dev.pawl.stages.internal.yaml.YamlNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A value with expressions anywhere in it. Immutable. */
public sealed interface TemplateTree {

    /** The value, with every expression replaced by its own. */
    JsonNode value(Scope scope) throws ExpressionException, IOException;

    /** Reads a value; what is wrong goes to {@code problems}. */
    static TemplateTree parse(YamlNode node, Names names, Problems problems) {
        return switch (node) {
            case YamlNode.Scalar scalar
            when scalar.type() == YamlNode.Scalar.Type.TEXT ->
                new Text(Template.parse(scalar.value(), scalar.place(), names, problems));
            case YamlNode.Scalar scalar ->
                Scalars.json(scalar).map(Fixed::new).orElseGet(() -> {
                    problems.add(scalar.place(), scalar.value() + " is no number in JSON", "put it in quotes");
                    return new Fixed(JsonNodeFactory.instance.nullNode());
                });
            case YamlNode.Items items ->
                new Row(items.values().stream()
                        .map(value -> parse(value, names, problems))
                        .toList());
            case YamlNode.Fields fields -> {
                Map<String, TemplateTree> values = new LinkedHashMap<>();
                fields.fields().forEach(field -> values.put(field.key(), parse(field.value(), names, problems)));
                yield new Keyed(values);
            }
            case YamlNode.Refused refused -> new Fixed(JsonNodeFactory.instance.nullNode());
        };
    }

    /** The same for every run. */
    record Fixed(JsonNode value) implements TemplateTree {
        @Override
        public JsonNode value(Scope scope) {
            return value;
        }
    }

    record Text(Template template) implements TemplateTree {
        @Override
        public JsonNode value(Scope scope) throws ExpressionException, IOException {
            return template.value(scope);
        }
    }

    record Row(List<TemplateTree> values) implements TemplateTree {
        @Override
        public JsonNode value(Scope scope) throws ExpressionException, IOException {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (TemplateTree value : values) {
                array.add(value.value(scope));
            }
            return array;
        }
    }

    record Keyed(Map<String, TemplateTree> values) implements TemplateTree {
        @Override
        public JsonNode value(Scope scope) throws ExpressionException, IOException {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, TemplateTree> entry : values.entrySet()) {
                object.set(entry.getKey(), entry.getValue().value(scope));
            }
            return object;
        }
    }
}
