// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.value;

import org.jspecify.annotations.Nullable;

/** The chunks of one stored value. Blocks. */
@FunctionalInterface
public interface Chunks {

    /** Length of a chunk before it is compressed; the last one may be shorter. */
    int LENGTH = 256 << 10;

    /** A chunk, compressed; null where it is missing. */
    byte @Nullable [] read(int n);
}
