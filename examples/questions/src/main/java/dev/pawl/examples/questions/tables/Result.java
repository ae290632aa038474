// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.tables;

import java.util.List;

/** What a table answers: columns, and lines. */
public record Result(List<String> columns, List<List<String>> lines) {

    public Result {
        columns = List.copyOf(columns);
        lines = List.copyOf(lines);
    }
}
