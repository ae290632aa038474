// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import java.time.Duration;

/**
 * How many runs of a pipeline there may be at once, and how soon one after the other, across all workers of a database. What is
 * submitted beyond that waits. Immutable.
 *
 * @param running at most so many are executed at once; {@link Integer#MAX_VALUE} for no limit
 * @param begins at most so many begin within any {@code window}; {@link Integer#MAX_VALUE} for no limit
 * @param perKeyOrder whether runs of one key begin one after the other in the order they were submitted, instead of being
 *     refused while another of their key is active
 */
public record Limits(int running, int begins, Duration window, boolean perKeyOrder) {

    private static final Duration LONGEST = Duration.ofDays(365);

    /** None. */
    public static final Limits NONE = new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, Duration.ofSeconds(1), false);

    public Limits {
        if (running < 1 || begins < 1) {
            throw new IllegalArgumentException(
                    "at most " + Math.min(running, begins) + " runs would be none; at least 1");
        }
        if (window.isNegative() || window.isZero() || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a rate is over more than nothing and at most 365 days, not " + window);
        }
    }

    /** At most so many at once. A run that waits for a person or a time does not count. */
    public Limits running(int most) {
        return new Limits(most, begins, window, perKeyOrder);
    }

    /** At most so many begin within any such time. */
    public Limits rate(int most, Duration within) {
        return new Limits(running, most, within, perKeyOrder);
    }

    /** Runs of one key begin in the order they were submitted. */
    public Limits inKeyOrder() {
        return new Limits(running, begins, window, true);
    }

    /** Whether a run may have to wait before it begins, whatever it is about. */
    public boolean any() {
        return running < Integer.MAX_VALUE || begins < Integer.MAX_VALUE;
    }
}
