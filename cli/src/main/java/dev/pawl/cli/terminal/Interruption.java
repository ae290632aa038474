// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Ctrl-C and SIGTERM: the first asks to stop, the second ends the process where it stands. */
public final class Interruption {

    /** Exit code of a command that was interrupted. */
    public static final int EXIT = 130;

    private static final String[] SIGNALS = {"INT", "TERM", "HUP"};

    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicInteger times = new AtomicInteger();

    private Interruption() {}

    /** From now on. Stays for the life of the process. */
    public static Interruption listen() {
        Interruption interruption = new Interruption();
        for (String signal : SIGNALS) {
            Signals.on(signal, interruption::arrived);
        }
        return interruption;
    }

    private void arrived() {
        if (times.incrementAndGet() > 1) {
            Runtime.getRuntime().halt(EXIT);
        }
        asked.countDown();
    }

    public boolean asked() {
        return asked.getCount() == 0;
    }

    /** Waits until it is asked, at most so long; says whether it was. */
    public boolean await(long millis) throws InterruptedException {
        return asked.await(millis, TimeUnit.MILLISECONDS);
    }
}
