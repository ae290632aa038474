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
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        LockSupport.parkNanos(LITTLE_NANOS);
        return now.decrementAndGet();
    }

    int most() {
        return most.get();
    }
}
