// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Json;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RunHandle;
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
import tools.jackson.databind.node.ObjectNode;

/** Makes a run for others to execute. */
@CommandLine.Command(
        name = "submit",
        description = "Make a run without executing it here; it waits for a worker",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl submit detect.yaml --input '{\"episode\": \"S05E03\"}' --user user-42",
            "  pawl submit detect-embed --pipelines pipelines --input @episode.json",
            "  pawl submit detect.yaml --key S05E03 --on-conflict queue",
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

    SubmitCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws Exception {
        Pipeline<?> pipeline = PipelineFiles.named(name, pipelines);
        RawJson input = given.input(terminal().in());
        try (Pawl pawl = data().openToSubmit()) {
            RunHandle handle = pawl.submit(pipeline, input, submission());
            RunView run = handle.view();
            if (json()) {
                printJson(document(run, handle.attached()));
            } else {
                out().lines(
                                handle.attached()
                                        ? SubmitPage.attached(run, look(out()))
                                        : SubmitPage.lines(run, living(pawl), look(out())));
            }
            return Exit.SUCCEEDED;
        }
    }

    /** The run, and that it was there already. */
    private static ObjectNode document(RunView run, boolean attached) {
        return Json.views().<ObjectNode>valueToTree(run).put("attached", attached);
    }

    private Submission submission() {
        return given.submission()
                .priority(priority)
                .delay(delay == null ? null : Durations.read("--delay", delay, Submission.LONGEST_DELAY));
    }

    /** Who executes runs of this folder now, and keeps others from it; or null. */
    private @Nullable WorkerInfo living(Pawl pawl) {
        if (data() instanceof Database) {
            return null;
        }
        return pawl.workers().stream()
                .filter(WorkerRow::alive)
                .map(WorkerRow::worker)
                .findFirst()
                .orElse(null);
    }
}
