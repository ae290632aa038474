// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Calls on their way: those that write can be held. Each turn on the executor does the oldest one. */
final class FakeQueue {

    private final Executor executor;
    private final Queue<Runnable> onTheWay = new ArrayDeque<>();
    private final Queue<Runnable> held = new ArrayDeque<>();
    private final AtomicInteger turns = new AtomicInteger();
    private boolean holding;

    FakeQueue(Executor executor) {
        this.executor = executor;
    }

    <T extends @Nullable Object> CompletableFuture<T> read(Work<T> work) {
        CompletableFuture<T> future = new CompletableFuture<>();
        send(() -> complete(future, work));
        return future;
    }

    <T extends @Nullable Object> CompletableFuture<T> write(Work<T> work) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Runnable call = () -> complete(future, work);
        if (!isHeld(call)) {
            send(call);
        }
        return future;
    }

    synchronized void hold() {
        holding = true;
    }

    void release() {
        for (Runnable call = unheld(); call != null; call = unheld()) {
            send(call);
        }
    }

    /** Does everything that is on its way, now. */
    void drain() {
        release();
        while (!isIdle()) {
            turn();
        }
    }

    private synchronized boolean isIdle() {
        return onTheWay.isEmpty();
    }

    private synchronized boolean isHeld(Runnable call) {
        return holding && held.add(call);
    }

    private synchronized @Nullable Runnable unheld() {
        holding = false;
        return held.poll();
    }

    private void send(Runnable call) {
        synchronized (this) {
            onTheWay.add(call);
        }
        executor.execute(this::turn);
    }

    /** Whoever is at work does the turns of others too: no thread ever waits here, so no two stores wait for each other. */
    private void turn() {
        if (turns.getAndIncrement() > 0) {
            return;
        }
        do {
            Runnable call = next();
            if (call != null) {
                call.run();
            }
        } while (turns.decrementAndGet() > 0);
    }

    private synchronized @Nullable Runnable next() {
        return onTheWay.poll();
    }

    private static <T extends @Nullable Object> void complete(CompletableFuture<T> future, Work<T> work) {
        try {
            future.complete(work.run());
        } catch (RuntimeException failure) {
            future.completeExceptionally(failure);
        }
    }

    interface Work<T extends @Nullable Object> {
        @Nullable
        T run();
    }
}
