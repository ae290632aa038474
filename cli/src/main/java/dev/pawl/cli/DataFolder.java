// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that runs are kept in. */
record DataFolder(Path path) {

    /** Where runs are kept unless said otherwise. */
    static final String DEFAULT = ".pawl";

    /** Whether there is a database in it. */
    boolean used() {
        return Files.exists(path.resolve("pawl.db"));
    }

    /** Opens the database in it, which is there. */
    Pawl open() {
        if (used() && !Files.isWritable(path)) {
            throw notWritable("its permissions forbid it");
        }
        LogFile.in(path);
        return PawlOptions.in(path).open();
    }

    /** Opens the database in it, after making what is missing. */
    Pawl openOrCreate() {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw notWritable(Errors.words(e));
        }
        if (!Files.isWritable(path)) {
            throw notWritable("its permissions forbid it");
        }
        return open();
    }

    /** What a command needs to find it again. */
    String option() {
        boolean found = path.equals(Path.of(DEFAULT)) || path.toString().equals(System.getenv("PAWL_DATA"));
        return found ? "" : " --data " + (path.toString().contains(" ") ? "'" + path + "'" : path);
    }

    private ExitException notWritable(String why) {
        return new ExitException(
                Exit.USAGE,
                "the data folder " + path + " cannot be written: " + why
                        + "; name another one with --data, or make this one writable");
    }
}
