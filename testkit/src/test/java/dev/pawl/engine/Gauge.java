// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** How many are at work at once. */
final class Gauge {

    private static final long LITTLE_NANOS = 3_000_000;

    private static final long PATIENCE_SECONDS = 20;

    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final int together;
    private final CountDownLatch met = new CountDownLatch(1);

    Gauge() {
        this(1);
    }

    /** The first work goes on only once so many are at work at once. */
    Gauge(int together) {
        this.together = together;
    }

    /** Works a little. */
    int work() throws InterruptedException {
        begin();
        if (!met.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no " + together + " were at work at once");
        }
        LockSupport.parkNanos(LITTLE_NANOS);
        return now.decrementAndGet();
    }

    /** Works until it may pass there. */
    int workAt(Gate gate) throws InterruptedException {
        begin();
        try {
            gate.pass();
        } finally {
            now.decrementAndGet();
        }
        return 0;
    }

    private void begin() {
        if (most.accumulateAndGet(now.incrementAndGet(), Math::max) >= together) {
            met.countDown();
        }
    }

    int most() {
        return most.get();
    }
}
