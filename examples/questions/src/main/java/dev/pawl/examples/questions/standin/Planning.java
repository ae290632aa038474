// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.standin;

import dev.pawl.Json;
import dev.pawl.examples.questions.standin.Lexicon.Superlative;
import dev.pawl.examples.questions.standin.Schema.Column;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns the words of a question into steps. It does not look whether what it calls {@code size} is a column. */
final class Planning {

    private final List<String> words;
    private final Schema table;
    private final List<String> steps = new ArrayList<>();
    private final Set<String> shown = new LinkedHashSet<>();

    private Planning(List<String> words, Schema table) {
        this.words = words;
        this.table = table;
    }

    static JsonNode answer(JsonNode material) {
        Planning planning =
                new Planning(Words.in(material.path("question").asString("")), Schema.of(material.path("table")));
        planning.plan();
        ObjectNode answer = Json.values().createObjectNode();
        planning.steps.forEach(answer.putArray("steps")::add);
        return answer;
    }

    private void plan() {
        shown.add(table.subject().name());
        keepByNumber();
        keepByValue();
        String group = group();
        if (group == null) {
            order();
            steps.add("show " + String.join(", ", shown));
        } else {
            steps.add("group by " + group);
            steps.add(measure());
            steps.add("order by measure, " + (words.contains("fewest") ? "smallest" : "largest") + " first");
            if (words.contains("most") || words.contains("fewest")) {
                steps.add("take the first " + Objects.requireNonNullElse(named(), 1));
            }
        }
    }

    /** "discovered before 1800". */
    private void keepByNumber() {
        for (int i = 0; i + 1 < words.size(); i++) {
            String comparison = Lexicon.COMPARISONS.get(words.get(i));
            if (comparison != null && Words.isNumber(words.get(i + 1))) {
                numberColumn(words.subList(0, i)).ifPresent(column -> shown.add(column.name()));
                String column =
                        numberColumn(words.subList(0, i)).map(Column::name).orElse("date");
                steps.add("keep rows where " + column + " " + comparison + " " + words.get(i + 1));
            }
        }
    }

    /** "to Mars". */
    private void keepByValue() {
        for (Column column : table.columns()) {
            column.values().stream()
                    .filter(value -> !column.number() && !column.equals(table.subject()) && says(value))
                    .forEach(value -> steps.add("keep rows where " + column.name() + " = " + value));
        }
    }

    private boolean says(String value) {
        return (" " + String.join(" ", words) + " ").contains(" " + String.join(" ", Words.in(value)) + " ");
    }

    /** "of each planet", "which agency … most", "how many … to Mars". */
    private @Nullable String group() {
        for (int i = 0; i + 1 < words.size(); i++) {
            if (Set.of("each", "every", "per", "by").contains(words.get(i))) {
                Optional<Column> column = table.called(words.get(i + 1));
                if (column.isPresent()) {
                    return column.get().name();
                }
            }
        }
        if (words.contains("most") || words.contains("fewest")) {
            return words.stream()
                    .map(table::called)
                    .flatMap(Optional::stream)
                    .filter(column -> !column.number() && !column.equals(table.subject()))
                    .map(Column::name)
                    .findFirst()
                    .orElse(null);
        }
        return words.contains("many")
                ? steps.stream()
                        .filter(step -> step.contains(" = "))
                        .map(step -> step.split(" ", -1)[3])
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private String measure() {
        for (int i = 0; i < words.size(); i++) {
            String kind = Lexicon.MEASURES.get(words.get(i));
            Optional<Column> column = kind == null ? Optional.empty() : numberColumn(words.subList(i, words.size()));
            if (column.isPresent()) {
                return "reckon the " + kind + " of " + column.get().name();
            }
        }
        return "count the rows";
    }

    /** "the five largest". */
    private void order() {
        for (String word : words) {
            Superlative superlative = Lexicon.SUPERLATIVES.get(word);
            if (superlative != null) {
                String about =
                        table.called(superlative.about()).map(Column::name).orElse(superlative.about());
                shown.add(about);
                steps.add("order by " + about + ", " + (superlative.descending() ? "largest" : "smallest") + " first");
                steps.add("take the first " + Objects.requireNonNullElse(named(), 1));
                return;
            }
        }
    }

    /** The number that the question has as a word, or null. */
    private @Nullable Integer named() {
        return words.stream()
                .map(Lexicon.NUMBERS::indexOf)
                .filter(number -> number > 0)
                .findFirst()
                .orElse(null);
    }

    /** The last number column that is spoken of. */
    private Optional<Column> numberColumn(List<String> part) {
        return IntStream.range(0, part.size())
                .mapToObj(i -> table.called(part.get(i)))
                .flatMap(Optional::stream)
                .filter(Column::number)
                .reduce((earlier, later) -> later);
    }
}
