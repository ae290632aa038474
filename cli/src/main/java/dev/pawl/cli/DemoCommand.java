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
import java.net.URISyntaxException;
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
        Path folder = example();
        Pipeline<?> pipeline = PipelineFiles.load(folder.resolve("qualification.yaml"));
        RawJson input = RawJson.of(Files.readAllBytes(folder.resolve("input.json")));
        try (Pawl pawl = data().openOrCreate().register(pipeline).startForOwnRuns()) {
            Driving driving = new Driving(this, pawl);
            RunHandle run = pawl.submit(pipeline, input, Submission.plain().label("demo", "qualification"));
            int code = driving.toTheEnd(run);
            if (code == Exit.SUCCEEDED) {
                files(pawl, run).forEach(file -> err().line("Written: " + file));
            }
            return code;
        }
    }

    /** In the checkout that this was started from: the folder the launcher names, or one above the program. */
    private static Path example() throws URISyntaxException {
        String home = System.getProperty("pawl.home");
        Path start = home == null
                ? Path.of(DemoCommand.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                : Path.of(home);
        for (Path folder = start.toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(EXAMPLE).resolve("qualification.yaml"))) {
                return folder.resolve(EXAMPLE);
            }
        }
        throw new ExitException(
                Exit.FAILED, "there is no " + EXAMPLE + " above " + start + "; start ./pawl from a whole checkout");
    }

    /** The files that the last output names. */
    private static List<Path> files(Pawl pawl, RunHandle run) throws IOException {
        List<Path> files = new ArrayList<>();
        Optional<StageView> last = Steps.lastOutput(run.view());
        Optional<InputStream> output = last.isEmpty()
                ? Optional.empty()
                : pawl.output(run.id(), last.get().id());
        if (output.isPresent()) {
            try (InputStream json = output.get()) {
                collect(Json.values().readTree(json), files);
            }
        }
        return files;
    }

    private static void collect(JsonNode value, List<Path> files) {
        if (value.isString() && value.stringValue().startsWith("/")) {
            Path file = Path.of(value.stringValue());
            if (Files.isRegularFile(file)) {
                files.add(file);
            }
        }
        value.forEach(inner -> collect(inner, files));
    }
}
