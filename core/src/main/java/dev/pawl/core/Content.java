// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

/**
 * Names a stored value by what it holds. The core never sees the value itself: it compares and passes on names.
 *
 * @param sha SHA-256 over the stored bytes, 64 lower-case hex digits
 * @param size length of the stored bytes, not negative
 */
public record Content(String sha, long size) {

    public Content {
        if (sha.length() != 64) {
            throw new IllegalArgumentException("a content hash has 64 hex digits, not " + sha.length());
        }
        if (size < 0) {
            throw new IllegalArgumentException("a size is not negative: " + size);
        }
    }
}
