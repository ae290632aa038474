// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.tables;

import java.util.List;

/**
 * A column of a table, as a model is told of it.
 *
 * @param number whether all it holds are numbers
 * @param values what it holds, each once; of many the first
 */
public record Column(String name, boolean number, List<String> values) {

    public Column {
        values = List.copyOf(values);
    }
}
