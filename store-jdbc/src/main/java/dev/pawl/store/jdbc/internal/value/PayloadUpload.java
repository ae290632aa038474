// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.value;

import com.github.luben.zstd.Zstd;
import dev.pawl.core.Content;
import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores one value. Up to 1 MiB goes in one transaction; more goes in transactions of 1 MiB, so that appends wait for no more
 * than one of them, and gets its hash, which makes it visible, in the last.
 */
public final class PayloadUpload {

    private static final Logger LOG = LoggerFactory.getLogger(PayloadUpload.class);

    private static final int CHUNKS = 4;

    private final Upload upload;
    private final Content content;
    private final MessageDigest digest = Digests.sha256();
    private final List<byte[]> chunks = new ArrayList<>(CHUNKS);
    private long size;
    private int written;

    public PayloadUpload(Upload upload, Content content) {
        this.upload = upload;
        this.content = content;
    }

    /** Reads it to its end. */
    public void put(InputStream body) throws IOException {
        boolean done = false;
        try {
            store(body);
            done = true;
        } finally {
            if (!done && written > 0) {
                abandon();
            }
        }
    }

    private void store(InputStream body) throws IOException {
        byte[] chunk = new byte[Chunks.LENGTH];
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
        upload.complete(written, chunks);
    }

    /** Writes the chunks at hand; true where the value turns out to be there already. */
    private boolean flushed() {
        if (!upload.add(written, List.copyOf(chunks))) {
            return true;
        }
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
            upload.drop();
        } catch (StoreException e) {
            LOG.debug("an upload was left to be dropped later", e);
        }
    }
}
