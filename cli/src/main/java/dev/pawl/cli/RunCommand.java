// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.cli.terminal.Terminal;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Submits a run and executes it here. */
@CommandLine.Command(
        name = "run",
        description = "Run a pipeline file in this terminal, without a server",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl run hello.yaml",
            "  pawl run detect.yaml --input '{\"episode\": \"S05E03\"}' --user user-42",
            "  pawl run detect.yaml --input @episode.json --label team=media --json",
            "  jq -c .episode all.json | pawl run detect.yaml --input -",
            "",
            "Progress goes to standard error, the last output (up to 2 kB) to standard output.",
            "Exit code: 0 succeeded, 1 failed, 2 wrong command or file, 3 refused, 130 interrupted (resumable)."
        })
final class RunCommand extends DataCommand {

    @Parameters(paramLabel = "FILE", description = "The pipeline file (YAML)")
    private Path file = Path.of("");

    @Mixin
    private SubmissionOptions given = new SubmissionOptions();

    RunCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws Exception {
        Pipeline<?> pipeline = PipelineFiles.load(file);
        RawJson input = given.input(terminal().in());
        try (Pawl pawl = data().openOrCreate().register(pipeline).startForOwnRuns()) {
            Driving driving = new Driving(this, pawl);
            RunHandle run = pawl.submit(pipeline, input, given.submission());
            return run.attached() ? attached(pawl, run, driving) : driving.toTheEnd(run);
        }
    }

    /** It was there already: others execute it, or it goes on here. */
    private int attached(Pawl pawl, RunHandle run, Driving driving) throws Exception {
        RunView seen = run.view();
        RunView view = seen.owner() == null && !seen.ended()
                ? pawl.resume(run.id(), by()).view()
                : seen;
        boolean here = view.owner() == null || view.source() == RunView.Source.MEMORY;
        say(
                err(),
                "Run " + view.number() + " is active with this key already; "
                        + (here ? "it goes on here" : "following it"));
        return here ? driving.toTheEnd(run) : new Watching(this, pawl).toTheEnd(run, err());
    }
}
