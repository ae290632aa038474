// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one execution of a stage. It tells a later execution which processes this one started, should nobody have
 * been left to end them.
 */
public final class Scratch {

    /** Start times are computed from the time of boot, which is corrected now and then. */
    private static final Duration SAME_START = Duration.ofSeconds(2);

    /** A file with the number of the process whose stage it is. */
    static final String OWNER = "owner";

    private static final String PROCESSES = "processes";
    private static final long ME = ProcessHandle.current().pid();

    private final Path folder;
    private volatile boolean occupied;

    private Scratch(Path folder) {
        this.folder = folder;
    }

    /**
     * Ends what earlier executions of the stage have left behind, and makes a folder for a new one. Other items of the stage
     * that execute in this process are left alone.
     *
     * @param item place of the item it works on, or -1
     */
    public static Scratch open(String run, String stage, int item) throws IOException {
        Path root = ScratchRoot.get();
        String all = run + "." + stage;
        String prefix = item < 0 ? all + "-" : all + "." + item + "-";
        endLeftovers(root, prefix, folder -> true);
        if (item >= 0) {
            endLeftovers(root, all + ".", Scratch::ofAnotherProcess);
        }
        Sweep.once(root);
        Path folder = Files.createTempDirectory(root, prefix);
        Files.writeString(folder.resolve(OWNER), Long.toString(ME));
        return new Scratch(folder);
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /** What marks the processes of this execution. */
    public String mark() {
        return mark(folder);
    }

    /** Writes down who would have to be ended. */
    public void record(List<ProcessHandle> processes) {
        String lines = processes.stream()
                .map(process -> process.pid() + " " + startOf(process).toEpochMilli() + "\n")
                .collect(Collectors.joining());
        try {
            Path part = Files.writeString(file(PROCESSES + ".part"), lines);
            Files.move(part, file(PROCESSES), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            return; // the mark is there as well, and a full disk must not stop a stage
        }
    }

    /** Whether processes may be running that only this folder tells of. */
    public void occupied(boolean now) {
        occupied = now;
    }

    /** Removes the folder; not an occupied one, which the next execution of the stage needs. */
    public void delete() {
        if (occupied) {
            return;
        }
        try {
            deleteTree(folder);
        } catch (IOException e) {
            return; // the next execution of the stage tries again
        }
    }

    private static void endLeftovers(Path root, String prefix, Predicate<Path> which) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(root, prefix + "*")) {
            found.forEach(folders::add);
        }
        folders.removeIf(which.negate());
        for (Path folder : folders) {
            endLeftover(folder);
        }
    }

    /** Whether it is certain that another process made it. */
    private static boolean ofAnotherProcess(Path folder) {
        try {
            String owner = Files.readString(folder.resolve(OWNER), StandardCharsets.US_ASCII);
            return !owner.isEmpty() && !owner.equals(Long.toString(ME));
        } catch (IOException e) {
            return false; // it is being made, or removed
        }
    }

    /** Ends what an earlier execution has left behind, and removes its folder. */
    static void endLeftover(Path folder) throws IOException {
        ProcessTree tree = new ProcessTree(mark(folder));
        recorded(folder).forEach(tree::add);
        if (!tree.stop(Duration.ZERO)) {
            throw new IOException("an earlier execution of the stage has left processes that cannot be killed: "
                    + tree.alive().stream().map(ProcessHandle::pid).toList() + "; end them by hand");
        }
        deleteTree(folder);
    }

    private static List<ProcessHandle> recorded(Path folder) throws IOException {
        List<ProcessHandle> processes = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(folder.resolve(PROCESSES), StandardCharsets.UTF_8)) {
                String[] words = line.split(" ", 2);
                Instant start = Instant.ofEpochMilli(Long.parseLong(words[1]));
                ProcessHandle.of(Long.parseLong(words[0]))
                        .filter(process ->
                                Duration.between(startOf(process), start).abs().compareTo(SAME_START) < 0)
                        .ifPresent(processes::add);
            }
        } catch (NoSuchFileException e) {
            return processes;
        }
        return processes;
    }

    private static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }

    private static String mark(Path folder) {
        return "PAWL_OUTPUT=" + folder.resolve("output.json");
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // somebody else removes it too
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
