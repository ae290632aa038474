// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.core.RunStatus;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs of one map, whose items each return about 200 bytes of JSON at once. */
final class Mapping {

    private Mapping() {}

    static Pipeline<Integer> parallel(int parallel) {
        return parallel(parallel, null);
    }

    /**
     * The map.
     *
     * @param last holds the last item back, or null
     */
    static Pipeline<Integer> parallel(int parallel, @Nullable Hold last) {
        return Pipeline.named("items", Integer.class)
                .stage(
                        "each",
                        TenStages.Output.class,
                        s -> s.parallel(parallel)
                                .map(c -> IntStream.range(0, c.input()).boxed().toList(), (c, item) -> {
                                    if (last != null && item == c.input() - 1) {
                                        last.pass();
                                    }
                                    return TenStages.output(item);
                                }))
                .build();
    }

    /** Runs a map of so many items to its end, so many times. Returns items a second. */
    static double itemsPerSecond(Pawl pawl, Pipeline<Integer> map, int items, int runs) throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; i < runs; i++) {
            good(pawl.submit(map, items, Submission.plain()).await());
        }
        return (double) items * runs * 1e9 / (System.nanoTime() - begin);
    }

    static void good(RunView end) {
        if (end.status() != RunStatus.SUCCEEDED) {
            throw new IllegalStateException("a run that should succeed did not: " + end.sentence());
        }
    }

    /** One item waits here while the others finish. */
    static final class Hold {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        private void pass() throws InterruptedException {
            reached.countDown();
            open.await();
        }

        void awaitReached() throws InterruptedException {
            reached.await();
        }

        void open() {
            open.countDown();
        }
    }
}
