// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.benchmarks.Measured.Figure;
import dev.pawl.benchmarks.Measured.Subject;
import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.Effect;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/** What a durable item costs beside a durable stage, and whether the cost of both is linear. On SQLite. */
final class W6 {

    /** Runs of long chains are measured so many at once: one alone would measure the disk. */
    private static final int CHAINS = 8;

    /** So many times more than for a rate: what is done once is not to show. */
    private static final int CPU = 5;

    private final Fresh folders;
    private final int items;

    /** Measures in fresh databases in that folder; {@code items} items a figure, a hundred times as many at most. */
    W6(Path folder, int items) {
        this.folders = new Fresh(folder, "w6");
        this.items = items;
    }

    void warmUp() throws Exception {
        stages(64, items / 2).measure();
        items(64, items, 1).measure();
    }

    /** The first is what the others are a share of. */
    List<Measured> rates(int rounds) throws Exception {
        return Measured.inTurn(
                rounds,
                List.of(
                        new Subject("durable stages, 64 in flight", "stages/s", stages(64, items)),
                        new Subject("durable items, 64 at once", "items/s", items(64, items, 1)),
                        new Subject("durable stages, 8 in flight", "stages/s", stages(8, items)),
                        new Subject("durable items, 8 at once", "items/s", items(8, items, 1))));
    }

    /** Microseconds of all processors together, kernel included: what machines with other work to do still agree on. */
    List<Measured> cpu(int rounds) throws Exception {
        int many = items * CPU;
        return Measured.inTurn(
                rounds,
                List.of(
                        new Subject("CPU of a durable stage, 64 in flight", "µs", cpu(stages(64, many), many)),
                        new Subject("CPU of a durable item, 64 at once", "µs", cpu(items(64, many, 1), many)),
                        new Subject("CPU of a durable stage, 8 in flight", "µs", cpu(stages(8, many), many)),
                        new Subject("CPU of a durable item, 8 at once", "µs", cpu(items(8, many, 1), many))));
    }

    /** Opening and closing the database is counted in, for both alike. */
    private static Figure cpu(Figure work, int units) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return () -> {
            long before = system.getProcessCpuTime();
            double unused = work.measure();
            return (system.getProcessCpuTime() - before) / 1e3 / units;
        };
    }

    /** Microseconds an item, and a stage, of ever longer runs; the first is what the others are a share of. */
    List<Measured> growth(int rounds) throws Exception {
        return Measured.inTurn(
                rounds,
                List.of(
                        new Subject(
                                count(items / 10) + " items a run", "µs an item", micros(items(64, items / 10, 10))),
                        new Subject(count(items) + " items a run", "µs an item", micros(items(64, items, 1))),
                        new Subject(count(items * 10) + " items a run", "µs an item", micros(items(64, items * 10, 1))),
                        new Subject("10 stages a run", "µs a stage", micros(chains(10, items / 10))),
                        new Subject(
                                count(items / 100) + " stages a run", "µs a stage", micros(chains(items / 100, 100))),
                        new Subject(
                                count(items / 10) + " stages a run", "µs a stage", micros(chains(items / 10, 10)))));
    }

    private Figure stages(int inFlight, int stages) {
        Pipeline<Integer> ten = TenStages.with(Effect.IDEMPOTENT, CheckpointPolicy.EVERY_STAGE);
        return inFresh(pawl -> Load.stagesPerSecond(pawl, ten, stages / TenStages.STAGES, inFlight));
    }

    private Figure items(int parallel, int of, int runs) {
        return inFresh(pawl -> Mapping.itemsPerSecond(pawl, Mapping.parallel(parallel), of, runs));
    }

    /** Whole rounds of as many as are measured at once: the last few of an uneven number would share each sync with fewer. */
    private Figure chains(int length, int atLeast) {
        int runs = (atLeast + CHAINS - 1) / CHAINS * CHAINS;
        Pipeline<Integer> chain = TenStages.chain(length, Effect.IDEMPOTENT, CheckpointPolicy.EVERY_STAGE);
        return inFresh(pawl -> Load.runsPerSecond(pawl, chain, runs, CHAINS) * length);
    }

    private static Figure micros(Figure rate) {
        return () -> 1e6 / rate.measure();
    }

    private Figure inFresh(OnPawl figure) {
        return () -> {
            try (Pawl pawl = PawlOptions.in(folders.next()).open().start()) {
                return figure.measure(pawl);
            }
        };
    }

    private static String count(int n) {
        return String.format(java.util.Locale.ROOT, "%,d", n);
    }

    private interface OnPawl {
        double measure(Pawl pawl) throws Exception;
    }
}
