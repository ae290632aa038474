// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The pipeline files of a folder, as they are now: one that has changed is read again. A file with mistakes hides no other. Thread-safe. */
final class PipelineFolder implements Supplier<List<String>> {

    private final Path folder;
    private final Pawl pawl;
    private final Map<Path, FileTime> read = new HashMap<>();
    private final Map<Path, List<String>> problems = new LinkedHashMap<>();

    PipelineFolder(Path folder, Pawl pawl) {
        this.folder = folder;
        this.pawl = pawl;
    }

    /** Makes known what has changed; says what is wrong, one line each. */
    @Override
    public synchronized List<String> get() {
        List<String> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> there = files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList();
            read.keySet().retainAll(there);
            problems.keySet().retainAll(there);
            there.forEach(this::look);
        } catch (IOException e) {
            all.add("the folder " + folder + " cannot be read: " + Errors.words(e));
        }
        problems.values().forEach(all::addAll);
        return all;
    }

    private void look(Path file) {
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            if (changed.equals(read.put(file, changed))) {
                return;
            }
            List<String> wrong = PipelineFiles.problems(file);
            if (wrong.isEmpty()) {
                pawl.register(PipelineFiles.load(file));
                problems.remove(file);
            } else {
                problems.put(file, wrong);
            }
        } catch (IOException | ExitException e) {
            problems.put(file, List.of(file + ": " + e.getMessage()));
        }
    }
}
