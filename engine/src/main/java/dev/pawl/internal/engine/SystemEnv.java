// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.pawl.spi.ElapsingClock;
import dev.pawl.spi.Env;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Real threads. Actors take turns on as many platform threads as there are cores; blocking code gets threads of its own. */
final class SystemEnv implements Env, AutoCloseable {

    private final InstantSource clock;
    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
    private final ExecutorService actors;
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("pawl-timer").daemon().factory());
    private final BlockingThreads blocking = new BlockingThreads(timers);

    SystemEnv(InstantSource clock) {
        this.clock = clock;
        int cores = Math.max(2, Runtime.getRuntime().availableProcessors());
        actors = new ThreadPoolExecutor(
                cores,
                cores,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("pawl-actor-", 0).daemon().factory(),
                (task, closed) -> task.run()); // what comes after the end is answered by who asks
        timers.setRemoveOnCancelPolicy(true);
    }

    /** To the microsecond, as databases keep it. */
    @Override
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long elapsedNanos() {
        return clock instanceof ElapsingClock elapsing ? elapsing.elapsedNanos() : System.nanoTime();
    }

    @Override
    public Executor actors() {
        return actors;
    }

    @Override
    public Executor blocking() {
        return blocking;
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        try {
            Future<?> future = timers.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    @Override
    public UUID newId() {
        return ids.generate();
    }

    /** Ends the threads. Stage code that ignores interrupts keeps its own, which are daemons. */
    @Override
    public void close() {
        timers.shutdownNow();
        blocking.close();
        actors.shutdown();
    }
}
