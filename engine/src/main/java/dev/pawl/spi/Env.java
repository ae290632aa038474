// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executor;

/** Everything the engine takes from outside: time, threads, ids. One per engine. Thread-safe. */
public interface Env {

    /** Wall time. */
    Instant now();

    /** Monotonic time of this process in nanoseconds, from an arbitrary origin. */
    long nanoTime();

    /** How much time has passed, by which time-outs and silence are reckoned; where a clock was given that says so, its word. */
    long elapsedNanos();

    /** Runs the turns of actors. Tasks are short and do not block. */
    Executor actors();

    /** Runs code that may block: each task gets a thread of its own, cheap to have. */
    Executor blocking();

    /** Runs {@code task} on a thread that must not be blocked, after {@code delay} at the earliest. */
    Timer schedule(Duration delay, Runnable task);

    /** A new id; later ones sort after earlier ones (UUID version 7). */
    UUID newId();

    /** A task that waits for its time. */
    interface Timer {
        /** Takes it back, if it has not begun. */
        void cancel();
    }
}
