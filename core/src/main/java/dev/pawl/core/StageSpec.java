// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the core knows of a stage's definition.
 *
 * @param id unique in its pipeline
 * @param after ids of the stages it depends on, in the order written
 * @param effect what executing it does outside
 * @param onDoubt what becomes of it when an external attempt was stopped mid-way
 * @param retry automatic retries
 * @param timeout longest time one attempt may execute, at most 365 days, or null
 */
public record StageSpec(
        String id,
        List<String> after,
        Effect effect,
        OnDoubt onDoubt,
        RetryPolicy retry,
        @Nullable Duration timeout) {

    /** It is added to times of the day: what is far longer leaves the calendar. */
    static final Duration LONGEST = Duration.ofDays(365);

    public StageSpec {
        after = List.copyOf(after);
        if (timeout != null && timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("stage " + id + " has a time-out of " + timeout.toDays()
                    + " days; the longest is " + LONGEST.toDays() + ", leave it out for none");
        }
    }

    /** Whether a person is asked when an attempt was stopped mid-way: nobody else knows what it did outside. */
    boolean asksWhenStopped() {
        return effect == Effect.EXTERNAL && onDoubt == OnDoubt.ASK;
    }

    /** A stage with every setting at its default. */
    public static StageSpec of(String id, String... after) {
        return new StageSpec(id, List.of(after), Effect.IDEMPOTENT, OnDoubt.ASK, RetryPolicy.NONE, null);
    }
}
