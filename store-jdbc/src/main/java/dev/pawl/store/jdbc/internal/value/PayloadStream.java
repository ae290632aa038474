// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.value;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.pawl.core.Content;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads one value, a chunk at a time. The hash is checked before the last chunk is handed out. */
public final class PayloadStream extends InputStream {

    private final Chunks chunks;
    private final Content content;
    private final MessageDigest digest = Digests.sha256();
    private byte[] chunk = {};
    private int position;
    private int next;
    private long left;

    private PayloadStream(Chunks chunks, Content content) {
        this.chunks = chunks;
        this.content = content;
        this.left = content.size();
    }

    /**
     * The value of that content.
     *
     * @param size how long the stored one is, or null where there is none
     */
    public static InputStream open(Content content, @Nullable Long size, Chunks chunks) throws IOException {
        if (size == null) {
            throw new IOException("the value " + content.sha() + " is not in the database");
        }
        if (size != content.size()) {
            throw new IOException("the value " + content.sha() + " has " + size + " bytes, not " + content.size()
                    + " as was asked for");
        }
        return new PayloadStream(chunks, content);
    }

    @Override
    public int read() throws IOException {
        return filled() ? chunk[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length == 0) {
            return 0;
        }
        if (!filled()) {
            return -1;
        }
        int n = Math.min(length, chunk.length - position);
        System.arraycopy(chunk, position, buffer, offset, n);
        position += n;
        return n;
    }

    private boolean filled() throws IOException {
        if (position == chunk.length && left > 0) {
            int expected = (int) Math.min(left, Chunks.LENGTH);
            int n = next;
            byte[] compressed = chunks.read(n);
            if (compressed == null) {
                throw damaged("its chunk " + n + " is missing", null);
            }
            byte[] plain = plain(compressed, expected);
            digest.update(plain);
            left -= expected;
            if (left == 0 && !HexFormat.of().formatHex(digest.digest()).equals(content.sha())) {
                throw damaged("its hash is another", null);
            }
            next++;
            chunk = plain;
            position = 0;
        }
        return position < chunk.length;
    }

    private byte[] plain(byte[] compressed, int expected) throws IOException {
        try {
            byte[] plain = Zstd.decompress(compressed, expected);
            if (plain.length == expected) {
                return plain;
            }
        } catch (ZstdException e) {
            throw damaged("its chunk " + next + " cannot be decompressed", e);
        }
        throw damaged("its chunk " + next + " is too short", null);
    }

    private IOException damaged(String fact, @Nullable Throwable cause) {
        return new IOException(
                "the value " + content.sha() + " is damaged: " + fact + ". Restore a backup, or run its stage again",
                cause);
    }
}
