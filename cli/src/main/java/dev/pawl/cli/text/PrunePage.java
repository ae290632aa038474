// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.PruneReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What was pruned. */
public final class PrunePage {

    private PrunePage() {}

    public static List<String> lines(PruneReport report) {
        List<String> lines = new ArrayList<>();
        for (PruneReport.OfPipeline of : report.pipelines()) {
            lines.add(of.pipeline() + ": " + Words.count(of.deleted()) + (report.dryRun() ? " would be" : "")
                    + " deleted, " + Words.count(of.kept()) + " kept (" + kept(of.retention()) + ")");
        }
        if (lines.isEmpty()) {
            lines.add("No run has ended");
        }
        if (report.values() > 0) {
            lines.add(Words.count(report.values()) + " values that nothing refers to any more: "
                    + Words.size(report.bytes()) + " freed");
        }
        if (report.logs() > 0) {
            lines.add(Words.count(report.logs()) + " logs of runs that are gone");
        }
        lines.addAll(report.problems());
        return lines;
    }

    static String kept(@Nullable Duration retention) {
        if (retention == null) {
            return "until they are deleted";
        }
        return retention.toDays() > 0 && retention.equals(Duration.ofDays(retention.toDays()))
                ? "for " + retention.toDays() + "d after their end"
                : "for " + retention.toString().substring(2).toLowerCase(Locale.ROOT) + " after their end";
    }
}
