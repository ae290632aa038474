// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.imports;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;

/** The id of a run of another system: the same whenever it is imported, so that it is imported once. */
final class OldId {

    private static final int RANDOM_HIGH = 0xFFF;
    private static final int VERSION_7 = 0x7000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private OldId() {}

    /** In the shape of other ids, so that it sorts among them by the time it was made. */
    static UUID of(String source, String id, Instant createdAt) {
        ByteBuffer hash =
                ByteBuffer.wrap(sha256((source.length() + " " + source + " " + id).getBytes(StandardCharsets.UTF_8)));
        long most = (createdAt.toEpochMilli() << 16) | VERSION_7 | (hash.getShort() & RANDOM_HIGH);
        return new UUID(most, (hash.getLong() >>> 2) | VARIANT);
    }

    private static byte[] sha256(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
