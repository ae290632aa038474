// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import com.github.luben.zstd.Zstd;
import dev.pawl.core.Content;
import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Stores one value. Up to 1 MiB goes in one transaction; more goes in transactions of 1 MiB, so that appends wait for no more
 * than one of them, and gets its hash, which makes it visible, in the last.
 */
final class PayloadUpload {

    private static final int CHUNKS = 4;

    private final Writer writer;
    private final InstantSource clock;
    private final Content content;
    private final MessageDigest digest = Digests.sha256();
    private final List<byte[]> chunks = new ArrayList<>(CHUNKS);
    private long size;
    private int written;
    /** 0 while there is no row. */
    private long upload;

    PayloadUpload(Writer writer, InstantSource clock, Content content) {
        this.writer = writer;
        this.clock = clock;
        this.content = content;
    }

    void put(InputStream body) throws IOException {
        boolean done = false;
        try {
            store(body);
            done = true;
        } finally {
            if (!done && upload != 0) {
                abandon();
            }
        }
    }

    private void store(InputStream body) throws IOException {
        byte[] chunk = new byte[PayloadSql.CHUNK];
        for (int n = body.readNBytes(chunk, 0, chunk.length); n > 0; n = body.readNBytes(chunk, 0, chunk.length)) {
            if (chunks.size() == CHUNKS && flushed()) {
                return;
            }
            digest.update(chunk, 0, n);
            size += n;
            refuseOther(size > content.size());
            byte[] compressed = Zstd.compress(n == chunk.length ? chunk : Arrays.copyOf(chunk, n));
            chunks.add(compressed);
        }
        refuseOther(size != content.size()
                || !HexFormat.of().formatHex(digest.digest()).equals(content.sha()));
        Waiting.on(writer.write(session -> {
            if (PayloadSql.touch(session, content, clock.instant())) {
                if (upload != 0) {
                    PayloadSql.drop(session, upload);
                }
                return true;
            }
            long id = upload == 0 ? PayloadSql.begin(session, clock.instant()) : upload;
            PayloadSql.add(session, id, written, chunks, clock.instant());
            PayloadSql.complete(session, id, content, clock.instant());
            return false;
        }));
    }

    /** Writes the chunks at hand; true where the value turns out to be there already. */
    private boolean flushed() {
        long id = Waiting.on(writer.write(session -> {
            if (upload == 0 && PayloadSql.touch(session, content, clock.instant())) {
                return -1L;
            }
            long own = upload == 0 ? PayloadSql.begin(session, clock.instant()) : upload;
            PayloadSql.add(session, own, written, chunks, clock.instant());
            return own;
        }));
        if (id < 0) {
            return true;
        }
        upload = id;
        written += chunks.size();
        chunks.clear();
        return false;
    }

    private void refuseOther(boolean isOther) throws IOException {
        if (isOther) {
            throw new IOException("the value is not " + content.sha() + " of " + content.size()
                    + " bytes, as announced. Nothing of it was kept; hash the bytes that are sent");
        }
    }

    private void abandon() {
        try {
            Waiting.on(writer.write(session -> {
                PayloadSql.drop(session, upload);
                return true;
            }));
        } catch (StoreException e) {
            Failures.LOG.debug("an upload was left to be dropped later", e);
        }
    }
}
