// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.time.Duration;
import java.util.UUID;

/**
 * A run that is to begin, or to be taken up again, and the limits of its pipeline.
 *
 * @param most at most so many runs of the pipeline at once, across all workers; {@link Integer#MAX_VALUE} for no limit
 * @param begins at most so many runs of the pipeline begin within any {@code window}; {@link Integer#MAX_VALUE} for no limit
 * @param anew whether the run was begun before: it is then held to {@code most} only
 * @param ticket names this wish among those of its worker, which gives each a greater one; see {@link WorkerSession#dismiss}
 */
public record AdmissionWish(
        String pipeline, UUID run, int most, int begins, Duration window, boolean anew, long ticket) {}
