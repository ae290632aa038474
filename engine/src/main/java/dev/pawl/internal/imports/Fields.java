// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.imports;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The fields of an object. One mistake does not hide another: all are noted, and reading goes on. */
final class Fields {

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final JsonNode object;
    private final String path;
    private final List<String> problems;
    private final Set<String> read = new HashSet<>();

    /**
     * Of a record.
     *
     * @param path how the object is called in problems, with a dot at its end, or nothing
     * @param problems gets what is wrong
     */
    Fields(JsonNode object, String path, List<String> problems) {
        this.object = object;
        this.path = path;
        this.problems = problems;
    }

    void problem(String field, String what, String remedy) {
        problems.add(path + field + " " + what + "; " + remedy);
    }

    private @Nullable JsonNode get(String field) {
        read.add(field);
        JsonNode value = object.get(field);
        return value == null || value.isNull() ? null : value;
    }

    /** A text, or null where there is none. */
    @Nullable
    String text(String field) {
        JsonNode value = get(field);
        if (value != null && !value.isString() && !value.isNumber()) {
            problem(field, "is no text", "write it in quotes");
            return null;
        }
        return value == null || value.asString().isBlank() ? null : value.asString();
    }

    /** A text that has to be there. */
    String required(String field) {
        String text = text(field);
        JsonNode value = get(field);
        if (text == null && (value == null || value.isString())) {
            problem(field, value == null ? "is missing" : "is empty", "each record of this kind has one");
        }
        return text == null ? "" : text;
    }

    int whole(String field, int otherwise) {
        JsonNode value = get(field);
        if (value != null && !(value.isInt() && value.asInt() > 0)) {
            problem(field, "is no whole number from 1", "write one, or leave it out");
            return otherwise;
        }
        return value == null ? otherwise : value.asInt();
    }

    boolean flag(String field) {
        JsonNode value = get(field);
        if (value != null && !value.isBoolean()) {
            problem(field, "is not true or false", "write one of them");
        }
        return value != null && value.asBoolean(false);
    }

    @Nullable
    Instant time(String field) {
        String text = text(field);
        try {
            Instant time = text == null ? null : OffsetDateTime.parse(text).toInstant();
            if (time == null || (!time.isBefore(Instant.EPOCH) && time.isBefore(LATEST))) {
                return time;
            }
            problem(field, "`" + text + "` is before 1970 or after 9999", "correct it");
            return null;
        } catch (DateTimeException e) {
            problem(field, "`" + text + "` is no time with a zone", "write one like 2026-01-02T03:04:05Z");
            return null;
        }
    }

    /** A time that has to be there. */
    Instant requiredTime(String field) {
        String unused = required(field);
        Instant time = unused.isEmpty() ? null : time(field);
        return time == null ? Instant.EPOCH : time;
    }

    /** A value of any type; JSON null counts as one that is there. */
    @Nullable
    JsonNode value(String field) {
        read.add(field);
        return object.get(field);
    }

    /** The same, or an empty object. */
    JsonNode valueOrEmpty(String field) {
        JsonNode value = value(field);
        return value == null ? JsonNodeFactory.instance.objectNode() : value;
    }

    <T> T choice(String field, Map<String, T> words, T otherwise) {
        String word = text(field);
        T chosen = word == null
                ? otherwise
                : words.get(word.strip().toLowerCase(Locale.ROOT).replace('-', '_'));
        if (chosen == null) {
            problem(
                    field,
                    "`" + word + "` is not known",
                    "write one of " + String.join(", ", new TreeSet<>(words.keySet())));
            return otherwise;
        }
        return chosen;
    }

    /** Objects of a list; none where there is none. */
    List<Fields> list(String field) {
        JsonNode list = get(field);
        List<Fields> all = new ArrayList<>();
        if (list != null && !list.isArray()) {
            problem(field, "is no list", "write one of objects");
        } else if (list != null) {
            for (int i = 0; i < list.size(); i++) {
                String at = field + "[" + i + "]";
                if (list.get(i).isObject()) {
                    all.add(new Fields(list.get(i), path + at + ".", problems));
                } else {
                    problem(at, "is no object", "write one");
                }
            }
        }
        return all;
    }

    /** Texts of a list. */
    List<String> texts(String field) {
        JsonNode list = get(field);
        List<String> all = new ArrayList<>();
        if (list != null && (!list.isArray() || !list.valueStream().allMatch(JsonNode::isString))) {
            problem(field, "is no list of texts", "write one");
        } else if (list != null) {
            list.forEach(text -> all.add(text.asString()));
        }
        return all;
    }

    /** An object in it; an empty one where there is none. */
    Fields object(String field) {
        JsonNode value = get(field);
        if (value != null && !value.isObject()) {
            problem(field, "is no object", "write one, or leave it out");
            value = null;
        }
        return new Fields(value == null ? JsonNodeFactory.instance.objectNode() : value, path + field + ".", problems);
    }

    /** Whether there is something. */
    boolean has(String field) {
        return get(field) != null;
    }

    /** Values by name. */
    Map<String, JsonNode> values(String field) {
        JsonNode value = get(field);
        if (value != null && !value.isObject()) {
            problem(field, "is no object", "write one: {stage: output}");
            return Map.of();
        }
        Map<String, JsonNode> all = new LinkedHashMap<>();
        if (value != null) {
            value.properties().forEach(one -> all.put(one.getKey(), one.getValue()));
        }
        return all;
    }

    /** What nobody read is a mistake: it would be lost. */
    void done() {
        for (String name : object.propertyNames()) {
            if (!read.contains(name)) {
                problem(name, "is not known here", "leave it out, or put it into labels of your own or the input");
            }
        }
    }
}
