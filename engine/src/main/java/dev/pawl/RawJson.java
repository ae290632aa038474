// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JSON text as it was written; what is stored and hashed are these very bytes. Checked before it is stored. */
public interface RawJson {

    /** The text, from its beginning; UTF-8. May be called more than once. */
    InputStream open() throws IOException;

    /** Called once when the text is no longer needed, after the stage's code has returned. Does not throw. */
    default void release() {}

    /** A text in memory, which the caller does not change any more. */
    static RawJson of(byte[] json) {
        return () -> new ByteArrayInputStream(json);
    }

    /** A text in a file, which stays as it is until {@link #release}. */
    static RawJson of(Path file) {
        return () -> Files.newInputStream(file);
    }
}
