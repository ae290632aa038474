// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The folder that runs are kept in. */
record DataFolder(Path path) implements Data {

    /** Where runs are kept unless said otherwise. */
    static final String DEFAULT = ".pawl";

    /** What that option names, else {@code PAWL_DATA} where it is not empty, else the default. */
    static DataFolder named(@Nullable String option) {
        if (option != null && option.isEmpty()) {
            throw new ExitException(Exit.USAGE, "--data names no folder; leave it out for " + DEFAULT);
        }
        String set = Objects.requireNonNullElse(System.getenv("PAWL_DATA"), "");
        String name = option != null ? option : set.isEmpty() ? DEFAULT : set;
        try {
            return new DataFolder(Path.of(name));
        } catch (InvalidPathException e) {
            throw new ExitException(Exit.USAGE, "--data names no folder that can be here: " + e.getReason());
        }
    }

    /** Whether there is a database in it; a file in its place ends the command. */
    @Override
    public boolean used() {
        Path there = nearest();
        if (!Files.isDirectory(there)) {
            throw new ExitException(
                    Exit.USAGE, there + " is a file, and runs are kept in a folder; name another one with --data");
        }
        return Files.exists(path.resolve("pawl.db"));
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public Path logs() {
        return path;
    }

    /** Itself where it exists, else the first above it that does. */
    Path nearest() {
        Path there = path.toAbsolutePath().normalize();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    /** Why nothing can be written there; null where it can. */
    static @Nullable String closed(Path folder) {
        if (Files.isWritable(folder)) {
            return null;
        }
        try {
            Files.delete(Files.createTempFile(folder, "pawl", ".tmp"));
            return null;
        } catch (AccessDeniedException e) {
            return "its permissions forbid it";
        } catch (FileSystemException e) {
            String why = Objects.requireNonNullElse(e.getReason(), "");
            return why.contains("Read-only") ? "it is mounted read-only" : Errors.words(e);
        } catch (IOException e) {
            return Errors.words(e);
        }
    }

    /** Opens the database in it, which is there, to look at it: a folder that can only be read will do. */
    @Override
    public Pawl openToLook() {
        return opened(options());
    }

    /** Opens the database in it, which is there, to change something. */
    @Override
    public Pawl open() {
        return open(options());
    }

    private Pawl open(PawlOptions options) {
        String closed = used() ? closed(path) : null;
        if (closed != null) {
            throw notWritable(closed);
        }
        return opened(options);
    }

    private Pawl opened(PawlOptions options) {
        LogFile.in(path);
        return options.open();
    }

    @Override
    public PawlOptions options() {
        return PawlOptions.in(path);
    }

    @Override
    public Pawl openOrCreate(PawlOptions options) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw notWritable(Errors.words(e));
        }
        String closed = closed(path);
        if (closed != null) {
            throw notWritable(closed);
        }
        return open(options);
    }

    @Override
    public String option() {
        boolean found = path.equals(Path.of(DEFAULT)) || path.toString().equals(System.getenv("PAWL_DATA"));
        return found ? "" : " --data " + (path.toString().contains(" ") ? "'" + path + "'" : path);
    }

    ExitException notWritable(String why) {
        return new ExitException(
                Exit.USAGE,
                "the data folder " + path + " cannot be written: " + why
                        + "; name another one with --data, or make this one writable");
    }
}
