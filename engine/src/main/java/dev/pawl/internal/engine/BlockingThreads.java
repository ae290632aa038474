// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread for each task, and a platform thread for what no virtual one begins soon: all virtual threads share as many
 * carriers as there are cores, and code that is busy and never waits does not give its carrier back. Such code must keep no
 * other stage from starting, and nobody from hearing that it is to be stopped. What has begun on a virtual thread and waits is
 * helped by more carriers, where the JDK can have more.
 */
final class BlockingThreads implements Executor, AutoCloseable {

    private static final Duration PROBE = Duration.ofMillis(500);
    private static final long SOON = Duration.ofMillis(100).toNanos();

    /** They are needed while carriers are kept, and when very much starts at once: then not a thread for each. */
    private static final int MOST = 64;

    private final ExecutorService virtual = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("pawl-stage-", 0).factory());
    private final ExecutorService platform;
    private final ScheduledExecutorService timers;
    private final Queue<Start> starts = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean watching = new AtomicBoolean();
    private final Carriers carriers = new Carriers();
    private Start probe = new Start(() -> {});

    BlockingThreads(ScheduledExecutorService timers) {
        this.timers = timers;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                MOST,
                MOST,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("pawl-stage-platform-", 0).daemon().factory());
        pool.allowCoreThreadTimeOut(true);
        platform = pool;
        probe.run();
        var unused =
                timers.scheduleWithFixedDelay(this::probe, PROBE.toMillis(), PROBE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Finds out whether virtual threads get on; only ever on the timers' thread. */
    private void probe() {
        if (!probe.hasBegun()) {
            carriers.add();
        } else {
            probe = new Start(() -> {});
            virtual.execute(probe);
        }
    }

    @Override
    public void execute(Runnable task) {
        Start start = new Start(task);
        virtual.execute(start);
        starts.add(start);
        watch();
    }

    private void watch() {
        if (watching.compareAndSet(false, true)) {
            try {
                var unused = timers.schedule(this::look, SOON, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closed) {
                starts.clear();
            }
        }
    }

    private void look() {
        try {
            hurry();
        } finally {
            watching.set(false);
        }
        if (!starts.isEmpty()) {
            watch();
        }
    }

    private void hurry() {
        long now = System.nanoTime();
        Start first = starts.peek();
        while (first != null && (first.hasBegun() || now - first.since >= SOON)) {
            starts.remove();
            if (!first.hasBegun()) {
                platform.execute(first);
            }
            first = starts.peek();
        }
    }

    /** Interrupts what runs. Code that ignores it keeps its thread, which is a daemon. */
    @Override
    public void close() {
        virtual.shutdownNow();
        platform.shutdownNow();
    }

    /** Runs on the thread that is there first. */
    private static final class Start implements Runnable {

        private final AtomicReference<@Nullable Runnable> task;
        private final long since = System.nanoTime();

        Start(Runnable task) {
            this.task = new AtomicReference<>(task);
        }

        boolean hasBegun() {
            return task.get() == null;
        }

        @Override
        public void run() {
            Runnable mine = task.getAndSet(null);
            if (mine != null) {
                mine.run();
            }
        }
    }
}
