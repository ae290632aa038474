// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.RunView;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.Steps;
import dev.pawl.core.Event;
import dev.pawl.core.RunStatus;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** What a person does to a document as a whole. */
abstract class DocumentCommand extends DataCommand {

    private static final int MOST_ENTRIES = 100;

    @Parameters(index = "0", paramLabel = "RUN", description = "Its number, its id or the beginning of it, or its key")
    private String name = "";

    DocumentCommand(Terminal terminal) {
        super(terminal);
    }

    /** Does it; the result is what to say. */
    abstract String change(Pawl pawl, RunView run);

    @Override
    public final Integer call() throws IOException {
        try (Pawl pawl = openToChange()) {
            RunView run = find(pawl, name).view();
            String said = change(pawl, run);
            RunView after = pawl.run(run.id()).view();
            if (json()) {
                printJson(after);
            } else {
                out().line(said);
                Steps.lines(after, look(out()), wrote(pawl, after)).forEach(step -> out().line("  " + step));
            }
            return Exit.SUCCEEDED;
        }
    }

    /** Has all that is stale run again. */
    @CommandLine.Command(
            name = "refresh-stale",
            description = "Have what is stale in a document run again, one after the other, as far as it is stale then",
            footerHeading = "%nExamples:%n",
            footer = {"  pawl refresh-stale 12", "", "Whoever executes runs does it; `pawl resume 12` does it here."})
    static final class RefreshStale extends DocumentCommand {
        RefreshStale(Terminal terminal) {
            super(terminal);
        }

        @Override
        String change(Pawl pawl, RunView run) {
            pawl.refreshStale(run.id(), by());
            List<String> again = asked(pawl, run);
            return again.isEmpty()
                    ? "Nothing more in run " + run.number() + " is to run again"
                    : "To run again in run " + run.number() + ": " + String.join(", ", again);
        }

        /** What was written just now; what was asked for before is at work already. */
        private static List<String> asked(Pawl pawl, RunView before) {
            return pawl.history(before.id(), before.asOfSeq(), MOST_ENTRIES).stream()
                    .flatMap(entry -> entry.events().stream())
                    .filter(Event.RefreshAsked.class::isInstance)
                    .flatMap(event -> ((Event.RefreshAsked) event).stages().stream())
                    .distinct()
                    .toList();
        }
    }

    /** Ends a document. */
    @CommandLine.Command(
            name = "close",
            description = "Close a document: it has succeeded, or failed where a stage of it has",
            footerHeading = "%nExamples:%n",
            footer = {
                "  pawl close 12",
                "",
                "One that has failed can be opened again with `pawl resume 12`. What failed and is to be left behind is",
                "put back before: `pawl stage reset 12 publish`."
            })
    static final class Close extends DocumentCommand {
        Close(Terminal terminal) {
            super(terminal);
        }

        @Override
        String change(Pawl pawl, RunView run) {
            pawl.close(run.id(), by());
            RunView closed = pawl.run(run.id()).view();
            return "Run " + run.number() + " is closed"
                    + (closed.status() == RunStatus.FAILED ? ", and has failed: " + closed.error() : "");
        }
    }
}
