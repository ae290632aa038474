// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass. */
final class Pause {

    private static final Duration TICK = Duration.ofMillis(25);

    private Pause() {}

    static void of(Duration time) throws InterruptedException {
        if (new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("nobody counts down");
        }
    }

    /** Waits until that is so, at most so long; whether it is. */
    static boolean until(Duration limit, Callable<Boolean> wanted) throws Exception {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!wanted.call()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            of(TICK);
        }
        return true;
    }
}
