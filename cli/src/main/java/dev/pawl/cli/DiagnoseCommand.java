// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Diagnosis;
import dev.pawl.Pawl;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.DiagnosisPage;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Says why a run is where it is. */
@CommandLine.Command(
        name = "diagnose",
        description = "Say why a run does not go on, how that is known, and what to type",
        footerHeading = "%nExamples:%n",
        footer = {"  pawl diagnose 12", "  pawl diagnose 12 --json | jq '.reasons[].code'"})
final class DiagnoseCommand extends DataCommand {

    @Parameters(paramLabel = "RUN", description = "Its number, its id or the beginning of it, or its key")
    private String name = "";

    DiagnoseCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException {
        try (Pawl pawl = openToLook()) {
            Diagnosis diagnosis = pawl.diagnose(find(pawl, name).id());
            if (json()) {
                printJson(diagnosis);
            } else {
                out().lines(DiagnosisPage.lines(diagnosis, look(out())));
            }
            return Exit.SUCCEEDED;
        }
    }
}
