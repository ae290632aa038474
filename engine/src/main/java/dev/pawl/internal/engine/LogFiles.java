// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.LogLine;
import dev.pawl.core.Attempt;
import dev.pawl.internal.attempt.LogSink;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines of stages in files, one for each run: {@code logs/<run>.log}, a line {@code time stage generation attempt text}, where
 * an item of a map stands behind its stage, as in {@code detect[17]}. A file that has grown to its limit takes no more. Thread-safe.
 */
final class LogFiles implements LogSink {

    /** Longest log of one run, in bytes. */
    private static final long MOST = 16L << 20;

    private static final int MOST_OPEN = 64;
    private static final int LONGEST_LINE = 8192;
    private static final int FIELDS = 5;
    /** Of an id and the ending. */
    private static final int NAME = 40;

    private static final Logger LOG = LoggerFactory.getLogger(LogFiles.class);

    private final Path folder;
    private final InstantSource clock;
    private final Map<UUID, File> open = new Open();
    private boolean failing;

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
        String line = clock.instant() + " " + attempt.stage() + (attempt.ofItem() ? "[" + attempt.item() + "]" : "")
                + " " + attempt.generation() + " " + attempt.number()
                + " " + text.replace('\n', ' ').replace('\r', ' ') + "\n";
        try {
            File file = open.get(attempt.run());
            if (file == null) {
                Files.createDirectories(folder);
                file = new File(file(attempt.run()));
                open.put(attempt.run(), file);
            }
            file.append(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("lines of stages are not kept: {}", e.toString());
                failing = true;
            }
        }
    }

    /** The files written to lately, the least used first. */
    private static final class Open extends LinkedHashMap<UUID, File> {
        private static final long serialVersionUID = 1;

        Open() {
            super(MOST_OPEN, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, File> eldest) {
            if (size() <= MOST_OPEN) {
                return false;
            }
            eldest.getValue().close();
            return true;
        }
    }

    /** Not a channel: that would be closed by the interrupt of a stage that logs while it is being stopped. */
    private static final class File {
        private final OutputStream out;
        private long size;

        File(Path path) throws IOException {
            out = new FileOutputStream(path.toFile(), true);
            size = Files.size(path);
        }

        void append(byte[] line) throws IOException {
            if (size <= MOST) {
                out.write(line);
                size += line.length;
            }
        }

        void close() {
            try {
                out.close();
            } catch (IOException e) {
                LOG.debug("a log was not closed: {}", e.toString());
            }
        }
    }

    /** What comes later opens its file again. */
    @Override
    public synchronized void close() {
        open.values().forEach(File::close);
        open.clear();
    }

    @Override
    public synchronized void delete(UUID run) {
        File file = open.remove(run);
        if (file != null) {
            file.close();
        }
        try {
            Files.deleteIfExists(file(run));
        } catch (IOException e) {
            LOG.warn("the log of run {} cannot be deleted: {}", run, e.toString());
        }
    }

    @Override
    public Set<UUID> unchangedSince(Instant time) {
        Set<UUID> runs = new LinkedHashSet<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.log")) {
                for (Path file : files) {
                    String name = file.getFileName().toString();
                    if (name.length() == NAME
                            && Files.getLastModifiedTime(file).toInstant().isBefore(time)) {
                        runs.add(UUID.fromString(name.substring(0, NAME - ".log".length())));
                    }
                }
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("logs in {} cannot be listed: {}", folder, e.toString());
            }
        }
        return runs;
    }

    private Path file(UUID run) {
        return folder.resolve(run + ".log");
    }

    private static @Nullable LogLine parse(String line) {
        String[] parts = line.split(" ", FIELDS);
        try {
            if (parts.length < FIELDS) {
                return null;
            }
            String[] place = parts[1].split("[\\[\\]]", -1);
            return new LogLine(
                    Instant.parse(parts[0]),
                    place[0],
                    place.length < 2 ? null : Integer.valueOf(place[1]),
                    Integer.parseInt(parts[2]),
                    Integer.parseInt(parts[3]),
                    parts[4]);
        } catch (RuntimeException cutShortByACrash) {
            return null;
        }
    }
}
