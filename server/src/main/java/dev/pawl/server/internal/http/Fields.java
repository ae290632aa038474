// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.http;

import dev.pawl.Json;
import dev.pawl.RawJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * The fields of a request's JSON object. A mistake in one does not hide that in another: they are told together by
 * {@link #check}. Values of runs are the very bytes that were sent.
 */
final class Fields {

    private final Map<String, JsonNode> nodes = new LinkedHashMap<>();
    private final Map<String, byte[]> raws = new HashMap<>();
    private final Mistakes mistakes = new Mistakes();

    private Fields() {}

    /**
     * Those of that text; none of an empty one.
     *
     * @param raw names of fields whose values are taken as they are written
     * @param known names of all other fields there may be
     */
    static Fields of(byte[] json, Collection<String> raw, Collection<String> known) {
        Fields fields = new Fields();
        if (json.length > 0) {
            fields.read(json, raw, known);
        }
        return fields;
    }

    private void read(byte[] json, Collection<String> raw, Collection<String> known) {
        try (JsonParser parser = Json.values().createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw ProblemException.invalid("the body is no JSON object", "send one, as {\"name\": \"value\"}");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (raw.contains(name)) {
                    raws.put(name, slice(parser, json));
                } else if (known.contains(name)) {
                    nodes.put(name, parser.readValueAsTree());
                } else {
                    parser.skipChildren();
                    List<String> all = new ArrayList<>(known);
                    all.addAll(raw);
                    problem(name, "there is no such field; there are " + String.join(", ", all));
                }
            }
            if (parser.nextToken() != null) {
                throw ProblemException.invalid("after the JSON object there is more", "send one object");
            }
        } catch (JacksonException e) {
            throw ProblemException.invalid("the body is not JSON: " + Json.problem(e) + at(e), "correct it");
        }
    }

    private static String at(JacksonException e) {
        return e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    private static byte[] slice(JsonParser parser, byte[] json) {
        int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        parser.skipChildren();
        parser.finishToken();
        int to = Math.toIntExact(parser.currentLocation().getByteOffset());
        return Arrays.copyOfRange(json, from, to);
    }

    /** That something is wrong with a field. */
    void problem(String field, String message) {
        mistakes.add(field, message);
    }

    /** Ends the request where anything was wrong. */
    void check() {
        mistakes.check();
    }

    boolean has(String name) {
        return raws.containsKey(name) || !node(name).isNull();
    }

    private JsonNode node(String name) {
        return nodes.getOrDefault(name, Json.values().nullNode());
    }

    /** The text of a field, as it was written; null where there is none. */
    @Nullable
    RawJson raw(String name) {
        byte[] json = raws.get(name);
        return json == null ? null : RawJson.of(json);
    }

    @Nullable
    String text(String name) {
        JsonNode node = node(name);
        if (node.isNull() || node.isString()) {
            return node.isNull() ? null : node.asString();
        }
        problem(name, "it is a text, not " + kind(node));
        return null;
    }

    String required(String name) {
        String text = text(name);
        if (text == null && !mistakes.has(name)) {
            problem(name, "it is missing");
        }
        return text == null ? "" : text;
    }

    @Nullable
    Integer number(String name) {
        JsonNode node = node(name);
        if (node.isNull()) {
            return null;
        }
        if (node.isInt()) {
            return node.asInt();
        }
        problem(name, "it is a whole number, not " + (node.isNumber() ? node.toString() : kind(node)));
        return null;
    }

    boolean flag(String name) {
        JsonNode node = node(name);
        if (!node.isNull() && !node.isBoolean()) {
            problem(name, "it is true or false, not " + kind(node));
        }
        return node.isBoolean() && node.asBoolean();
    }

    Map<String, String> texts(String name) {
        JsonNode node = node(name);
        Map<String, String> texts = new LinkedHashMap<>();
        if (!node.isNull() && !node.isObject()) {
            problem(name, "it is an object of texts, not " + kind(node));
        }
        node.properties().forEach(field -> {
            if (field.getValue().isString()) {
                texts.put(field.getKey(), field.getValue().asString());
            } else {
                problem(name + "." + field.getKey(), "it is a text, not " + kind(field.getValue()));
            }
        });
        return texts;
    }

    <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        return mistakes.choice(name, text(name), type);
    }

    /** As {@code 90s}, {@code 10m} or {@code PT10M}. */
    @Nullable
    Duration duration(String name) {
        return mistakes.duration(name, text(name));
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case BOOLEAN -> "true or false";
            case NUMBER -> "a number";
            case OBJECT -> "an object";
            case STRING -> "a text";
            default -> "nothing";
        };
    }
}
