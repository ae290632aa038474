// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import java.lang.reflect.Constructor;
import java.util.concurrent.Executor;

/**
 * Virtual threads on a scheduler of our own, so that code that blocks gives way to what comes next in simulated time. The
 * platform has no public door to it; its own tests take the same one.
 */
final class Fibers {

    private static final Constructor<? extends Thread.Builder.OfVirtual> BUILDER = builder();

    private Fibers() {}

    /** Starts a thread; its first step and each one after it has waited are handed to {@code scheduler}. */
    static void start(Executor scheduler, Runnable task) {
        try {
            BUILDER.newInstance(scheduler).start(task);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Constructor<? extends Thread.Builder.OfVirtual> builder() {
        try {
            Constructor<? extends Thread.Builder.OfVirtual> made = Class.forName(
                            "java.lang.ThreadBuilders$VirtualThreadBuilder")
                    .asSubclass(Thread.Builder.OfVirtual.class)
                    .getDeclaredConstructor(Executor.class);
            made.setAccessible(true);
            return made;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("run with --add-opens java.base/java.lang=ALL-UNNAMED, on JDK 21 to 25", e);
        }
    }
}
