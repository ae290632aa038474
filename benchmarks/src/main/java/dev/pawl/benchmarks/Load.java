// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.Submission;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Runs one after another on so many lanes at once. */
final class Load {

    private Load() {}

    /** Runs so many runs, so many at once, to their end. Returns stages a second. */
    static double stagesPerSecond(Pawl pawl, Pipeline<Integer> pipeline, int runs, int inFlight) throws Exception {
        return runsPerSecond(pawl, pipeline, runs, inFlight) * TenStages.STAGES;
    }

    static double runsPerSecond(Pawl pawl, Pipeline<Integer> pipeline, int runs, int inFlight) throws Exception {
        AtomicInteger next = new AtomicInteger();
        long begin = System.nanoTime();
        try (ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<?> lane : IntStream.range(0, inFlight)
                    .mapToObj(i -> lanes.submit(() -> lane(pawl, pipeline, next, runs)))
                    .toList()) {
                lane.get();
            }
        }
        return runs * 1e9 / (System.nanoTime() - begin);
    }

    private static Void lane(Pawl pawl, Pipeline<Integer> pipeline, AtomicInteger next, int runs) throws Exception {
        for (int i = next.getAndIncrement(); i < runs; i = next.getAndIncrement()) {
            Mapping.good(pawl.submit(pipeline, i, Submission.plain()).await());
        }
        return null;
    }
}
