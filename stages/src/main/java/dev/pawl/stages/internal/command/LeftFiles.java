// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.command;

import dev.pawl.StageContext;
import dev.pawl.StageFailedException;
import dev.pawl.StageFailedException.Retry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files that a command has left to be offered. */
record LeftFiles(Path folder, StageContext<?> context) {

    /** Takes them; what is no plain file is left out, and said. */
    void take() throws IOException, StageFailedException {
        for (Path file : all()) {
            String name = folder.relativize(file).toString();
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                take(name, file);
            } else {
                context.log("(pawl: left out " + name + ", which is no plain file)");
            }
        }
    }

    private void take(String name, Path file) throws IOException, StageFailedException {
        try {
            context.artifact(name, out -> Files.copy(file, out));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new StageFailedException("PAWL_ARTIFACTS: " + e.getMessage(), Retry.AFTER_PAUSE, null);
        }
    }

    private List<Path> all() throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }
}
