// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.content;

import dev.pawl.core.Content;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The small values of one run. Thread-safe: stage code reads them while the run goes on. */
public final class InlineValues {

    private final Map<String, byte[]> values = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    /** Not to be changed by the caller. */
    public byte @Nullable [] get(Content content) {
        return values.get(content.sha());
    }

    /** Hashes of all there are. */
    public Set<String> shas() {
        return values.keySet();
    }

    public void add(String sha, byte[] json) {
        if (values.putIfAbsent(sha, json) == null) {
            bytes.addAndGet(json.length);
        }
    }

    /** What all of them take, in bytes. */
    public long bytes() {
        return bytes.get();
    }

    /** Keeps the value where it is small. */
    public Content add(Stored stored) {
        byte[] json = stored.inline();
        if (json != null) {
            add(stored.content().sha(), json);
        }
        return stored.content();
    }
}
