// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import java.io.IOException;
import java.io.InputStream;

/**
 * A finished file and its bytes, streamed. Whoever asked for it closes it.
 *
 * @param about what it is
 * @param body as many bytes as its size says; ends with an exception where they are not those it was made of
 */
public record ArtifactBody(ArtifactView about, InputStream body) implements AutoCloseable {

    @Override
    public void close() throws IOException {
        body.close();
    }
}
