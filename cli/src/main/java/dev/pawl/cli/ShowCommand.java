// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.RunPage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one run. */
@CommandLine.Command(
        name = "show",
        description = "Show a run: how it stands, its stages, what can be done",
        footerHeading = "%nExamples:%n",
        footer = {"  pawl show 12", "  pawl show 12 --json | jq .status", "  pawl show 12 --output report > report.json"
        })
final class ShowCommand extends DataCommand {

    @Parameters(paramLabel = "RUN", description = "Its number, id, or the beginning of its id")
    private String name = "";

    @Option(
            names = "--output",
            paramLabel = "STAGE",
            description = "Print the output of that stage instead, as it was written")
    private @Nullable String output;

    ShowCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException {
        try (Pawl pawl = openToLook()) {
            RunHandle run = find(pawl, name);
            if (output != null) {
                print(pawl, run, output);
            } else if (json()) {
                printJson(run.view());
            } else {
                RunView view = run.view();
                out().lines(RunPage.lines(view, timeLine(pawl, view), look(out()), wrote(pawl, view)));
            }
            return Exit.SUCCEEDED;
        }
    }

    private void print(Pawl pawl, RunHandle run, String stage) throws IOException {
        Optional<InputStream> found = pawl.output(run.id(), stage);
        if (found.isEmpty()) {
            throw new ExitException(
                    Exit.REFUSED,
                    "stage " + stage + " of this run has no output; `"
                            + look(out()).command("show " + name) + "` tells which have");
        }
        try (InputStream in = found.get()) {
            in.transferTo(out().bytes());
        }
        if (out().terminal()) {
            out().line("");
        }
        out().bytes().flush();
    }
}
