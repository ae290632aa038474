// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import dev.pawl.core.Content;
import dev.pawl.spi.RunStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of files are made, and kept.
 *
 * @param folder where they are made, or null for where the system has such files
 */
public record Shelf(RunStore store, @Nullable Path folder) {

    private static final String PREFIX = "pawl-file-";

    Spool spool(Runnable sign) throws IOException {
        Path path = folder != null && Files.isWritable(folder)
                ? Files.createTempFile(folder, PREFIX, null)
                : Files.createTempFile(PREFIX, null);
        return new Spool(path, sign);
    }

    /** Stores what was spooled. Blocks; where it is there already, it is young again. */
    void put(Content content, InputStream body) throws IOException {
        store.putPayload(content, body);
    }

    InputStream open(Content content) throws IOException {
        return store.openPayload(content);
    }
}
