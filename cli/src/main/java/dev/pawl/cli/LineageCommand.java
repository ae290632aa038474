// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.RunLineage;
import dev.pawl.RunView;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.LineagePage;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Draws who took up whom. */
@CommandLine.Command(
        name = "lineage",
        description = "Show a run, those it took up and those that took it up, as a tree",
        footerHeading = "%nExamples:%n",
        footer = {"  pawl lineage 12", "  pawl lineage 12 --json"})
final class LineageCommand extends DataCommand {

    @Parameters(paramLabel = "RUN", description = "Its number, its id or the beginning of it, or its key")
    private String name = "";

    LineageCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException {
        try (Pawl pawl = openToLook()) {
            RunView run = find(pawl, name).view();
            RunLineage lineage = pawl.lineage(run.id());
            if (json()) {
                printJson(lineage);
            } else {
                out().lines(LineagePage.lines(lineage, run.id()));
            }
            return Exit.SUCCEEDED;
        }
    }
}
