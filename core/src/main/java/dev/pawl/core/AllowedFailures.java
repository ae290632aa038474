// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

/**
 * How many items of a map may fail before the stage does.
 *
 * @param count that many, not negative
 * @param percent or that share of all items, 0 to 100; whichever allows more
 */
public record AllowedFailures(int count, double percent) {

    public static final AllowedFailures NONE = new AllowedFailures(0, 0);

    public AllowedFailures {
        if (count < 0 || !(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException(
                    "a number of items from 0, or a share from 0 to 100 %: " + count + ", " + percent + " %");
        }
    }

    /** Whether a stage with that many failed items has an output all the same. */
    boolean allow(int failed, int all) {
        return failed <= count || failed * 100.0 <= percent * all;
    }

    @Override
    public String toString() {
        if (percent == 0) {
            return String.valueOf(count);
        }
        boolean whole = percent == Math.rint(percent);
        return (whole ? String.valueOf((long) percent) : String.valueOf(percent)) + " %";
    }
}
