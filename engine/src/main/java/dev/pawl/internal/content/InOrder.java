// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.content;

import dev.pawl.core.Content;
import dev.pawl.spi.RunStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Values that are probably read one after the other: of short ones the next are fetched together, as to ask for each takes longer
 * than to read it. The first is asked for alone, in case nobody wants more. Thread-safe.
 */
public final class InOrder {

    /** Fetched at once: how many values, and how many bytes. */
    private static final int MOST = 500;

    private static final long MOST_BYTES = 2 << 20;

    private final RunStore store;
    private final List<Content> contents = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private Map<String, byte[]> fetched = Map.of();
    private int last = -2;

    InOrder(RunStore store) {
        this.store = store;
    }

    /** One more, after those before. */
    public void add(Content content) {
        if (places.putIfAbsent(content.sha(), contents.size()) == null) {
            contents.add(content);
        }
    }

    /** The bytes of one of them, streamed. The caller closes it. */
    public InputStream open(Content content) throws IOException {
        byte[] bytes = next(content);
        return bytes == null ? store.openPayload(content) : new ByteArrayInputStream(bytes);
    }

    /** Not a monitor: it waits for the database. */
    private byte @Nullable [] next(Content content) {
        Integer place = places.get(content.sha());
        if (place == null) {
            return null;
        }
        lock.lock();
        try {
            byte[] there = fetched.get(content.sha());
            if (there == null && place == last + 1) {
                fetched = store.shortPayloads(from(place));
                there = fetched.get(content.sha());
            }
            last = place;
            return there;
        } finally {
            lock.unlock();
        }
    }

    private List<Content> from(int place) {
        List<Content> some = new ArrayList<>();
        long bytes = 0;
        for (int i = place; i < contents.size() && some.size() < MOST && bytes < MOST_BYTES; i++) {
            some.add(contents.get(i));
            bytes += contents.get(i).size();
        }
        return some;
    }
}
