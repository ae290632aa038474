// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions;

import dev.pawl.examples.questions.tables.Result;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Finds numbers that a model has made up. */
final class Numbers {

    private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,]\\d+)*");

    private Numbers() {}

    /** Numbers of the text that are neither in the result nor in the question, nor say how many lines there are. */
    static List<String> notIn(Result result, String question, String text) {
        Set<String> known = new HashSet<>(in(question));
        known.add(String.valueOf(result.lines().size()));
        result.lines().forEach(line -> line.forEach(cell -> known.addAll(in(cell))));
        return in(text).stream().filter(number -> !known.contains(number)).toList();
    }

    /** Without the commas that group digits. */
    private static List<String> in(String text) {
        return NUMBER.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(number -> number.replace(",", ""))
                .toList();
    }
}
