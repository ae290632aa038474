// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How signs of life are expected of a stage.
 *
 * @param heartbeat how often one is, longer than nothing
 * @param stallAfter how long none may come before the attempt is stalled: at least 3 heartbeats, at most 365 days
 * @param promised whether the first is expected too; without, only who sent one can fall silent
 * @param onStall what becomes of a stalled attempt
 */
public record Silence(Duration heartbeat, Duration stallAfter, boolean promised, OnStall onStall) {

    private static final int LEAST_BEATS = 3;

    /** A sign of life each 10 s, 30 s of patience, and a warning after. */
    public static final Silence DEFAULT =
            new Silence(Duration.ofSeconds(10), Duration.ofSeconds(30), false, OnStall.WARN);

    public Silence {
        if (heartbeat.isNegative() || heartbeat.isZero()) {
            throw new IllegalArgumentException("a heartbeat interval is longer than nothing: " + heartbeat);
        }
        StageSpec.checkLength("stall-after", stallAfter);
        if (stallAfter.dividedBy(LEAST_BEATS).compareTo(heartbeat) < 0) {
            throw new IllegalArgumentException("stall-after " + stallAfter.toMillis() + " ms is less than "
                    + LEAST_BEATS + " heartbeats of " + heartbeat.toMillis()
                    + " ms: one that is a little late would count as a stall");
        }
    }

    /**
     * Since when an attempt has been silent, or null where it cannot be silent.
     *
     * @param judgeFrom silence counts from here on at the earliest, or null
     */
    public @Nullable Instant silentSince(World.Executing executing, @Nullable Instant judgeFrom) {
        Instant last = executing.lastSign();
        if (last == null && !promised) {
            return null;
        }
        Instant from = last == null ? executing.since() : last;
        return judgeFrom != null && judgeFrom.isAfter(from) ? judgeFrom : from;
    }
}
