// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pipeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Pipeline files named on the command line. */
final class PipelineFiles {

    private PipelineFiles() {}

    /** The pipeline in that file, or every problem it has. */
    static Pipeline<?> load(Path file) {
        List<String> problems = problems(file);
        if (!problems.isEmpty()) {
            throw new ExitException(Exit.USAGE, String.join("\n", problems));
        }
        throw new UnsupportedOperationException("pipeline files are on their way");
    }

    /** What is wrong with it, one line each. */
    static List<String> problems(Path file) {
        return Files.isReadable(file) ? List.of() : List.of(file + ":1:1: there is no such file; name one");
    }
}
