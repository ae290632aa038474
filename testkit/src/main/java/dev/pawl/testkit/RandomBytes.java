// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.core.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SplittableRandom;

/** So many bytes of a seed, never in memory at once: a quarter are zeros, so that they compress a little. */
final class RandomBytes extends InputStream {

    private final SplittableRandom random;
    private int left;

    RandomBytes(int size, long seed) {
        left = size;
        random = new SplittableRandom(seed);
    }

    static Content content(int size, long seed) {
        try {
            return contentOf(new RandomBytes(size, seed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Content contentOf(InputStream body) throws IOException {
        try (body) {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[64 << 10];
            long size = 0;
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                sha.update(buffer, 0, n);
                size += n;
            }
            return new Content(HexFormat.of().formatHex(sha.digest()), size);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    @Override
    public int read() {
        if (left <= 0) {
            return -1;
        }
        left--;
        int bits = random.nextInt();
        return (bits & 0x300) == 0 ? 0 : bits & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (left <= 0 && length > 0) {
            return -1;
        }
        int n = 0;
        while (n < length && left > 0) {
            buffer[offset + n++] = (byte) read();
        }
        return n;
    }
}
