// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.store.jdbc.internal.folder.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What this process may do with a database: work with it or, where its folder cannot be written to, only look at it. */
record Access(Path folder, Path database, boolean writable) {

    /** Makes the folder where it is missing. */
    static Access to(Path database) {
        Path folder = DataFolder.prepare(Objects.requireNonNull(database.getParent()));
        Path real = folder.resolve(database.getFileName());
        boolean writable = Files.isWritable(folder);
        if (!writable && !Files.exists(real)) {
            throw DataFolder.notWritable(folder);
        }
        return new Access(folder, real, writable);
    }

    SqlOpener writer() {
        return writable
                ? SqlOpener.writer(database)
                : () -> {
                    throw DataFolder.notWritable(folder);
                };
    }

    SqlOpener reader() {
        return writable ? SqlOpener.reader(database) : new Unchanging(folder, database);
    }

    SqlOpener copier() {
        return writable ? SqlOpener.copier(database) : new Unchanging(folder, database);
    }
}
