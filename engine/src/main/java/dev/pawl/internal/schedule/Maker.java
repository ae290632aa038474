// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.schedule;

import dev.pawl.Pipeline;
import java.time.Instant;
import java.util.UUID;

/** Makes runs of scheduled pipelines, for any worker to take. */
@FunctionalInterface
public interface Maker {

    /**
     * Makes the run of that time. Blocks.
     *
     * @return false where it is there already
     * @throws dev.pawl.RefusedException where it cannot be made
     * @throws dev.pawl.spi.StoreException where the database did not say so
     */
    boolean make(Pipeline<?> pipeline, UUID id, Instant at);
}
