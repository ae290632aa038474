// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.HistoryEntry;
import dev.pawl.Pawl;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.HistoryPage;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what happened to a run. */
@CommandLine.Command(
        name = "history",
        description = "Tell everything that happened to a run",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl history 12",
            "  pawl history 12 --json | jq '.entries[].events[].type'",
            "  pawl history 12 --after 1000"
        })
final class HistoryCommand extends DataCommand {

    @Parameters(paramLabel = "RUN", description = "Its number, its id or the beginning of it, or its key")
    private String name = "";

    @Option(names = "--after", paramLabel = "SEQ", defaultValue = "0", description = "Only entries after that one")
    private int after;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "At most so many entries; 1000 if not given")
    private int limit = 1000;

    HistoryCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1 || after < 0) {
            throw new ExitException(
                    Exit.USAGE, "--limit is 1 or more and --after 0 or more, not " + limit + " and " + after);
        }
        try (Pawl pawl = openToLook()) {
            UUID run = find(pawl, name).id();
            List<HistoryEntry> found = pawl.history(run, after, limit + 1);
            boolean more = found.size() > limit;
            List<HistoryEntry> entries = more ? found.subList(0, limit) : found;
            Integer next = more ? entries.getLast().seq() : null;
            if (json()) {
                printJson(new Page(entries, next));
            } else {
                out().lines(HistoryPage.lines(entries, new Journal(pawl, run), look(out())));
                if (next != null) {
                    err().line("There are more: --after " + next);
                }
            }
            return Exit.SUCCEEDED;
        }
    }

    /** As the API returns it. */
    private record Page(
            List<HistoryEntry> entries, @Nullable Integer next) {}
}
