// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A place in stage code where a test holds it. Threads that waited go on for good once it is open. */
final class Gate {

    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    /** Waits here until it is open. */
    void pass() throws InterruptedException {
        reached.countDown();
        open.await();
    }

    /** Passes by, open or not. */
    void arrive() {
        reached.countDown();
    }

    /** The same as {@link #pass}, for code that does not care about being interrupted. Says whether it was. */
    boolean passStubbornly() {
        boolean interrupted = false;
        reached.countDown();
        while (true) {
            try {
                open.await();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    /** The same for code that is busy, and looks at nothing else. */
    void spin() {
        reached.countDown();
        while (open.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    void open() {
        open.countDown();
    }

    /** Waits until some code is here. */
    void awaitReached() throws InterruptedException {
        if (!reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no code came to the gate");
        }
    }

    boolean isReached() {
        return reached.getCount() == 0;
    }
}
