// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.ImportReport;
import dev.pawl.Pawl;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.ImportPage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports runs of other systems. */
@CommandLine.Command(
        name = "import",
        description = "Import runs of other systems, also those that are stuck there",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl import old-runs.jsonl --dry-run",
            "  pawl import old-runs.jsonl --pipeline detect.yaml",
            "  export-runs | pawl import -",
            "",
            "A record a line, as docs/reference/import.md describes. Importing twice changes nothing.",
            "What stood as running is idle (documents), interrupted or failed: nothing runs it."
        })
final class ImportCommand extends DataCommand {

    @Parameters(paramLabel = "FILE", description = "A file of JSON lines, or - for standard input")
    private String file = "";

    @Option(names = "--dry-run", description = "Say what would be imported, and change nothing")
    private boolean dryRun;

    @Option(
            names = "--pipeline",
            paramLabel = "FILE",
            description =
                    "A pipeline file whose runs are among them, so that these can go on; may be given more than once")
    private List<Path> pipelines = new ArrayList<>();

    ImportCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException {
        try (InputStream in = opened();
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
                Pawl pawl = data().openOrCreate()) {
            pipelines.forEach(pipeline -> pawl.register(PipelineFiles.load(pipeline)));
            ImportReport report = pawl.importRuns(lines, dryRun);
            if (json()) {
                printJson(report);
            } else {
                out().lines(ImportPage.lines(report));
            }
            return report.problems().isEmpty() ? Exit.SUCCEEDED : Exit.FAILED;
        }
    }

    private InputStream opened() {
        if (file.equals("-")) {
            return terminal().in();
        }
        try {
            return Files.newInputStream(Path.of(file));
        } catch (IOException e) {
            throw new ExitException(Exit.USAGE, file + " cannot be read: " + Errors.words(e));
        }
    }
}
