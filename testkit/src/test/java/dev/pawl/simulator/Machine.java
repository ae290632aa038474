// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import dev.pawl.spi.Env;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One process: its clocks, its threads, its ids. It can freeze and die at any moment at which none of its code runs. */
final class Machine implements Env {

    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private static final ThreadLocal<Machine> CURRENT = new ThreadLocal<>();

    private final String name;
    private final Timeline time;
    private final Luck luck;
    private final Consumer<Throwable> uncaught;
    private final long origin;
    private long wallOffset;
    private long frozenUntil;
    private final List<Runnable> held = new ArrayList<>();
    private boolean dead;
    private boolean inPlace;
    private @Nullable Runnable first;
    private long ids;

    Machine(String name, Timeline time, Luck luck, Duration skew, Consumer<Throwable> uncaught) {
        this.name = name;
        this.time = time;
        this.luck = luck;
        this.uncaught = uncaught;
        this.origin = luck.any() >> 8;
        this.wallOffset = skew.toNanos();
    }

    String name() {
        return name;
    }

    boolean dead() {
        return dead;
    }

    long frozenUntil() {
        return frozenUntil;
    }

    /** Everything of it is gone. */
    void die() {
        dead = true;
    }

    /** None of its code runs for a while, then it goes on as if nothing had been. */
    void freeze(long nanos) {
        frozenUntil = Math.max(frozenUntil, time.now() + nanos);
        time.after(nanos, null, this::goOn);
    }

    void thaw() {
        frozenUntil = Math.min(frozenUntil, time.now());
        goOn();
    }

    /** Something that was to happen while it is frozen. */
    void hold(Runnable what) {
        held.add(what);
    }

    private void goOn() {
        if (frozenUntil <= time.now()) {
            held.forEach(what -> time.after(jitter(), this, what));
            held.clear();
        }
    }

    boolean runs() {
        return !dead && frozenUntil <= time.now();
    }

    /** As a person sets a clock. */
    void stepClock(Duration by) {
        wallOffset += by.toNanos();
    }

    /** Runs it on a thread of its own, some time later. */
    void spawn(long nanos, Runnable task) {
        time.after(nanos, this, () -> begin(task));
    }

    private void begin(Runnable task) {
        inPlace = true;
        Fibers.start(this::next, () -> {
            CURRENT.set(this);
            try {
                task.run();
            } catch (Throwable e) {
                uncaught.accept(e);
            }
        });
        Runnable step = first;
        first = null;
        if (step != null) {
            step.run();
        }
    }

    /** The next step of a thread that begins, or goes on. */
    private void next(Runnable step) {
        if (inPlace) {
            inPlace = false;
            first = step;
        } else {
            time.after(jitter(), this, step);
        }
    }

    /** Most things follow at once; now and again another comes first. */
    private long jitter() {
        return switch (luck.upTo(64)) {
            case 0 -> luck.millis(1, 50);
            case 1, 2, 3 -> luck.upTo(1_000_000);
            default -> luck.upTo(20_000);
        };
    }

    /** What is asked of it takes a moment, on whichever machine that is. */
    static void takesTime() {
        Machine here = CURRENT.get();
        if (!here.luck.oneIn(3)) {
            here.sleep(here.luck.millis(1, here.luck.oneIn(2) ? 5_000 : 100));
        }
    }

    /** Blocks one of its threads. */
    void sleep(long nanos) {
        CompletableFuture<Boolean> woken = new CompletableFuture<>();
        time.after(nanos, this, () -> woken.complete(true));
        woken.join();
    }

    @Override
    public Instant now() {
        return BEGIN.plusNanos(time.now() + wallOffset).truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public long nanoTime() {
        return origin + time.now();
    }

    @Override
    public long elapsedNanos() {
        return nanoTime();
    }

    @Override
    public Executor actors() {
        return blocking();
    }

    @Override
    public Executor blocking() {
        return task -> spawn(jitter(), task);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        boolean[] cancelled = new boolean[1];
        time.after(delay.toNanos() + jitter(), this, () -> {
            if (!cancelled[0]) {
                begin(task);
            }
        });
        return () -> cancelled[0] = true;
    }

    @Override
    public UUID newId() {
        long millis = BEGIN.toEpochMilli() + time.now() / 1_000_000;
        long most = (millis << 16) | 0x7000 | (ids++ & 0xFFF);
        return new UUID(most, (luck.any() >>> 2) | 0x8000_0000_0000_0000L);
    }

    @Override
    public String toString() {
        return name;
    }
}
