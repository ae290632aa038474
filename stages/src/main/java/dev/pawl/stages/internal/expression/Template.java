// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.expression;

import dev.pawl.stages.internal.yaml.Place;
import dev.pawl.stages.internal.yaml.Problems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A text with expressions in it; a doubled dollar sign before a brace is a single one, and no expression. Immutable. */
public final class Template {

    /** Stands for what has been complained about already. */
    public static final Template EMPTY = new Template(List.of());

    private sealed interface Part {}

    private record Words(String text) implements Part {}

    private record Value(Expression expression, String source) implements Part {}

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = parts;
    }

    /** Reads a text; what is wrong goes to {@code problems}. */
    public static Template parse(String text, Place place, Names names, Problems problems) {
        List<Part> parts = new ArrayList<>();
        StringBuilder words = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            if (text.startsWith("$${", at)) {
                words.append("${");
                at += 3;
            } else if (text.startsWith("${", at)) {
                int end = end(text, at + 2);
                if (end < 0) {
                    problems.add(
                            place, "an expression has no end: " + text.substring(at), "close it with }, or write $${");
                    break;
                }
                flush(words, parts);
                String source = text.substring(at + 2, end);
                try {
                    parts.add(new Value(Expression.parse(source, names), source.strip()));
                } catch (ExpressionException e) {
                    problems.add(place, e.problem(), e.remedy());
                }
                at = end + 1;
            } else {
                words.append(text.charAt(at++));
            }
        }
        flush(words, parts);
        return new Template(List.copyOf(parts));
    }

    /** Whether it is the same for every run. */
    public boolean fixed() {
        return parts.stream().allMatch(part -> part instanceof Words);
    }

    /** Whether it is one expression and nothing else. */
    public boolean single() {
        return parts.size() == 1 && parts.getFirst() instanceof Value;
    }

    /**
     * The list its only expression comes to, to be written as JSON; where that is a path, it is streamed from where it is.
     *
     * @throws ExpressionException where it is something else
     */
    public Object list(AttemptScope scope) throws ExpressionException, IOException {
        if (!(parts.getFirst() instanceof Value value)) {
            throw new IllegalStateException("a list is listed by an expression");
        }
        if (value.expression instanceof PathExpression path) {
            try {
                return path.list(scope);
            } catch (ExpressionException e) {
                throw e.in(value.source);
            }
        }
        JsonNode list = value(value, scope);
        if (!list.isArray()) {
            throw new ExpressionException("it came to " + kind(list) + ", and not a list", "name a list")
                    .in(value.source);
        }
        return list;
    }

    /**
     * Whether its only expression holds; it does not where a key is not there.
     *
     * @throws ExpressionException where it comes to something else than true or false, or to nothing
     */
    public boolean holds(Scope scope) throws ExpressionException, IOException {
        try {
            JsonNode value = value(scope);
            if (value.isBoolean()) {
                return value.booleanValue();
            }
            String source = parts.getFirst() instanceof Value only ? only.source : "";
            throw new ExpressionException(
                            "it came to " + kind(value) + ", and not to true or false",
                            "compare it with something, like ${input.count > 0}")
                    .in(source);
        } catch (ExpressionException e) {
            if (e.isMissing()) {
                return false;
            }
            throw e;
        }
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL, MISSING, BINARY, POJO -> "null";
        };
    }

    /** The value: of the type of the expression where it is nothing else, otherwise a text. */
    public JsonNode value(Scope scope) throws ExpressionException, IOException {
        return parts.size() == 1 && parts.getFirst() instanceof Value value
                ? value(value, scope)
                : JsonNodeFactory.instance.stringNode(text(scope));
    }

    /** The value as a text. */
    public String text(Scope scope) throws ExpressionException, IOException {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Words words -> text.append(words.text);
                case Value value -> text.append(inserted(value(value, scope)));
            }
        }
        return text.toString();
    }

    private static JsonNode value(Value value, Scope scope) throws ExpressionException, IOException {
        try {
            return value.expression.value(scope);
        } catch (ExpressionException e) {
            throw e.in(value.source);
        }
    }

    /** How a value looks inside a text. */
    static String inserted(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        return value.isString() ? value.stringValue() : value.toString();
    }

    private static void flush(StringBuilder words, List<Part> parts) {
        if (!words.isEmpty()) {
            parts.add(new Words(words.toString()));
            words.setLength(0);
        }
    }

    /** Where the expression that begins there is closed, or -1; braces in quotes do not count. */
    private static int end(String text, int from) {
        int open = 0;
        char quote = 0;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote != 0) {
                if (c == '\\') {
                    at++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '{') {
                open++;
            } else if (c == '}' && open-- == 0) {
                return at;
            }
        }
        return -1;
    }
}
