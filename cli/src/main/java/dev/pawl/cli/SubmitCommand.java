// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.SubmitPage;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a run for others to execute. */
@CommandLine.Command(
        name = "submit",
        description = "Make a run without executing it here; it waits for a worker",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl submit detect.yaml --input '{\"episode\": \"S05E03\"}' --user user-42",
            "  pawl submit detect-embed --pipelines pipelines --input @episode.json",
            "  pawl resume $(pawl submit detect.yaml --json | jq .number)",
            "",
            "It may be given while another process executes runs of the same data folder."
        })
final class SubmitCommand extends DataCommand {

    @Parameters(paramLabel = "FILE|NAME", description = "The pipeline file (YAML), or the name of a pipeline")
    private String name = "";

    @Option(
            names = "--pipelines",
            paramLabel = "FOLDER",
            defaultValue = "${env:PAWL_PIPELINES:-.}",
            description = "Where files are looked through for a NAME (PAWL_PIPELINES); where you are, if not given")
    private Path pipelines = Path.of(".");

    @Mixin
    private SubmissionOptions given = new SubmissionOptions();

    @Option(
            names = "--priority",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of runs that wait, those of a higher one begin first; 0 if not given")
    private int priority;

    @Option(names = "--delay", paramLabel = "DURATION", description = "No worker takes it earlier: 90s, 10m, 3d")
    private @Nullable String delay;

    @Option(
            names = "--on-conflict",
            paramLabel = "reject|queue",
            defaultValue = "reject",
            description =
                    "Where another run of its key is active: refuse it, or have it wait in line; reject if not given")
    private OnConflict onConflict = OnConflict.REJECT;

    /** What becomes of it where its key is taken. */
    enum OnConflict {
        REJECT,
        QUEUE
    }

    SubmitCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws Exception {
        Pipeline<?> pipeline = PipelineFiles.named(name, pipelines);
        RawJson input = given.input(terminal().in());
        try (Pawl pawl = data().openToSubmit()) {
            RunView run = pawl.submit(pipeline, input, submission()).view();
            if (json()) {
                printJson(run);
            } else {
                out().lines(SubmitPage.lines(run, living(pawl), look(out())));
            }
            return Exit.SUCCEEDED;
        }
    }

    private Submission submission() {
        Submission plain =
                given.submission().priority(priority).delay(delay == null ? null : Durations.read("--delay", delay));
        return onConflict == OnConflict.QUEUE ? plain.waitingInLine() : plain;
    }

    /** Who executes runs of this folder now, or null. */
    private static @Nullable WorkerInfo living(Pawl pawl) {
        return pawl.workers().stream()
                .filter(WorkerRow::alive)
                .map(WorkerRow::worker)
                .findFirst()
                .orElse(null);
    }
}
