// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Follows a run to its end. */
@CommandLine.Command(
        name = "watch",
        description = "Follow a run to its end, whoever executes it",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl watch 12",
            "  pawl watch 12 && ./next-step",
            "",
            "The exit code is the run's: 0 succeeded, 1 failed or cancelled."
        })
final class WatchCommand extends DataCommand {

    @Parameters(paramLabel = "RUN", description = "Its number, its id or the beginning of it, or its key")
    private String name = "";

    WatchCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws Exception {
        try (Pawl pawl = openToLook()) {
            return new Watching(this, pawl).toTheEnd(find(pawl, name), json() ? err() : out());
        }
    }
}
