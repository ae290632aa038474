// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import dev.pawl.spi.Env;
import java.time.Duration;
import java.time.Instant;

/** Wall times from which monotonic time is reckoned, so that time-outs take as long as they say whatever is done to a clock. */
final class Elapsed {

    /** The two clocks run apart a little without a step, and a time that changes with every look sets every alarm anew. */
    private static final Duration APART = Duration.ofMillis(500);

    private Elapsed() {}

    /** What both clocks said at one moment. */
    record Moment(Instant at, long nanos) {
        static Moment now(Env env) {
            return new Moment(env.now(), env.elapsedNanos());
        }
    }

    /**
     * When something was, as the clock stands now.
     *
     * @param at what the clock said then
     * @param atNanos what monotonic time was then
     */
    static Instant since(Instant at, long atNanos, Instant now, long nanos) {
        Instant reckoned = now.minusNanos(nanos - atNanos);
        return Duration.between(at, reckoned).abs().compareTo(APART) <= 0 ? at : reckoned;
    }
}
