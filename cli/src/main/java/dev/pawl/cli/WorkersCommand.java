// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.WorkerView;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.WorkerTable;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;

/** Lists the processes that execute runs. */
@CommandLine.Command(
        name = "workers",
        description = "List the processes that execute runs, or died while they did",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl workers",
            "  pawl workers --db jdbc:postgresql://db.example/app",
            "  pawl workers --json | jq '[.workers[].runs] | add'"
        })
final class WorkersCommand extends DataCommand {

    WorkersCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException {
        List<WorkerView> workers = List.of();
        if (data().used()) {
            try (Pawl pawl = data().openToLook()) {
                workers = pawl.crew();
            }
        }
        if (json()) {
            printJson(new Crew(workers));
        } else if (workers.isEmpty()) {
            err().line("No process executes runs of " + data().name() + "; `"
                    + look(err()).command("worker") + "` does");
        } else {
            out().lines(WorkerTable.lines(workers, look(out())));
        }
        return Exit.SUCCEEDED;
    }

    /** As the API returns it. */
    private record Crew(List<WorkerView> workers) {}
}
