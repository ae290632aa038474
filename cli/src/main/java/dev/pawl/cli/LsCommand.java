// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.RunView;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.RunTable;
import dev.pawl.cli.text.Words;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.RunQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Lists runs. */
@CommandLine.Command(
        name = "ls",
        description = "List runs, newest first",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl ls",
            "  pawl ls --status failed --pipeline detect-embed",
            "  pawl ls --status interrupted",
            "  pawl ls --text S05 --limit 100 --json | jq -r '.runs[].id'"
        })
final class LsCommand extends DataCommand {

    private static final String INTERRUPTED = "interrupted";
    private static final String ACTIVE = "active";

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description =
                    "Only runs that stand so: queued, running, waiting, cancelling, succeeded, failed, cancelled, interrupted, or active")
    private @Nullable String status;

    @Option(names = "--pipeline", paramLabel = "NAME", description = "Only runs of that pipeline")
    private @Nullable String pipeline;

    @Option(names = "--key", paramLabel = "KEY", description = "Only runs about that")
    private @Nullable String key;

    @Option(names = "--user", paramLabel = "USER", description = "Only runs for that user")
    private @Nullable String user;

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "Only runs of that number, or whose id or key begins so")
    private @Nullable String text;

    @Option(
            names = "--after",
            paramLabel = "ID",
            description = "Only runs older than that one: the \"next\" of the page before")
    private @Nullable String after;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most so many, 1 to 1000; 20 if not given")
    private int limit = 20;

    LsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException {
        RunQuery query = query();
        Page page = new Page(List.of(), null);
        if (data().used()) {
            try (Pawl pawl = data().openToLook()) {
                page = page(pawl, query);
            }
        }
        if (json()) {
            printJson(page);
        } else {
            print(page);
        }
        return Exit.SUCCEEDED;
    }

    private void print(Page page) {
        if (!data().used() || (page.runs().isEmpty() && asksForAll())) {
            err().line("There is no run in " + data().name() + " yet; start one with `pawl run FILE`");
        } else if (page.runs().isEmpty()) {
            err().line("No run is like that");
        } else {
            out().lines(RunTable.lines(page.runs(), look(out())));
            if (page.next() != null) {
                err().line("There are more: --limit " + Math.min(1000, limit * 5) + ", or --after " + page.next());
            }
        }
    }

    private boolean asksForAll() {
        return status == null && pipeline == null && key == null && user == null && text == null && after == null;
    }

    /** Interrupted runs are told from the others only once they are read, so pages are read until there are enough. */
    private Page page(Pawl pawl, RunQuery first) {
        List<RunView> found = new ArrayList<>();
        RunQuery query = first;
        while (true) {
            List<RunView> runs = pawl.runs(query);
            for (RunView run : runs) {
                if (found.size() == limit) {
                    return new Page(found, found.getLast().id());
                }
                if (!INTERRUPTED.equals(status) || Words.interrupted(run)) {
                    found.add(run);
                }
            }
            if (runs.size() < query.limit()) {
                return new Page(found, null);
            }
            query = query.olderThan(runs.getLast().id());
        }
    }

    private RunQuery query() {
        if (limit < 1 || limit > 1000) {
            throw new ExitException(Exit.USAGE, "--limit is 1 to 1000, not " + limit);
        }
        Boolean active = (INTERRUPTED.equals(status) || ACTIVE.equals(status)) ? true : null;
        RunStatus wanted = status == null || active != null ? null : parsed(status);
        return new RunQuery(
                pipeline, wanted, key, user, text, active, after == null ? null : id(after), Math.min(1000, limit + 1));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new ExitException(
                    Exit.USAGE, "--after is the id of a run, as \"next\" of the page before, not '" + text + "'");
        }
    }

    private static RunStatus parsed(String status) {
        return Arrays.stream(RunStatus.values())
                .filter(s -> s.name().toLowerCase(Locale.ROOT).equals(status))
                .findFirst()
                .orElseThrow(
                        () -> new ExitException(
                                Exit.USAGE,
                                "no run stands as '" + status
                                        + "'; --status is queued, running, waiting, cancelling, succeeded, failed, cancelled, interrupted or active"));
    }

    /** As the API returns it. */
    private record Page(List<RunView> runs, @Nullable UUID next) {}
}
