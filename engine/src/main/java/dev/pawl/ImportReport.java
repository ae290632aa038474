// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import java.util.List;
import java.util.UUID;

/**
 * What was imported, or would be.
 *
 * @param dryRun whether nothing was changed
 * @param made the runs that were made, in the order of their lines
 * @param unchanged how many records were imported before
 * @param problems what is wrong with records, which were not imported
 */
public record ImportReport(boolean dryRun, List<Made> made, int unchanged, List<Problem> problems) {

    public ImportReport {
        made = List.copyOf(made);
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

    /** A mistake in a line, counted from 1. */
    public record Problem(int line, String message) {}
}
