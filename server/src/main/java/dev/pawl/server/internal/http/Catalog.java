// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.http;

import dev.pawl.Json;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The pipelines of which runs can be started here. Thread-safe. */
final class Catalog {

    private final Pawl pawl;
    private final Supplier<List<String>> refresh;

    /** @param refresh makes known what has changed, and says what is wrong with what cannot be known, one line each */
    Catalog(Pawl pawl, Supplier<List<String>> refresh) {
        this.pawl = pawl;
        this.refresh = refresh;
    }

    /** @param version null for the current one */
    Pipeline<?> named(String name, @Nullable Integer version) {
        List<String> problems = refresh.get();
        List<Pipeline<?>> all = pawl.pipelines();
        Pipeline<?> found = all.stream()
                .filter(pipeline -> pipeline.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new RefusedException("NO_PIPELINE", none(name, all, problems), "name one that there is", null));
        if (version != null && version != found.version()) {
            throw new RefusedException(
                    "NO_VERSION",
                    "version " + version + " of pipeline " + name + " is not known to this process",
                    "name version " + found.version() + ", or leave it out",
                    null);
        }
        return found;
    }

    private static String none(String name, List<Pipeline<?>> all, List<String> problems) {
        String there = all.isEmpty()
                ? "; none is known here"
                : "; known here: "
                        + all.stream().map(Pipeline::name).sorted().limit(50).collect(Collectors.joining(", "));
        String wrong = problems.isEmpty() ? "" : ". Files with mistakes are not known: " + problems.getFirst();
        return "there is no pipeline " + Call.cut(name) + there + wrong;
    }

    /** Each of them by name, and what is wrong with others. */
    Map<String, Object> all() {
        List<String> problems = refresh.get();
        List<Map<String, @Nullable Object>> all = pawl.pipelines().stream()
                .sorted(Comparator.comparing(Pipeline::name))
                .map(Catalog::brief)
                .toList();
        return Map.of("pipelines", all, "problems", problems);
    }

    private static Map<String, @Nullable Object> brief(Pipeline<?> pipeline) {
        Map<String, @Nullable Object> brief = new LinkedHashMap<>();
        brief.put("name", pipeline.name());
        brief.put("version", pipeline.version());
        brief.put("description", pipeline.description());
        brief.put("interactive", pipeline.spec().interactive());
        brief.put("stages", pipeline.spec().stages().size());
        brief.put("labels", pipeline.labels());
        return brief;
    }

    /** One of them, with its definition. */
    Map<String, @Nullable Object> shown(String name) {
        Pipeline<?> pipeline = named(name, null);
        Map<String, @Nullable Object> shown = brief(pipeline);
        shown.put("definition", definition(pipeline));
        return shown;
    }

    private static @Nullable JsonNode definition(Pipeline<?> pipeline) {
        try {
            return Json.values().readTree(pipeline.definition());
        } catch (JacksonException e) {
            return null;
        }
    }
}
