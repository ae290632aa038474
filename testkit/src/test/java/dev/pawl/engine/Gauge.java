// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** How many are at work at once. */
final class Gauge {

    private static final long LITTLE_NANOS = 3_000_000;

    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /** Works a little. */
    int work() {
        begin();
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
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
    }

    int most() {
        return most.get();
    }
}
