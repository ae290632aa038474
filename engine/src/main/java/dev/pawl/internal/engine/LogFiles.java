// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.LogLine;
import dev.pawl.core.Attempt;
import dev.pawl.internal.attempt.LogSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines of stages in files, one for each run: {@code logs/<run>.log}, a line {@code time stage generation attempt text}. A
 * file that has grown to its limit takes no more. Thread-safe.
 */
final class LogFiles implements LogSink {

    /** Longest log of one run, in bytes. */
    private static final long MOST = 16L << 20;

    private static final int LONGEST_LINE = 8192;
    private static final int FIELDS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(LogFiles.class);

    private final Path folder;
    private final InstantSource clock;

    LogFiles(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public void line(Attempt attempt, String text) {
        write(attempt, text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) + " …" : text);
    }

    @Override
    public void text(Attempt attempt, String part) {
        part.lines().forEach(line -> line(attempt, line));
    }

    @Override
    public List<LogLine> read(UUID run, @Nullable String stage, long skip) {
        Path file = file(run);
        if (!Files.exists(file)) {
            return List.of();
        }
        List<LogLine> lines = new ArrayList<>();
        try (Stream<String> all = Files.lines(file, StandardCharsets.UTF_8)) {
            all.map(LogFiles::parse)
                    .filter(line -> line != null && (stage == null || stage.equals(line.stage())))
                    .skip(skip)
                    .forEach(lines::add);
        } catch (IOException | java.io.UncheckedIOException e) {
            LOG.warn("the log of run {} cannot be read: {}", run, e.getMessage());
        }
        return lines;
    }

    private synchronized void write(Attempt attempt, String text) {
        Path file = file(attempt.run());
        String line = clock.instant() + " " + attempt.stage() + " " + attempt.generation() + " " + attempt.number()
                + " " + text.replace('\n', ' ').replace('\r', ' ') + "\n";
        try {
            if (Files.exists(file) && Files.size(file) > MOST) {
                return;
            }
            Files.createDirectories(folder);
            Files.writeString(file, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.debug("a line of {} is not kept: {}", attempt.id(), e.getMessage());
        }
    }

    private Path file(UUID run) {
        return folder.resolve(run + ".log");
    }

    private static @Nullable LogLine parse(String line) {
        String[] parts = line.split(" ", FIELDS);
        try {
            return parts.length < FIELDS
                    ? null
                    : new LogLine(
                            Instant.parse(parts[0]),
                            parts[1],
                            Integer.parseInt(parts[2]),
                            Integer.parseInt(parts[3]),
                            parts[4]);
        } catch (RuntimeException cutShortByACrash) {
            return null;
        }
    }
}
