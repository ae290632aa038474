// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.schedule;

import dev.pawl.Pipeline;
import dev.pawl.Schedule;
import dev.pawl.spi.Env;
import dev.pawl.spi.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a worker looks what is due. The database is asked when something is; the clock is looked at now and again, as clocks are
 * set. Thread-safe.
 */
public final class Timetable implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Timetable.class);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Env env;
    private final RunStore store;
    private final Maker maker;
    private final Supplier<Collection<Pipeline<?>>> pipelines;
    private final BooleanSupplier over;
    /** One look at a time; one that is asked for meanwhile follows. */
    private final AtomicInteger asked = new AtomicInteger();
    /** By the name of the pipeline; used by the one look. */
    private final Map<String, Line> lines = new HashMap<>();

    private volatile Env.@Nullable Timer timer;
    private volatile boolean closed;

    /** What is known of one pipeline. */
    private static final class Line {
        private final Firing firing;
        private Instant looked = Instant.MIN;
        private Instant due = Instant.MIN;
        private String trouble = "";

        Line(Firing firing) {
            this.firing = firing;
        }
    }

    /**
     * Not begun.
     *
     * @param pipelines those that are known at present, scheduled or not
     * @param over whether nothing is to be made any more
     */
    public Timetable(
            Env env, RunStore store, Maker maker, Supplier<Collection<Pipeline<?>>> pipelines, BooleanSupplier over) {
        this.env = env;
        this.store = store;
        this.maker = maker;
        this.pipelines = pipelines;
        this.over = over;
    }

    /** Looks, soon: it begins, or there is another pipeline. */
    public void look() {
        if (!isOver() && asked.getAndIncrement() == 0) {
            try {
                env.blocking().execute(this::lookWhileAsked);
            } catch (Throwable e) {
                asked.set(0); // no look was begun, and the next is to be
                throw e;
            }
        }
    }

    private boolean isOver() {
        return closed || over.getAsBoolean();
    }

    private void lookWhileAsked() {
        Duration pause = AGAIN;
        int seen;
        do {
            seen = asked.get();
            try {
                pause = once();
            } catch (Throwable e) { // whatever it is, the next look follows
                LOG.error("what is due by the schedules was not looked at; this is tried again", e);
            }
        } while (!asked.compareAndSet(seen, 0));
        Env.Timer before = timer;
        if (before != null) {
            before.cancel();
        }
        if (!isOver()) {
            timer = env.schedule(pause, this::look);
        }
    }

    /** Looks at each schedule, and says when to look again. */
    private Duration once() {
        Duration pause = LONGEST;
        for (Pipeline<?> pipeline : pipelines.get()) {
            Schedule schedule = pipeline.schedule();
            if (schedule != null && !isOver()) {
                Line line = line(pipeline, schedule);
                look(line, pipeline.name());
                Duration left = Duration.between(env.now(), line.due);
                pause = left.compareTo(pause) < 0 ? left : pause;
            }
        }
        return pause.isNegative() ? Duration.ZERO : pause;
    }

    private Line line(Pipeline<?> pipeline, Schedule schedule) {
        Line there = lines.get(pipeline.name());
        if (there == null || !there.firing.follows(pipeline)) {
            there = new Line(new Firing(store, maker, pipeline, schedule, env::newId));
            lines.put(pipeline.name(), there);
        }
        return there;
    }

    /** Where something is due, or the clock was set back. */
    private void look(Line line, String pipeline) {
        Instant now = env.now();
        if (now.isBefore(line.due) && !now.isBefore(line.looked)) {
            line.looked = now;
            return;
        }
        line.looked = now;
        try {
            Instant upTo = line.firing.upTo(now);
            Instant next = line.firing.next(upTo.isAfter(now) ? upTo : now);
            line.due = Objects.requireNonNullElse(next, Instant.MAX);
            line.trouble = "";
        } catch (Throwable e) { // whatever it is, the others have their runs
            line.due = now.plus(AGAIN);
            String trouble = String.valueOf(e.getMessage());
            if (!trouble.equals(line.trouble) && !isOver()) {
                LOG.warn("what is due of {} cannot be made now, which is tried again: {}", pipeline, trouble, e);
            }
            line.trouble = trouble;
        }
    }

    /** Nothing is made any more. */
    @Override
    public void close() {
        closed = true;
        Env.Timer waiting = timer;
        if (waiting != null) {
            waiting.cancel();
        }
    }
}
