// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pipeline;
import dev.pawl.stages.PipelineFile;
import dev.pawl.stages.PipelineFile.Checked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
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

    /** The pipeline in the file of that name or, where there is none, the newest version of the pipeline of that name in a folder. */
    static Pipeline<?> named(String name, Path folder) {
        Path file = Path.of(name);
        if (Files.exists(file) || !name.matches("[a-z][a-z0-9-]*")) {
            return load(file);
        }
        return in(folder).stream()
                .map(PipelineFiles::pipeline)
                .flatMap(Optional::stream)
                .filter(pipeline -> pipeline.name().equals(name))
                .max(Comparator.comparingInt(Pipeline::version))
                .orElseThrow(() -> new ExitException(
                        Exit.USAGE,
                        "there is no file " + name + ", and no pipeline of that name in the files of " + folder
                                + "; name a file, or the folder it is in with --pipelines"));
    }

    /** Those in the files of a folder; their problems end the command, all at once. */
    static List<Pipeline<?>> allOf(Path folder) {
        List<Pipeline<?>> all = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path file : in(folder)) {
            Read read = read(file);
            problems.addAll(read.problems());
            if (read.pipeline() != null) {
                all.add(read.pipeline());
            }
        }
        if (!problems.isEmpty()) {
            throw new ExitException(
                    Exit.USAGE, "files of " + folder + " have problems:\n" + String.join("\n", problems));
        }
        return all;
    }

    private static Optional<Pipeline<?>> pipeline(Path file) {
        return Optional.ofNullable(read(file).pipeline());
    }

    private static List<Path> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ExitException(Exit.USAGE, "--pipelines cannot be read: " + Errors.words(e));
        }
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
