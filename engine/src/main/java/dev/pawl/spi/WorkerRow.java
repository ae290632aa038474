// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import org.jspecify.annotations.Nullable;

/**
 * A worker as the database knows it.
 *
 * @param alive whether it is not declared dead; where one lock is for all, whether it holds it
 * @param drained whether it said that it ends on purpose: that it is gone is then no crash
 * @param pulse what it last said of the progress of its attempts, as the engine wrote it, or null
 */
public record WorkerRow(WorkerInfo worker, boolean alive, boolean drained, byte @Nullable [] pulse) {

    /** For every eye: without what only workers are to know. */
    public WorkerRow withoutKey() {
        return new WorkerRow(worker.withoutKey(), alive, drained, pulse);
    }
}
