// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** What a map holds in memory: all items done but one, and once it has ended. And how long such a run takes to be read. */
final class W6Memory {

    private static final int COLLECTIONS = 4;
    private static final int LOOKS = 5;
    private static final long MOMENT = Duration.ofMillis(50).toNanos();
    private static final double KB = 1024;

    private final Fresh folders;
    private final int items;

    /** Measures in fresh databases in that folder, with that many items and ten times as many. */
    W6Memory(Path folder, int items) {
        this.folders = new Fresh(folder, "w6-memory");
        this.items = items;
    }

    /**
     * Bytes more than before the run was submitted.
     *
     * @param running with all items done but one
     * @param ended after its end
     * @param loadMillis the best of some readings of the running one from its journal
     */
    record Held(int items, long running, long ended, double loadMillis) {}

    /** The table. */
    String measure() throws Exception {
        held(items); // what is loaded and kept once is not an item's
        Held few = held(items);
        Held many = held(items * 10);
        return String.format(
                Locale.ROOT, """
                # W6: what a map holds in memory, outputs of about 200 bytes

                | items | heap while it runs, all done but one | heap after its end | read from the journal |
                |---:|---:|---:|---:|
                %s%s
                Each item more: %d bytes while the map runs. Its output is not among them.
                """, row(few), row(many), (many.running - few.running) / (many.items - few.items));
    }

    private static String row(Held held) {
        return String.format(
                Locale.ROOT,
                "| %,d | %,.0f KB | %,.0f KB | %.0f ms |%n",
                held.items,
                held.running / KB,
                held.ended / KB,
                held.loadMillis);
    }

    private Held held(int of) throws Exception {
        Mapping.Hold last = new Mapping.Hold();
        Path folder = folders.next();
        try (Pawl pawl = PawlOptions.in(folder).open().start()) {
            long before = used();
            RunHandle run = pawl.submit(Mapping.parallel(64, last), of, Submission.plain());
            last.awaitReached();
            long running = used() - before;
            double millis = load(folder, run.id());
            last.open();
            Mapping.good(run.await());
            return new Held(of, running, used() - before, millis);
        }
    }

    private static double load(Path folder, UUID run) {
        double best = Double.MAX_VALUE;
        try (Pawl other = PawlOptions.in(folder).open()) {
            for (int i = 0; i < LOOKS; i++) {
                long begin = System.nanoTime();
                other.run(run).view();
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
