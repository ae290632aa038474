// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.standin;

import dev.pawl.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Chooses the table that shares most words with the question. */
final class Routing {

    private Routing() {}

    static JsonNode answer(JsonNode material) {
        List<String> words = Words.in(material.path("question").asString(""));
        ObjectNode best = Json.values().createObjectNode().putNull("table").put("why", "no table has a word of it");
        int most = 0;
        for (JsonNode node : material.path("tables")) {
            Schema table = Schema.of(node);
            int score = words.stream().mapToInt(word -> score(word, table)).sum();
            if (score > most) {
                most = score;
                best.put("table", table.name()).put("why", "it shares most words with the question");
            }
        }
        return best;
    }

    private static int score(String word, Schema table) {
        boolean name = Words.stem(table.name()).equals(Words.stem(word));
        boolean column = table.called(word).isPresent();
        boolean value = table.columns().stream()
                .filter(each -> !each.number())
                .anyMatch(each -> each.values().stream().anyMatch(word::equalsIgnoreCase));
        return (name ? 3 : 0) + (column ? 2 : 0) + (value ? 1 : 0);
    }
}
