// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.standin;

import java.util.List;
import java.util.Map;

/** All that the stand-in knows of English. */
final class Lexicon {

    /** What a superlative is about, and whether the largest comes first. */
    record Superlative(String about, boolean descending) {}

    static final Map<String, Superlative> SUPERLATIVES = Map.ofEntries(
            Map.entry("largest", new Superlative("size", true)),
            Map.entry("biggest", new Superlative("size", true)),
            Map.entry("smallest", new Superlative("size", false)),
            Map.entry("farthest", new Superlative("distance", true)),
            Map.entry("nearest", new Superlative("distance", false)),
            Map.entry("hottest", new Superlative("temperature", true)),
            Map.entry("coldest", new Superlative("temperature", false)),
            Map.entry("heaviest", new Superlative("mass", true)),
            Map.entry("lightest", new Superlative("mass", false)),
            Map.entry("densest", new Superlative("density", true)),
            Map.entry("latest", new Superlative("date", true)),
            Map.entry("earliest", new Superlative("date", false)));

    /** Words that columns may go by. */
    static final Map<String, List<String>> OTHER_WORDS = Map.of(
            "size", List.of("diameter", "radius", "length", "area"),
            "date", List.of("year", "discovered", "launched", "founded"),
            "mass", List.of("weight"),
            "distance", List.of("orbit", "axis"));

    static final Map<String, String> COMPARISONS =
            Map.of("before", "<", "below", "<", "under", "<", "after", ">", "above", ">", "over", ">");

    static final Map<String, String> MEASURES =
            Map.of("mean", "mean", "average", "mean", "total", "sum", "lowest", "min", "highest", "max");

    static final List<String> NUMBERS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");

    private Lexicon() {}
}
