// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.RunView;
import dev.pawl.cli.terminal.Terminal;
import java.io.IOException;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes a run. */
@CommandLine.Command(
        name = "delete",
        description = "Delete a run that has ended, with its history, outputs and log",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl delete 12",
            "  pawl delete 12 --yes",
            "",
            "What other runs use of it stays readable, and runs that were made from it stay.",
            "`pawl prune` deletes all runs whose time is over."
        })
final class DeleteCommand extends DataCommand {

    @Parameters(paramLabel = "RUN", description = "Its number, its id or the beginning of it, or its key")
    private String name = "";

    @Mixin
    private Confirmation confirmation = new Confirmation();

    DeleteCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException {
        try (Pawl pawl = openToChange()) {
            RunView run = find(pawl, name).view();
            String named = "run " + run.number() + " of " + run.pipeline();
            if (run.ended()
                    && !confirmation.given(
                            terminal(),
                            "what is deleted is gone",
                            "Delete " + named + "? Its history, outputs and log are gone then.")) {
                return declined();
            }
            boolean deleted = pawl.delete(run.id(), by());
            if (json()) {
                printJson(new Deleted(run.id(), run.number(), deleted));
            } else {
                out().line(deleted ? "R" + named.substring(1) + " is deleted" : "It was gone already");
            }
            return Exit.SUCCEEDED;
        }
    }

    /** What was done. */
    record Deleted(UUID id, long number, boolean deleted) {}
}
