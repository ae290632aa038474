// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.expression;

import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Between JSON and the values of CEL. */
final class CelValues {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private CelValues() {}

    /** What {@code run} stands for. */
    static JsonNode run(Scope scope) {
        ObjectNode run = JSON.objectNode();
        Names.RUN_FIELDS.forEach(field -> run.set(field, scope.run(field)));
        return run;
    }

    /** What a stage's name stands for. */
    static JsonNode output(JsonNode output) {
        return JSON.objectNode().set("output", output);
    }

    static Object fromJson(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                node.properties().forEach(entry -> map.put(entry.getKey(), fromJson(entry.getValue())));
                yield map;
            }
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                node.forEach(element -> list.add(fromJson(element)));
                yield list;
            }
            case NUMBER -> {
                if (node.isIntegralNumber() && node.canConvertToLong()) {
                    yield node.longValue();
                }
                yield node.doubleValue();
            }
            case BOOLEAN -> node.booleanValue();
            case STRING -> node.stringValue();
            case NULL, MISSING, BINARY, POJO -> NullValue.NULL_VALUE;
        };
    }

    static JsonNode toJson(@Nullable Object value) throws ExpressionException {
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = JSON.objectNode();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                object.set(String.valueOf(entry.getKey()), toJson(entry.getValue()));
            }
            return object;
        }
        if (value instanceof Iterable<?> list) {
            ArrayNode array = JSON.arrayNode();
            for (Object element : list) {
                array.add(toJson(element));
            }
            return array;
        }
        return scalar(value);
    }

    private static JsonNode scalar(@Nullable Object value) throws ExpressionException {
        if (value == null || value instanceof NullValue) {
            return JSON.nullNode();
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            throw new ExpressionException("an expression came to " + number, "JSON has no such number");
        }
        if (value instanceof Double number) {
            return JSON.numberNode(number);
        }
        if (value instanceof Number number) {
            return JSON.numberNode(number.longValue());
        }
        return value instanceof Boolean truth ? JSON.booleanNode(truth) : JSON.stringNode(value.toString());
    }
}
