// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.spi.Env;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;

/** Time that goes on when it is told. */
final class Machine implements Env {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private record Waiting(Duration delay, Runnable task) {}

    private final List<Waiting> timers = new ArrayList<>();
    private long nanos;

    void goesOn(Duration by) {
        nanos += by.toNanos();
    }

    /** All that waits for its time is done. */
    void tick() {
        tick(Duration.ofDays(1));
    }

    /** What waits for no longer than that is done. */
    void tick(Duration longest) {
        List<Waiting> due =
                timers.stream().filter(one -> one.delay.compareTo(longest) <= 0).toList();
        timers.removeAll(due);
        due.forEach(one -> one.task.run());
    }

    /** How many wait for their time. */
    int timers() {
        return timers.size();
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanos);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public long elapsedNanos() {
        return nanos;
    }

    @Override
    public Executor actors() {
        return Runnable::run;
    }

    @Override
    public Executor blocking() {
        return Runnable::run;
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Waiting one = new Waiting(delay, task);
        timers.add(one);
        return () -> timers.remove(one);
    }

    @Override
    public UUID newId() {
        return new UUID(0, 1);
    }
}
