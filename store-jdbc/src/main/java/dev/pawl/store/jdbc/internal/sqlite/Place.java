// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Whether the database is still the file it was. SQLite goes on writing to a file that was removed or replaced, and what it
 * writes there nobody ever finds; a look at the file's name costs some microseconds. Used by one thread.
 */
final class Place {

    private final Path database;
    private @Nullable Object key;

    Place(Path database) {
        this.database = database;
    }

    /** Throws {@link StoreException} where it is not. */
    void check() {
        Object now = keyOf();
        if (key == null) {
            key = now;
        }
        if (key != null && !key.equals(now)) {
            throw new StoreException(
                    StoreException.Kind.BROKEN,
                    database + " was removed or replaced while this process works on it; what is not written is not"
                            + " acknowledged",
                    "Put the file back where it was, and resume",
                    null);
        }
    }

    /** The file's identity, or null where there is no such file, or the file system has no identities. */
    private @Nullable Object keyOf() {
        try {
            return Files.readAttributes(database, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }
}
