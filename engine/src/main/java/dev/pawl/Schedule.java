// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.internal.schedule.FireTimes;
import java.time.Instant;
import java.time.ZoneId;

/**
 * When runs of a pipeline are made without anybody submitting them: by any worker that the pipeline is registered with, each once.
 * Immutable.
 *
 * @param cron minute, hour, day of the month, month, day of the week; {@code 0 3 * * *} is each day at three
 * @param zone where it is that time of day
 * @param catchUp what is made of the times at which there was no worker
 * @param input of its runs, as JSON
 */
public record Schedule(String cron, ZoneId zone, CatchUp catchUp, String input) {

    /** What is made of the times at which there was no worker, or no database. */
    public enum CatchUp {
        /** One run, for the latest of them. */
        LAST,
        /** A run for each, the oldest first, but at most a thousand. */
        ALL,
        /** Nothing, where it is more than a minute ago. */
        NONE
    }

    /**
     * One whose times are known to come.
     *
     * @throws IllegalArgumentException where that is no cron expression, or never fires
     */
    public Schedule {
        cron = FireTimes.normal(cron);
        FireTimes.of(cron, zone);
    }

    /** At those times, each run with the input {@code {}}. */
    public static Schedule of(String cron, ZoneId zone) {
        return new Schedule(cron, zone, CatchUp.LAST, "{}");
    }

    public Schedule catchUp(CatchUp value) {
        return new Schedule(cron, zone, value, input);
    }

    /** With that input, which is written as JSON. */
    public Schedule input(Object value) {
        return new Schedule(cron, zone, catchUp, Json.values().writeValueAsString(value));
    }

    /** When it fires for the first time after that. */
    public Instant next(Instant after) {
        Instant next = FireTimes.of(cron, zone).next(after);
        if (next == null) {
            throw new IllegalStateException("a calendar ends before " + cron + " fires after " + after);
        }
        return next;
    }
}
