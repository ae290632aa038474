// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Bytes that need no memory while nobody reads them: they are in a file without a name, of which nothing is left. */
final class Spool implements Closeable {

    private @Nullable FileChannel file;

    /** Takes bytes, which can be read as often as wanted until this is closed. */
    Pictures.Source add(byte[] bytes) throws IOException {
        FileChannel to = file();
        long from = to.size();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            to.write(buffer, from + buffer.position());
        }
        return () -> new Slice(to, from, from + bytes.length);
    }

    private FileChannel file() throws IOException {
        if (file == null) {
            Path place = Files.createTempFile("pawl-pictures", null);
            try {
                file = FileChannel.open(place, StandardOpenOption.READ, StandardOpenOption.WRITE);
            } finally {
                Files.delete(place);
            }
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    /** A part of a file. */
    private static final class Slice extends InputStream {

        private final FileChannel file;
        private final long end;
        private long at;

        Slice(FileChannel file, long from, long end) {
            this.file = file;
            this.at = from;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            if (at >= end) {
                return -1;
            }
            int read = file.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, end - at)), at);
            at += Math.max(read, 0);
            return read;
        }
    }
}
