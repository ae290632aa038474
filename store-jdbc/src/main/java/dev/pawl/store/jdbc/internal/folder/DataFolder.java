// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.folder;

import dev.pawl.spi.StoreException;
import dev.pawl.spi.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder a database lives in: there, and on a disk of this machine. */
public final class DataFolder {

    private DataFolder() {}

    /**
     * Makes the folder where it is missing.
     *
     * @return its real path, the same for every way to write it
     */
    public static Path prepare(Path folder) {
        try {
            Files.createDirectories(folder);
            Path real = folder.toRealPath();
            String type = Files.getFileStore(real).type();
            if (NetworkFileSystems.isOne(type)) {
                throw new StoreException(
                        Kind.BROKEN,
                        "the folder " + real + " is on a network file system (" + type
                                + "), where locks and syncs do not"
                                + " hold what SQLite needs",
                        "Name a folder on a disk of this machine",
                        null);
            }
            return real;
        } catch (IOException e) {
            throw unavailable(folder, "cannot be made or read (" + e + ")", e);
        }
    }

    /** Why nothing can be done in a folder that can only be read. */
    public static StoreException notWritable(Path folder) {
        return unavailable(folder, "cannot be written to", null);
    }

    private static StoreException unavailable(Path folder, String fact, @Nullable Throwable cause) {
        return new StoreException(
                Kind.UNAVAILABLE,
                "the folder " + folder + " " + fact + ", and runs are kept there",
                "Let " + System.getProperty("user.name") + " write to it, or name another folder",
                cause);
    }
}
