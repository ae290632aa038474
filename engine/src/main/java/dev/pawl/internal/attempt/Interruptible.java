// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import org.jspecify.annotations.Nullable;

/** A thread while it is in the code of others: an interrupt must not hit what comes before or after it. Thread-safe. */
final class Interruptible {

    private @Nullable Thread thread;
    private boolean stopped;

    synchronized void begin() {
        thread = Thread.currentThread();
        if (stopped) {
            thread.interrupt();
        }
    }

    synchronized void end() {
        thread = null;
        Thread.interrupted();
    }

    synchronized void stop() {
        if (!stopped && thread != null) {
            thread.interrupt();
        }
        stopped = true;
    }
}
