// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import java.util.List;
import java.util.stream.IntStream;

/** A test with a bench of its own. */
interface OnABench {

    Bench bench();

    /** Whether several workers may execute runs of the database at the same time. */
    default boolean severalWorkers() {
        return false;
    }

    /** As many workers as there may be, up to three. */
    default List<Pawl> fleet(Pipeline<?>... pipelines) {
        return IntStream.range(0, severalWorkers() ? 3 : 1)
                .mapToObj(i -> bench().start(pipelines))
                .toList();
    }

    /** A new run whose code waits at that gate by now. */
    static RunHandle heldAt(Gate gate, Pawl pawl, Pipeline<String> pipeline) throws InterruptedException {
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        return run;
    }
}
