// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import dev.pawl.core.Content;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file that is being made: its bytes are counted and hashed as they come. It has no name any more, so that nothing is left of
 * it, however the process ends. Memory does not grow with it.
 */
final class Spool extends OutputStream {

    private static final int BUFFER = 64 << 10;

    private final RandomAccessFile file;
    private final MessageDigest digest = sha256();
    private final Runnable sign;
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;
    private long size;

    /** Takes the file of that path over. */
    Spool(Path path, Runnable sign) throws IOException {
        this.sign = sign;
        try {
            this.file = new RandomAccessFile(path.toFile(), "rw");
        } finally {
            Files.delete(path);
        }
    }

    @Override
    public void write(int b) throws IOException {
        if (buffered == BUFFER) {
            flush();
        }
        buffer[buffered++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
            if (buffered == BUFFER) {
                flush();
            }
            int n = Math.min(length - done, BUFFER - buffered);
            System.arraycopy(bytes, offset + done, buffer, buffered, n);
            buffered += n;
            done += n;
        }
    }

    @Override
    public void flush() throws IOException {
        if (buffered > 0) {
            file.write(buffer, 0, buffered);
            digest.update(buffer, 0, buffered);
            size += buffered;
            buffered = 0;
            sign.run();
        }
    }

    /** Whoever writes may say that they are done; {@link #discard} gives the file back. */
    @Override
    public void close() throws IOException {
        flush();
    }

    /** What it holds; nothing is written any more. */
    Content content() throws IOException {
        flush();
        return new Content(HexFormat.of().formatHex(digest.digest()), size);
    }

    /** All of it, from its beginning. One at a time. */
    InputStream open() throws IOException {
        file.seek(0);
        return new BufferedInputStream(
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        return file.read();
                    }

                    @Override
                    public int read(byte[] to, int offset, int length) throws IOException {
                        sign.run();
                        return file.read(to, offset, length);
                    }
                },
                BUFFER);
    }

    void discard() throws IOException {
        file.close();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
