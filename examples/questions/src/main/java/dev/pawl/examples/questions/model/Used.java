// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.model;

/**
 * What calls of a model took.
 *
 * @param micros the cost, in millionths of the currency that the prices are in; 0 without prices
 */
public record Used(int calls, long tokensIn, long tokensOut, long micros) {

    public static final Used NOTHING = new Used(0, 0, 0, 0);

    public Used plus(Used other) {
        return new Used(
                calls + other.calls, tokensIn + other.tokensIn, tokensOut + other.tokensOut, micros + other.micros);
    }
}
