// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What a map holds in memory: of a run whose items are done but one, and once it has ended. */
final class W6Memory {

    private static final int COLLECTIONS = 3;
    private static final long MOMENT = Duration.ofMillis(50).toNanos();

    private W6Memory() {}

    /** Bytes more than before the run was submitted. */
    record Held(int items, long running, long ended, double loadMillis) {}

    /** A fresh process's worth: nothing else may be at work. */
    static Held measure(Path folder, int items) throws Exception {
        Mapping.Hold last = new Mapping.Hold();
        try (Pawl pawl = PawlOptions.in(folder).open().start()) {
            Mapping.good(
                    pawl.submit(Mapping.parallel(64), 100, Submission.plain()).await());
            long before = used();
            RunHandle run = pawl.submit(Mapping.parallel(64, last), items, Submission.plain());
            last.awaitReached();
            long running = used() - before;
            double millis = load(folder, run);
            last.open();
            Mapping.good(run.await());
            return new Held(items, running, used() - before, millis);
        }
    }

    /** How long it takes to read such a run from its journal. */
    private static double load(Path folder, RunHandle run) {
        double best = Double.MAX_VALUE;
        try (Pawl other = PawlOptions.in(folder).open()) {
            for (int i = 0; i < 5; i++) {
                long begin = System.nanoTime();
                other.run(run.id()).view();
                best = Math.min(best, (System.nanoTime() - begin) / 1e6);
            }
        }
        return best;
    }

    private static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            LockSupport.parkNanos(MOMENT);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
