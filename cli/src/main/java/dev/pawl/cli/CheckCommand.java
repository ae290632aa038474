// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Schedule;
import dev.pawl.cli.terminal.Terminal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Checks pipeline files. */
@CommandLine.Command(
        name = "check",
        description = "Check pipeline files, and report every mistake at once",
        footerHeading = "%nExamples:%n",
        footer = {"  pawl pipelines check detect.yaml", "  pawl pipelines check pipelines/*.yaml"})
final class CheckCommand extends Command {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm VV", Locale.ROOT);

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
                tellNext(PipelineFiles.load(file).schedule());
            } else {
                out().lines(problems);
                code = Exit.USAGE;
            }
        }
        return code;
    }

    private void tellNext(@Nullable Schedule schedule) {
        if (schedule != null) {
            Instant next = schedule.next(Instant.now());
            out().line("  next: " + CLOCK.format(next.atZone(schedule.zone())));
        }
    }
}
