// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was pruned, or would be.
 *
 * @param dryRun whether nothing was changed
 * @param pipelines those that have runs that ended, in the order of their names
 * @param values how many values nobody refers to any more were dropped; a value outlives its last run by a day
 * @param bytes how long these were
 * @param logs how many logs of runs that are gone were dropped
 * @param problems what could not be done, and why; what else there was to do is done
 */
public record PruneReport(
        Instant checkedAt,
        boolean dryRun,
        List<OfPipeline> pipelines,
        int values,
        long bytes,
        int logs,
        List<String> problems) {

    public PruneReport {
        pipelines = List.copyOf(pipelines);
        problems = List.copyOf(problems);
    }

    /**
     * Runs of one pipeline that have ended.
     *
     * @param retention how long they are kept after their end, or null where they are kept until they are deleted
     * @param deleted how many were deleted, or would be
     * @param kept how many stay
     */
    public record OfPipeline(String pipeline, @Nullable Duration retention, int deleted, int kept) {}

    /** How many runs were deleted, or would be. */
    public int deleted() {
        return pipelines.stream().mapToInt(OfPipeline::deleted).sum();
    }
}
