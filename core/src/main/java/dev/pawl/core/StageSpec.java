// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the core knows of a stage's definition. Made by {@link #named}.
 *
 * @param id unique in its pipeline
 * @param kind what it is
 * @param after ids of the stages it depends on, in the order written
 * @param manual whether it waits for a person to press it
 * @param conditional whether something is to be evaluated before it may start
 * @param effect what executing it does outside
 * @param onDoubt what becomes of it when an external attempt was stopped mid-way
 * @param onInterrupt what becomes of any other attempt whose worker was lost
 * @param retry automatic retries, of each item in a map
 * @param timeout longest time one attempt may execute, at most 365 days, or null; of each item in a map; and longest time its
 *     condition, or the list of its items, may take
 * @param silence how signs of life are expected
 * @param limit what it shares with others, or null; each item of a map holds it
 * @param priority higher comes first where attempts wait for a limit
 */
public record StageSpec(
        String id,
        StageKind kind,
        List<String> after,
        boolean manual,
        boolean conditional,
        Effect effect,
        OnDoubt onDoubt,
        OnInterrupt onInterrupt,
        RetryPolicy retry,
        @Nullable Duration timeout,
        Silence silence,
        @Nullable Limit limit,
        int priority) {

    /** It is added to times of the day: what is far longer leaves the calendar. */
    static final Duration LONGEST = Duration.ofDays(365);

    public StageSpec {
        after = List.copyOf(after);
        checkLength("stage " + id + ": a time-out", timeout);
    }

    static void checkLength(String what, @Nullable Duration length) {
        if (length != null && length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(what + " of " + length.toDays() + " days; the longest is "
                    + LONGEST.toDays() + ", leave it out for none");
        }
    }

    /** Whether a person is asked when an attempt was stopped mid-way: nobody else knows what it did outside. */
    boolean asksWhenStopped() {
        return effect == Effect.EXTERNAL && onDoubt == OnDoubt.ASK;
    }

    /** Whether it is in doubt as a whole then; of a map it is known item by item. */
    boolean leavesDoubt() {
        return asksWhenStopped() && !(kind instanceof StageKind.Map);
    }

    /** Begins a stage with every setting at its default. */
    public static StageSpecBuilder named(String id) {
        return new StageSpecBuilder(id);
    }

    /** A task with every setting at its default. */
    public static StageSpec of(String id, String... after) {
        return named(id).after(after).build();
    }

    /** The same with some settings changed. */
    StageSpecBuilder but() {
        return new StageSpecBuilder(this);
    }
}
