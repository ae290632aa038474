// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Messages to one actor. Handled one at a time, in order, on whatever thread the executor gives; {@code afterwards} runs once
 * after each handful. Thread-safe.
 */
final class Mailbox {

    private final Executor executor;
    private final Runnable afterwards;
    private final ConcurrentLinkedQueue<Runnable> messages = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unhandled = new AtomicInteger();

    Mailbox(Executor executor, Runnable afterwards) {
        this.executor = executor;
        this.afterwards = afterwards;
    }

    void tell(Runnable message) {
        messages.add(message);
        if (unhandled.getAndIncrement() == 0) {
            executor.execute(this::turn);
        }
    }

    /** The same from a thread that does nothing else afterwards, and may as well take the turn itself. */
    void tellAtLast(Runnable message) {
        messages.add(message);
        if (unhandled.getAndIncrement() == 0) {
            turn();
        }
    }

    private void turn() {
        int handled = 0;
        try {
            for (Runnable message = messages.poll(); message != null; message = messages.poll()) {
                handled++;
                message.run();
            }
            afterwards.run();
        } finally { // whatever was thrown, the next message gets its turn
            if (unhandled.addAndGet(-handled) > 0) {
                executor.execute(this::turn);
            }
        }
    }
}
