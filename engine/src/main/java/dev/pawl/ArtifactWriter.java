// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the bytes of a file. */
@FunctionalInterface
public interface ArtifactWriter {

    /** Writes all of it; closing the stream is not needed. What is thrown leaves no file. */
    void write(OutputStream out) throws IOException;
}
