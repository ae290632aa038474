// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pipeline;
import dev.pawl.stages.PipelineFile;
import dev.pawl.stages.PipelineFile.Checked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Pipeline files named on the command line. */
final class PipelineFiles {

    private PipelineFiles() {}

    /** The pipeline in that file; its problems end the command. */
    static Pipeline<?> load(Path file) {
        Read read = read(file);
        if (read.pipeline() == null) {
            throw new ExitException(Exit.USAGE, file + " has problems:\n" + String.join("\n", read.problems()));
        }
        return read.pipeline();
    }

    /** What is wrong with it, one line each: {@code file:line:column: message; remedy}. */
    static List<String> problems(Path file) {
        try {
            return read(file).problems();
        } catch (ExitException e) {
            return List.of(Objects.requireNonNullElse(e.getMessage(), file + " cannot be read"));
        }
    }

    private static Read read(Path file) {
        if (Files.isDirectory(file)) {
            throw new ExitException(Exit.USAGE, file + " is a folder; name a pipeline file in it");
        }
        try {
            Checked checked = PipelineFile.check(file);
            List<String> problems = new ArrayList<>();
            checked.problems().forEach(problem -> problems.add(file + ":" + problem));
            return new Read(checked.pipeline(), problems);
        } catch (IOException e) {
            throw new ExitException(Exit.USAGE, Errors.words(e));
        }
    }

    private record Read(@Nullable Pipeline<?> pipeline, List<String> problems) {}
}
