// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Json;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RunHandle;
import dev.pawl.StageView;
import dev.pawl.Submission;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.Steps;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Runs the example beside the launcher on its real input. */
@CommandLine.Command(
        name = "demo",
        description = "Run the example pipeline on its real input",
        footerHeading = "%nExamples:%n",
        footer = {"  pawl demo", "  pawl demo --data /tmp/demo"})
final class DemoCommand extends DataCommand {

    private static final Path EXAMPLE = Path.of("examples", "qualification");

    @Option(names = "--once", description = "End when the run has ended; there is no server yet, so this is always so")
    private boolean once;

    DemoCommand(Terminal terminal) {
        super(terminal);
    }

    boolean once() {
        return once;
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Path.of(System.getProperty("pawl.home", "")).resolve(EXAMPLE);
        Path input = folder.resolve("input.json");
        byte[] json = Files.exists(input) ? Files.readAllBytes(input) : "{}".getBytes(StandardCharsets.UTF_8);
        Pipeline<?> pipeline = PipelineFiles.load(folder.resolve("qualification.yaml"));
        try (Pawl pawl = data().openOrCreate().register(pipeline).startForOwnRuns()) {
            Driving driving = new Driving(this, pawl);
            RunHandle run =
                    pawl.submit(pipeline, RawJson.of(json), Submission.plain().label("demo", "qualification"));
            int code = driving.toTheEnd(run);
            if (code == Exit.SUCCEEDED) {
                files(pawl, run, folder).forEach(file -> err().line("Written: " + file));
            }
            return code;
        }
    }

    /** The files that the last output names. */
    private static List<Path> files(Pawl pawl, RunHandle run, Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Optional<StageView> last = Steps.lastOutput(run.view());
        Optional<InputStream> output = last.isEmpty()
                ? Optional.empty()
                : pawl.output(run.id(), last.get().id());
        if (output.isPresent()) {
            try (InputStream json = output.get()) {
                for (JsonNode value : Json.values().readTree(json).findValues("path")) {
                    files.add(folder.resolve(value.asString()).normalize());
                }
            }
        }
        return files;
    }
}
