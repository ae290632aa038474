// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.ImportReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was imported. */
public final class ImportPage {

    private ImportPage() {}

    public static List<String> lines(ImportReport report) {
        List<String> lines = new ArrayList<>();
        Map<String, Integer> counts = new TreeMap<>();
        report.made().forEach(made -> counts.merge(made.pipeline() + ", " + made.standing(), 1, Integer::sum));
        lines.add(
                Words.count(report.made().size()) + (report.dryRun() ? " runs would be imported, " : " runs imported, ")
                        + Words.count(report.unchanged()) + " were there already, "
                        + Words.count(report.problems().size())
                        + (report.problems().size() == 1 ? " mistake" : " mistakes"));
        counts.forEach((what, count) -> lines.add("  " + Words.count(count) + " " + what));
        for (ImportReport.Overdue of : report.overdue()) {
            lines.add(Words.count(of.runs()) + " of " + of.pipeline() + " ended longer ago than they are kept ("
                    + PrunePage.kept(of.retention())
                    + "), so the next pruning deletes them. To keep them, write a longer"
                    + " `retention:` into the file of " + of.pipeline() + " and "
                    + (report.dryRun()
                            ? "import with --pipeline FILE"
                            : "submit a run of it: what the latest run says counts for all"));
        }
        report.problems().forEach(problem -> lines.add("line " + problem.line() + ": " + problem.message()));
        return lines;
    }
}
