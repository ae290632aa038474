// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.schedule;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;

/**
 * The id of the run that is made for a time: for all workers of a database the same, so that it is made once, whoever makes it; and
 * another one in each database, as what is outside of databases, like folders of stages, tells runs apart by their ids.
 */
final class FireId {

    private static final int RANDOM_HIGH = 0xFFF;
    private static final int VERSION_7 = 0x7000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private FireId() {}

    /** In the shape of other ids, so that it sorts among them by that time. */
    static UUID of(String database, String pipeline, Instant at) {
        ByteBuffer hash =
                ByteBuffer.wrap(sha256((database + " " + pipeline + " " + at).getBytes(StandardCharsets.UTF_8)));
        long most = (at.toEpochMilli() << 16) | VERSION_7 | (hash.getShort() & RANDOM_HIGH);
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
