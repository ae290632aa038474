// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.spi.ElapsingClock;
import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until it is told. Thread-safe. */
public final class SettableClock implements ElapsingClock {

    private volatile Instant now;
    private long elapsed;

    public SettableClock(Instant now) {
        this.now = now;
    }

    /** Stands at the beginning of 2026. */
    public SettableClock() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public synchronized long elapsedNanos() {
        return elapsed;
    }

    /** As a person sets a clock: no time passes. */
    public void set(Instant instant) {
        now = instant;
    }

    /** Time passes. */
    public synchronized void advance(Duration by) {
        elapsed += by.toNanos();
        now = now.plus(by);
    }
}
