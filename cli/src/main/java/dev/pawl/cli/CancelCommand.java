// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.RunView;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.EndPage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends a run. */
@CommandLine.Command(
        name = "cancel",
        description = "End a run without its result: its work is stopped, its key is free",
        footerHeading = "%nExamples:%n",
        footer = {"  pawl cancel 12", "  pawl cancel 12 --reason 'wrong episode'"})
final class CancelCommand extends DataCommand {

    /** Work that does not stop at once goes on stopping without being watched. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Parameters(paramLabel = "RUN", description = "Its number, its id or the beginning of it, or its key")
    private String name = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history")
    private @Nullable String reason;

    CancelCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Pawl pawl = openToChange()) {
            RunView run = settled(pawl);
            if (json()) {
                printJson(run);
            } else if (run.ended()) {
                out().lines(EndPage.lines(run, timeLine(pawl, run), look(out()), wrote(pawl, run)));
            } else {
                say(
                        out(),
                        "Run " + run.number() + " is being cancelled; it is once its work has stopped: "
                                + look(out()).command("watch " + run.number()));
            }
            return Exit.SUCCEEDED;
        }
    }

    private RunView settled(Pawl pawl) throws InterruptedException {
        var handle = pawl.cancel(find(pawl, name).id(), by(), reason);
        try {
            return handle.await(PATIENCE);
        } catch (TimeoutException e) {
            return handle.view();
        }
    }
}
