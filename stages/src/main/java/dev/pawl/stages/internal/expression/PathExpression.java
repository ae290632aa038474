// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.expression;

import dev.pawl.RawJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * A path into a JSON text. Walks the text and keeps only what it leads to: an output may be larger than what should be in
 * memory.
 *
 * @param root name of the text in the {@link Scope}
 * @param words the root as it is written
 */
record PathExpression(String root, String words, List<Step> steps) implements Expression {

    private static final int MOST_NAMED = 20;

    /** Into the value of a key, or into an element of a list where there is no key. */
    record Step(@Nullable String key, int index) {
        static Step key(String key) {
            return new Step(key, -1);
        }

        static Step index(int index) {
            return new Step(null, index);
        }

        String after(String path) {
            if (key == null) {
                return path + "[" + index + "]";
            }
            return key.matches("[A-Za-z_][A-Za-z0-9_]*") ? path + "." + key : path + "[\"" + key + "\"]";
        }
    }

    PathExpression {
        steps = List.copyOf(steps);
    }

    @Override
    public JsonNode value(Scope scope) throws ExpressionException, IOException {
        try (JsonParser parser = scope.open(root)) {
            walk(parser);
            return parser.readValueAsTree();
        }
    }

    /** The list it leads to, which is left where it is: it may be larger than what should be in memory. */
    RawJson list(AttemptScope scope) throws ExpressionException, IOException {
        try (JsonParser parser = scope.open(root)) {
            String at = walk(parser);
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw new ExpressionException(
                        at + " is " + kind(parser.currentToken()) + ", and not a list", "name a list");
            }
            long begin = parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            long end = parser.currentLocation().getByteOffset();
            return () -> new Part(scope.stream(root), begin, end);
        }
    }

    /** Goes to the first token of what it leads to, and says in words what that is. */
    private String walk(JsonParser parser) throws ExpressionException {
        parser.nextToken();
        String at = words;
        for (Step step : steps) {
            if (step.key == null) {
                toElement(parser, step.index, at);
            } else {
                toKey(parser, step.key, at);
            }
            at = step.after(at);
        }
        return at;
    }

    private static void toKey(JsonParser parser, String key, String at) throws ExpressionException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            String problem = at + " is " + kind(parser.currentToken()) + " and has no key `" + key + "`";
            throw ExpressionException.missing(problem, "use what is there");
        }
        List<String> there = new ArrayList<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals(key)) {
                return;
            }
            there.add(name);
            parser.skipChildren();
        }
        String known = there.size() > MOST_NAMED
                ? String.join(", ", there.subList(0, MOST_NAMED)) + " and " + (there.size() - MOST_NAMED) + " more"
                : String.join(", ", there);
        throw ExpressionException.missing(
                "there is no key `" + key + "` in " + at,
                there.isEmpty() ? "it is empty" : Nearest.remedy(key, there, "there are " + known));
    }

    private static void toElement(JsonParser parser, int index, String at) throws ExpressionException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new ExpressionException(
                    at + " is " + kind(parser.currentToken()) + " and has no element " + index, "use what is there");
        }
        int n = 0;
        for (; parser.nextToken() != JsonToken.END_ARRAY; n++) {
            if (n == index) {
                return;
            }
            parser.skipChildren();
        }
        throw new ExpressionException("there is no element " + index + " in " + at, "it has " + n + ", from 0");
    }

    private static String kind(@Nullable JsonToken token) {
        return token == null
                ? "nothing"
                : switch (token) {
                    case START_OBJECT -> "an object";
                    case START_ARRAY -> "a list";
                    case VALUE_STRING -> "a text";
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
                    case VALUE_NULL -> "null";
                    default -> "true or false";
                };
    }
}
