// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Runs one after another on so many lanes at once. */
final class Lanes {

    private Lanes() {}

    /** Runs the runs from one number to before another; returns seconds. */
    static double run(Contender contender, int from, int to, int inFlight) throws Exception {
        AtomicInteger next = new AtomicInteger(from);
        long begin = System.nanoTime();
        try (ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<?> lane : IntStream.range(0, inFlight)
                    .mapToObj(i -> lanes.submit(() -> lane(contender, next, to)))
                    .toList()) {
                lane.get();
            }
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private static Void lane(Contender contender, AtomicInteger next, int to) throws Exception {
        for (int run = next.getAndIncrement(); run < to; run = next.getAndIncrement()) {
            contender.run(run);
        }
        return null;
    }
}
