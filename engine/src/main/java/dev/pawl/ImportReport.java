// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * What was imported, or would be.
 *
 * @param dryRun whether nothing was changed
 * @param made the runs that were made, in the order of their lines
 * @param unchanged how many records were imported before
 * @param overdue what of it ended longer ago than it is kept, by pipeline: the next pruning deletes that
 * @param problems what is wrong with records, which were not imported
 */
public record ImportReport(
        boolean dryRun, List<Made> made, int unchanged, List<Overdue> overdue, List<Problem> problems) {

    public ImportReport {
        made = List.copyOf(made);
        overdue = List.copyOf(overdue);
        problems = List.copyOf(problems);
    }

    /**
     * A run.
     *
     * @param kind of the record
     * @param source the system it came from, which called it {@code oldId}
     * @param standing how it stands, in words
     */
    public record Made(UUID run, String kind, String source, String oldId, String pipeline, String standing) {}

    /**
     * Runs of a pipeline that are kept no longer.
     *
     * @param retention how long runs of that pipeline are kept after their end
     */
    public record Overdue(String pipeline, Duration retention, int runs) {}

    /** A mistake in a line, counted from 1. */
    public record Problem(int line, String message) {}
}
