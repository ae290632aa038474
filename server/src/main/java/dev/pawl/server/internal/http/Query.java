// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.http;

import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The parameters behind a path's question mark. All mistakes are told together by {@link #check}. */
final class Query {

    private final Map<String, List<String>> values;
    private final Mistakes mistakes = new Mistakes();

    private Query(Map<String, List<String>> values) {
        this.values = values;
    }

    /** Those of a request; one that is not known there is a mistake. */
    static Query of(Context context, Collection<String> known) {
        Query query = new Query(new LinkedHashMap<>(context.queryParamMap()));
        for (String name : query.values.keySet()) {
            if (!known.contains(name)) {
                query.problem(
                        Call.cut(name),
                        known.isEmpty() ? "there are no parameters here" : "there are " + String.join(", ", known));
            }
        }
        return query;
    }

    private void problem(String name, String message) {
        mistakes.add(name, message);
    }

    /** Ends the request where anything was wrong. */
    void check() {
        mistakes.check();
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The one value, null where it is missing or empty. */
    @Nullable
    String text(String name) {
        List<String> given = all(name);
        if (given.size() > 1) {
            problem(name, "it is given " + given.size() + " times, and may be once");
        }
        return given.isEmpty() || given.getFirst().isEmpty() ? null : given.getFirst();
    }

    String required(String name) {
        String text = text(name);
        if (text == null) {
            problem(name, "it is missing");
        }
        return text == null ? "" : text;
    }

    boolean flag(String name) {
        String text = text(name);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            problem(name, "it is true or false");
        }
        return "true".equals(text) || (all(name).contains("") && text == null);
    }

    int number(String name, int least, int most, int otherwise) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        if (text.matches("-?\\d{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        problem(name, "it is a whole number from " + least + " to " + most);
        return otherwise;
    }

    @Nullable
    UUID id(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            return UUID.fromString(text);
        }
        problem(name, "it is the id of a run");
        return null;
    }

    @Nullable
    Instant time(String name) {
        String text = text(name);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            problem(name, "it is a time as 2026-01-31T12:00:00Z");
            return null;
        }
    }

    @Nullable
    Duration duration(String name) {
        return mistakes.duration(name, text(name));
    }

    <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        return mistakes.choice(name, text(name), type);
    }
}
