// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.value;

import java.util.List;

/** Where the chunks of one value go. Each call is a transaction, and blocks. */
public interface Upload {

    /**
     * Writes chunks and goes on; nobody sees them yet.
     *
     * @param n number of the first of them
     * @return whether that is needed: false where the value turns out to be there already
     */
    boolean add(int n, List<byte[]> chunks);

    /** Writes the last chunks and makes the value visible; where it is there already, drops what was written. */
    void complete(int n, List<byte[]> chunks);

    /** Drops what was written. */
    void drop();
}
