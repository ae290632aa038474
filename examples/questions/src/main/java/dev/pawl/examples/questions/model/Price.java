// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.model;

/** What a million tokens cost, those of questions and those of answers: as many units as one token costs millionths. */
public record Price(double in, double out) {

    /** For a model that costs nothing, or nobody has said what. */
    public static final Price NONE = new Price(0, 0);

    /** Reads {@code 0.15/0.60}. */
    static Price parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException(
                    "a price is IN/OUT for a million tokens each, as 0.15/0.60, not " + text);
        }
        return new Price(Double.parseDouble(parts[0].strip()), Double.parseDouble(parts[1].strip()));
    }

    long micros(long tokensIn, long tokensOut) {
        return Math.round(tokensIn * in + tokensOut * out);
    }
}
