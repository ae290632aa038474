// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Checks pipeline files. */
@CommandLine.Command(
        name = "check",
        description = "Check pipeline files, and report every mistake at once",
        footerHeading = "%nExamples:%n",
        footer = {"  pawl pipelines check detect.yaml", "  pawl pipelines check pipelines/*.yaml"})
final class CheckCommand extends Command {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Pipeline files (YAML)")
    private List<Path> files = new ArrayList<>();

    CheckCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        int code = Exit.SUCCEEDED;
        for (Path file : files) {
            List<String> problems = PipelineFiles.problems(file);
            if (problems.isEmpty()) {
                out().line(file + ": good");
            } else {
                out().lines(problems);
                code = Exit.USAGE;
            }
        }
        return code;
    }
}
