// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.standin;

import dev.pawl.Json;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns steps into a blueprint, and where a draft was sent back, puts columns of the table in the place of those it has not. */
final class Drafting {

    private static final Pattern KEEP = Pattern.compile("keep rows where (\\S+) (=|<|>) (.+)");
    private static final Pattern GROUP = Pattern.compile("group by (\\S+)");
    private static final Pattern RECKON = Pattern.compile("reckon the (\\S+) of (\\S+)");
    private static final Pattern ORDER = Pattern.compile("order by (\\S+), (largest|smallest) first");
    private static final Pattern TAKE = Pattern.compile("take the first (\\d+)");
    private static final Pattern SHOW = Pattern.compile("show (.+)");

    private Drafting() {}

    static JsonNode answer(JsonNode material) {
        Schema table = Schema.of(material.path("table"));
        if (material.path("draft").isObject()) {
            return mended((ObjectNode) material.path("draft").deepCopy(), table);
        }
        ObjectNode draft = Json.values().createObjectNode().put("table", table.name());
        ArrayNode filters = draft.putArray("filters");
        draft.putNull("groupBy")
                .putNull("measure")
                .putNull("orderBy")
                .put("descending", false)
                .putNull("limit");
        draft.putArray("show");
        Words.texts(material.path("steps")).forEach(step -> write(step, draft, filters));
        return draft;
    }

    private static void write(String step, ObjectNode draft, ArrayNode filters) {
        Matcher keep = KEEP.matcher(step);
        Matcher group = GROUP.matcher(step);
        Matcher reckon = RECKON.matcher(step);
        Matcher order = ORDER.matcher(step);
        Matcher take = TAKE.matcher(step);
        Matcher show = SHOW.matcher(step);
        if (keep.matches()) {
            filters.addObject()
                    .put("column", keep.group(1))
                    .put("is", keep.group(2))
                    .put("value", keep.group(3));
        } else if (group.matches()) {
            draft.put("groupBy", group.group(1));
        } else if (reckon.matches()) {
            draft.putObject("measure").put("kind", reckon.group(1)).put("of", reckon.group(2));
        } else if (step.equals("count the rows")) {
            draft.putObject("measure").put("kind", "count").putNull("of");
        } else if (order.matches()) {
            draft.put("orderBy", order.group(1))
                    .put("descending", order.group(2).equals("largest"));
        } else if (take.matches()) {
            draft.put("limit", Integer.parseInt(take.group(1)));
        } else if (show.matches()) {
            List.of(show.group(1).split(", ", -1)).forEach(draft.putArray("show")::add);
        }
    }

    private static ObjectNode mended(ObjectNode draft, Schema table) {
        for (JsonNode filter : draft.path("filters")) {
            mend((ObjectNode) filter, "column", table);
        }
        if (!draft.path("orderBy").asString("").equals("measure")) {
            mend(draft, "orderBy", table);
        }
        List<String> show = Words.texts(draft.path("show"));
        show.stream().map(column -> mended(column, table)).forEach(draft.putArray("show")::add);
        return draft;
    }

    private static void mend(ObjectNode where, String field, Schema table) {
        if (where.path(field).isString()) {
            where.put(field, mended(where.path(field).stringValue(), table));
        }
    }

    /** A column that goes by a word like it, else the first with numbers. */
    private static String mended(String column, Schema table) {
        if (table.has(column)) {
            return column;
        }
        return Lexicon.OTHER_WORDS.getOrDefault(column, List.of()).stream()
                .map(table::called)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> table.columns().stream().filter(Schema.Column::number).findFirst())
                .map(Schema.Column::name)
                .orElse(column);
    }
}
