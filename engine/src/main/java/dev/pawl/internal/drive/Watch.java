// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.spi.Env;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Notices that this process did not run for a while: it was stopped, or starved. Nobody is judged by signs of life
 * that could not come meanwhile. Thread-safe.
 */
public final class Watch {

    /** Between two ticks, when all is well. */
    private static final Duration TICK = Duration.ofSeconds(1);

    /** A tick that is later than this was kept from coming. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private final Env env;
    private long ticked;
    private @Nullable Instant judgeFrom;
    private boolean closed;

    public Watch(Env env) {
        this.env = env;
        this.ticked = env.nanoTime();
    }

    public void start() {
        look();
        synchronized (this) {
            if (!closed) {
                env.schedule(TICK, this::start);
            }
        }
    }

    /** Silence counts from here on at the earliest, or from whenever it began where that is null. */
    public synchronized @Nullable Instant judgeFrom() {
        return look();
    }

    private synchronized @Nullable Instant look() {
        long now = env.nanoTime();
        if (now - ticked > LATE.toNanos()) {
            judgeFrom = env.now();
        }
        ticked = now;
        return judgeFrom;
    }

    public synchronized void close() {
        closed = true;
    }
}
