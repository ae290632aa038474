// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A pipeline of five stages, each of which leaves a line in a file when it is executed: its attempt, user and process. */
record Effects(Path folder) {

    static final List<String> STAGES = List.of("load", "left", "right", "join", "report");

    private static final String PIPELINE = """
            pipeline: effects
            version: 1
            user: required
            stages:
              - {id: load, command: [sh, work.sh]}
              - {id: left, after: [load], command: [sh, work.sh]}
              - {id: right, after: [load], command: [sh, work.sh]}
              - {id: join, after: [left, right], command: [sh, work.sh]}
              - {id: report, after: [join], command: [sh, work.sh]}
            """;
    private static final String WORK = """
            echo "$PAWL_ATTEMPT $PAWL_USER $$" >> effects-$PAWL_STAGE
            sleep 0.06
            echo "\\"$PAWL_STAGE\\"" > "$PAWL_OUTPUT"
            """;

    static Effects in(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("effects.yaml"), PIPELINE);
        Files.writeString(folder.resolve("work.sh"), WORK);
        return new Effects(folder);
    }

    /** The lines each stage left. */
    Map<String, List<Line>> lines() {
        Map<String, List<Line>> lines = new LinkedHashMap<>();
        for (String stage : STAGES) {
            Path file = folder.resolve("effects-" + stage);
            try {
                lines.put(
                        stage,
                        Files.exists(file)
                                ? Files.readAllLines(file).stream()
                                        .map(Line::of)
                                        .toList()
                                : List.of());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return lines;
    }

    /** Processes of stages that live. */
    List<Long> living() {
        return lines().values().stream()
                .flatMap(List::stream)
                .map(Line::pid)
                .filter(pid -> alive(pid))
                .toList();
    }

    /** One that has ended and was not yet waited for by its parent does not live. */
    static boolean alive(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        try {
            return process.isPresent()
                    && process.get().isAlive()
                    && !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException e) {
            return false;
        }
    }

    /** What one execution left. */
    record Line(String attempt, String user, long pid) {
        private static Line of(String line) {
            String[] words = line.split(" ", -1);
            return new Line(words[0], words[1], Long.parseLong(words[2]));
        }
    }
}
