// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.spi.Env;
import java.time.Duration;

/**
 * Whether this worker may own runs that it does not drive: for a while after it gave up what was on its way to the database, and
 * now and again. Else its own runs, of which there may be thousands, need not be listed to find those. Thread-safe.
 */
final class Doubts {

    /** What was given up may become durable as long as its statement may take, and a little longer. */
    private static final Duration WHILE = Duration.ofMinutes(2);

    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Env env;
    private long until;
    private long next;

    Doubts(Env env) {
        this.env = env;
        this.until = env.nanoTime();
        this.next = env.nanoTime();
    }

    /** A run was given up. */
    synchronized void begin() {
        until = env.nanoTime() + WHILE.toNanos();
    }

    /** Whether to look at its own runs now. */
    synchronized boolean look() {
        long now = env.nanoTime();
        if (now - until < 0) {
            return true;
        }
        if (now - next < 0) {
            return false;
        }
        next = now + AGAIN.toNanos();
        return true;
    }
}
