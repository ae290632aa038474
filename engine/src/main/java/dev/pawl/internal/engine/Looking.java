// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.spi.Env;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When a worker looks for work: now and again, when it is due, and when it is asked to. Thread-safe. */
final class Looking {

    private static final Logger LOG = LoggerFactory.getLogger(Looking.class);
    private static final Duration SWEEP = Duration.ofSeconds(5);

    private final Env env;
    private final BooleanSupplier over;
    private final Runnable look;
    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean begun;

    /**
     * Not begun.
     *
     * @param over whether no work is wanted any more
     * @param look looks once, and may block
     */
    Looking(Env env, BooleanSupplier over, Runnable look) {
        this.env = env;
        this.over = over;
        this.look = look;
    }

    /**
     * Looks for work now and again: a missed sign, or a database that was away for a moment, costs a few seconds, no run. Who
     * executes only its own runs looks too: what it had given up may be durable later.
     */
    void sweep() {
        begun = true;
        if (!over.getAsBoolean()) {
            try {
                ask();
            } finally {
                env.schedule(SWEEP, this::sweep);
            }
        }
    }

    /** Looks at that time, where no sweep comes first. */
    void at(Instant due, Instant now) {
        if (due.isBefore(now.plus(SWEEP))) {
            env.schedule(Duration.between(now, due), this::ask);
        }
    }

    /** One look at a time; one that is asked for meanwhile follows. What is asked for too early the first sweep does. */
    void ask() {
        if (begun && looks.getAndIncrement() == 0) {
            try {
                env.blocking().execute(this::lookWhileAsked);
            } catch (Throwable e) {
                looks.set(0); // no look was begun, and the next is to be
                throw e;
            }
        }
    }

    private void lookWhileAsked() {
        int asked;
        do {
            asked = looks.get();
            once();
        } while (!looks.compareAndSet(asked, 0));
    }

    private void once() {
        try {
            look.run();
        } catch (Throwable e) { // whatever it is, the next look follows
            if (!over.getAsBoolean()) {
                LOG.error("runs that nobody executes were not looked for; this is tried again", e);
            }
        }
    }
}
