// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import java.util.Random;

/**
 * What a run is to do.
 *
 * @param n unlike any other's; all else follows from it
 */
record Order(long n) {

    /** So many milliseconds a stage, or an item of it, takes. */
    int millis(String stage, int from, int to) {
        return from + new Random(31 * n + stage.hashCode()).nextInt(to - from + 1);
    }

    /** The key of such as have one. */
    String key() {
        return "k" + n % 3;
    }
}
