// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.PruneReport;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.PrunePage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Deletes what has been kept long enough. */
@CommandLine.Command(
        name = "prune",
        description = "Delete runs that ended longer ago than their pipeline keeps them, and what nothing refers to",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl prune --dry-run",
            "  pawl prune",
            "  pawl prune --pipeline nightly --older-than 7d",
            "",
            "A pipeline says with `retention` how long its runs are kept; 90d if it says nothing.",
            "Documents stay until they are deleted. Runs go on meanwhile."
        })
final class PruneCommand extends DataCommand {

    @Option(names = "--dry-run", description = "Say what would be deleted, and change nothing")
    private boolean dryRun;

    @Option(
            names = "--older-than",
            paramLabel = "DURATION",
            description = "Runs that ended so long ago, whatever their pipelines say")
    private @Nullable String olderThan;

    @Option(names = "--pipeline", paramLabel = "NAME", description = "Only runs of that pipeline")
    private @Nullable String pipeline;

    PruneCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException {
        Duration age = olderThan == null ? null : Durations.read("--older-than", olderThan);
        if (!data().used()) {
            err().line("There is no run in " + data().name() + " yet");
            return printed(new PruneReport(look(out()).now(), dryRun, List.of(), 0, 0, 0, List.of()));
        }
        try (Pawl pawl = data().open()) {
            return printed(pawl.prune(pipeline, age, dryRun));
        }
    }

    private int printed(PruneReport report) throws IOException {
        if (json()) {
            printJson(report);
        } else {
            out().lines(PrunePage.lines(report));
        }
        return report.problems().isEmpty() ? Exit.SUCCEEDED : Exit.FAILED;
    }
}
