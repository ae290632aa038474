// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Threads that do the same at the same time. */
final class Race {

    private Race() {}

    /** Ends when all have, or fails as the first of them did. */
    static void run(int threads, Runner runner) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CompletionService<Boolean> all = new ExecutorCompletionService<>(executor);
            for (int i = 0; i < threads; i++) {
                int thread = i;
                all.submit(() -> {
                    runner.run(thread);
                    return true;
                });
            }
            for (int i = 0; i < threads; i++) {
                Future<Boolean> ended = all.poll(60, TimeUnit.SECONDS);
                if (ended == null) {
                    throw new AssertionError("they have not ended after a minute");
                }
                ended.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    /** Lets others go on, for a while, until something is so. */
    static void linger(BooleanSupplier until) {
        for (int i = 0; i < 200 && !until.getAsBoolean(); i++) {
            LockSupport.parkNanos(50_000);
        }
    }

    /** Told which one it is. */
    @FunctionalInterface
    interface Runner {
        void run(int thread) throws Exception;
    }
}
