// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.schedule;

import dev.pawl.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to make up to a time.
 *
 * @param times for which a run is to be made, the oldest first
 * @param upTo the latest of all, also of those that are left out; or null where it was none
 */
record Due(List<Instant> times, @Nullable Instant upTo) {

    /** So late a worker may come without having missed a time. */
    static final Duration LATE = Duration.ofMinutes(1);

    static final int MOST = 1_000;

    static Due of(Schedule.CatchUp catchUp, FireTimes times, Instant after, Instant now) {
        Instant latest = times.last(after, now);
        if (latest == null) {
            return new Due(List.of(), null);
        }
        return switch (catchUp) {
            case LAST -> new Due(List.of(latest), latest);
            case ALL -> new Due(latest(times, after, now), latest);
            case NONE -> new Due(latest(times, later(after, now.minus(LATE)), now), latest);
        };
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** From the latest back, so that a minute's schedule does not count the minutes of a year. */
    private static List<Instant> latest(FireTimes times, Instant after, Instant now) {
        Deque<Instant> found = new ArrayDeque<>();
        Instant at = times.last(after, now);
        while (at != null && found.size() < MOST) {
            found.addFirst(at);
            at = times.last(after, at.minusNanos(1));
        }
        return List.copyOf(found);
    }
}
