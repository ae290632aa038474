// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Duration;

/**
 * How often and when a failed attempt is followed by another.
 *
 * @param max retries after the first attempt, not negative
 * @param backoff pause before the first retry
 * @param factor what each further pause is multiplied by, at least 1
 * @param limit longest pause, at most 365 days
 */
public record RetryPolicy(int max, Duration backoff, double factor, Duration limit) {

    public static final RetryPolicy NONE = new RetryPolicy(0, Duration.ZERO, 1, Duration.ZERO);

    /** A quarter of a pause at the most is taken off, so that a thousand failures do not come back as one wave. */
    private static final int JITTER_DIVISOR = 4;

    public RetryPolicy {
        if (max < 0) {
            throw new IllegalArgumentException("retries are not negative: " + max);
        }
        if (backoff.isNegative() || limit.isNegative()) {
            throw new IllegalArgumentException("a back-off is not negative");
        }
        Duration longest = backoff.compareTo(limit) > 0 ? backoff : limit;
        if (longest.compareTo(StageSpec.LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a back-off of " + longest.toDays() + " days; the longest is " + StageSpec.LONGEST.toDays());
        }
        if (!(factor >= 1)) {
            throw new IllegalArgumentException("a back-off factor is at least 1: " + factor);
        }
    }

    /** Whether a failure of the given attempt (counted from 1) leaves a retry. */
    public boolean allowsAfter(int number) {
        return number <= max;
    }

    /** The pause after the given attempt failed. The same attempt always gets the same pause. */
    public Duration pauseAfter(Attempt attempt) {
        double millis = (double) backoff.toMillis() * Math.pow(factor, attempt.number() - 1.0);
        long pause = (long) Math.min(millis, (double) limit.toMillis());
        long jitter = pause / JITTER_DIVISOR;
        return Duration.ofMillis(jitter == 0 ? pause : pause - Long.remainderUnsigned(attempt.hash(), jitter + 1));
    }
}
