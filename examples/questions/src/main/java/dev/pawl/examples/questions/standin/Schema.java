// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.standin;

import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** A table, as a prompt tells of it. */
record Schema(String name, List<Column> columns) {

    /** One of its columns. */
    record Column(String name, boolean number, List<String> values) {

        boolean called(String word) {
            return Words.in(name).stream().map(Words::stem).anyMatch(Words.stem(word)::equals);
        }
    }

    static Schema of(JsonNode table) {
        return new Schema(
                table.path("name").asString(""),
                StreamSupport.stream(table.path("columns").spliterator(), false)
                        .map(column -> new Column(
                                column.path("name").asString(""),
                                column.path("number").asBoolean(),
                                Words.texts(column.path("values"))))
                        .toList());
    }

    Optional<Column> called(String word) {
        return columns.stream().filter(column -> column.called(word)).findFirst();
    }

    boolean has(String column) {
        return columns.stream().anyMatch(each -> each.name().equals(column));
    }

    /** The column that names what the rows are about. */
    Column subject() {
        return called(name).orElseGet(columns::getFirst);
    }
}
