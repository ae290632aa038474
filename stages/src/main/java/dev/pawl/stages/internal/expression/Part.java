// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.expression;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A part of a stream, from one offset to another. Not thread-safe. */
final class Part extends FilterInputStream {

    private long left;

    /** Goes to the beginning; closes the stream where that fails. */
    Part(InputStream whole, long begin, long end) throws IOException {
        super(whole);
        this.left = end - begin;
        try {
            whole.skipNBytes(begin);
        } catch (IOException e) {
            whole.close();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        int read = left == 0 ? -1 : in.read();
        left -= read < 0 ? 0 : 1;
        return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (left == 0) {
            return length == 0 ? 0 : -1;
        }
        int read = in.read(into, offset, (int) Math.min(length, left));
        left -= Math.max(0, read);
        return read;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = in.skip(Math.min(n, left));
        left -= skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(in.available(), left);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
