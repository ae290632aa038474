// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * When a schedule fires. A time of day that a day does not have is the first moment after the gap, and of one that a day has twice
 * it is the first. What fires in each hour of the day follows the time that passes instead: it makes nothing up for an hour that
 * never was, and fires in both of a doubled one.
 */
public final class FireTimes {

    private final Cron cron;
    private final ZoneRules rules;

    private FireTimes(Cron cron, ZoneRules rules) {
        this.cron = cron;
        this.rules = rules;
    }

    /**
     * Those of that expression there.
     *
     * @throws IllegalArgumentException where it is no cron expression, or never fires
     */
    public static FireTimes of(String cron, ZoneId zone) {
        return new FireTimes(Cron.of(cron), zone.getRules());
    }

    /** An expression as it is told from others. */
    public static String normal(String cron) {
        return Cron.normal(cron);
    }

    /** The first one after that, or null. */
    public @Nullable Instant next(Instant after) {
        return cron.isHourly() ? nextByThePassing(after) : nextByTheClock(after);
    }

    private @Nullable Instant nextByTheClock(Instant after) {
        ZoneOffset offset = rules.getOffset(after);
        LocalDateTime from = LocalDateTime.ofInstant(after, offset);
        ZoneOffsetTransition change = rules.getTransition(from);
        if (change != null && change.isOverlap() && offset.equals(change.getOffsetAfter())) {
            from = change.getDateTimeBefore().minusNanos(1); // all before was had the first time
        }
        LocalDateTime next = cron.next(from);
        if (next == null) {
            return null;
        }
        ZoneOffsetTransition there = rules.getTransition(next);
        return there != null && there.isGap()
                ? there.getInstant()
                : next.toInstant(rules.getValidOffsets(next).getFirst());
    }

    private @Nullable Instant nextByThePassing(Instant after) {
        ZoneOffset offset = rules.getOffset(after);
        LocalDateTime next = cron.next(LocalDateTime.ofInstant(after, offset));
        ZoneOffsetTransition change = rules.nextTransition(after);
        while (next != null && change != null && !next.toInstant(offset).isBefore(change.getInstant())) {
            offset = change.getOffsetAfter();
            next = cron.next(change.getDateTimeAfter().minusNanos(1));
            change = rules.nextTransition(change.getInstant());
        }
        return next == null ? null : next.toInstant(offset);
    }

    /** The last one after {@code after}, up to {@code until}, or null; found in some dozens of steps, however many there are. */
    @Nullable
    Instant last(Instant after, Instant until) {
        Instant found = upTo(until, next(after));
        Instant later = found == null ? null : upTo(until, next(found));
        Instant end = until;
        while (found != null && later != null) {
            Instant middle = found.plus(Duration.between(found, end).dividedBy(2));
            Instant there = upTo(until, next(middle));
            if (there == null) {
                end = middle;
            } else {
                found = there;
            }
            later = upTo(until, next(found));
        }
        return found;
    }

    private static @Nullable Instant upTo(Instant until, @Nullable Instant at) {
        return at == null || at.isAfter(until) ? null : at;
    }
}
