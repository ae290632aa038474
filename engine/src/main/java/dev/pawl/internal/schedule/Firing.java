// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.schedule;

import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.Schedule;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.ScheduleRow;
import dev.pawl.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the schedule of one pipeline as far as it is due. A run is made before it is said to be, and under an id that follows
 * from its time: whoever comes in between, or again, makes the same run, which is there already. So each time has one run, whatever
 * dies when, and however many workers do this at once.
 */
final class Firing {

    private static final Logger LOG = LoggerFactory.getLogger(Firing.class);

    /** Clocks of workers are not so far apart: it was said by one that was set wrong, and would keep the schedule silent. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final RunStore store;
    private final Maker maker;
    private final Pipeline<?> pipeline;
    private final Schedule schedule;
    private final FireTimes times;
    private final String words;
    private final Supplier<UUID> ids;
    /** Whether what was said last was said by this worker, and not by another that was faster. */
    private boolean saidHere;

    Firing(RunStore store, Maker maker, Pipeline<?> pipeline, Schedule schedule, Supplier<UUID> ids) {
        this.ids = ids;
        this.store = store;
        this.maker = maker;
        this.pipeline = pipeline;
        this.schedule = schedule;
        this.times = FireTimes.of(schedule.cron(), schedule.zone());
        this.words = schedule.cron() + " " + schedule.zone();
    }

    /** Whether it is still that. */
    boolean follows(Pipeline<?> other) {
        return other == pipeline;
    }

    /** The first time after that. */
    @Nullable
    Instant next(Instant after) {
        return times.next(after);
    }

    /**
     * Makes what is due. Blocks.
     *
     * @return up to when all is carried out
     * @throws StoreException where it is to be tried again
     */
    Instant upTo(Instant now) {
        ScheduleRow row = begin(now);
        Due due = Due.of(schedule.catchUp(), times, row.last(), now);
        tellWhatIsLeftOut(row, due);
        for (Instant at : due.times()) {
            if (at.isAfter(row.last())) {
                row = carryOut(row, at);
            }
        }
        return due.upTo() == null ? row.last() : said(row, due.upTo()).last();
    }

    private void tellWhatIsLeftOut(ScheduleRow row, Due due) {
        Instant first = times.next(row.last());
        if (due.upTo() != null
                && first != null
                && (due.times().isEmpty() || first.isBefore(due.times().getFirst()))) {
            int made = due.times().size();
            LOG.warn(
                    "runs of {} were due from {} to {}, and no worker made them; {} made now, by catch-up: {}",
                    pipeline.name(),
                    first,
                    due.upTo(),
                    made == 1 ? "1 is" : made + " are",
                    schedule.catchUp().name().toLowerCase(Locale.ROOT));
        }
    }

    private ScheduleRow carryOut(ScheduleRow row, Instant at) {
        String refused = null;
        UUID id = FireId.of(mark(row), pipeline.name(), at);
        try {
            if (maker.make(pipeline, id, at)) {
                LOG.info("run {} of {} was made, as it was due at {}", id, pipeline.name(), at);
            }
        } catch (RefusedException e) {
            refused = id.equals(e.activeRun()) ? null : e.getMessage();
        }
        ScheduleRow said = said(row, at);
        if (refused != null && saidHere) {
            LOG.warn("no run of {} is made for {}: {}", pipeline.name(), at, refused);
        }
        return said;
    }

    // ---- how far it was carried out

    private ScheduleRow row(String mark, Instant last) {
        return new ScheduleRow(pipeline.name(), mark + " " + words, last);
    }

    /** What tells this database from others: whoever saw the schedule first has drawn it. */
    private static String mark(ScheduleRow row) {
        return row.rule().substring(0, row.rule().indexOf(' '));
    }

    /** What was said so far; nothing is made up for the time before it was first seen, or was another. */
    private ScheduleRow begin(Instant now) {
        while (true) {
            ScheduleRow seen = StoreException.join(store.schedule(pipeline.name()));
            ScheduleRow wanted = wanted(seen, now);
            if (wanted.equals(seen) || StoreException.join(store.advance(seen, wanted))) {
                return wanted;
            }
        }
    }

    private ScheduleRow wanted(@Nullable ScheduleRow seen, Instant now) {
        if (seen == null) {
            return row(ids.get().toString(), now);
        }
        String mark = mark(seen);
        if (seen.last().isAfter(now.plus(AHEAD))) {
            LOG.warn(
                    "the schedule of {} was carried out up to {}, which is to come: a clock was wrong; it goes on from now",
                    pipeline.name(),
                    seen.last());
            return row(mark, now);
        }
        // while workers of two minds are there, neither keeps the other's times from being had
        Instant late = now.minus(Due.LATE);
        ScheduleRow same = row(mark, seen.last());
        return same.equals(seen) || seen.last().isAfter(late) ? same : row(mark, late);
    }

    /** Says that it was carried out up to there, where nobody has. */
    private ScheduleRow said(ScheduleRow row, Instant upTo) {
        ScheduleRow seen = row;
        saidHere = false;
        while (seen.last().isBefore(upTo)) {
            ScheduleRow next = row(mark(seen), upTo);
            if (StoreException.join(store.advance(seen, next))) {
                saidHere = true;
                return next;
            }
            ScheduleRow there = StoreException.join(store.schedule(pipeline.name()));
            seen = there == null ? row : there;
        }
        return seen;
    }
}
