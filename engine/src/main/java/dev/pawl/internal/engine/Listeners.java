// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.HistoryEntry;
import dev.pawl.RunListener;
import dev.pawl.RunView;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners, after the commit and in order, each on a thread of its own. Thread-safe. */
final class Listeners implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final long LAST_WORDS_SECONDS = 5;

    /** Of one listener, in entries and the stages in their views: some ten megabytes. */
    private static final int ROOM = 50_000;

    private final List<Ear> ears = new CopyOnWriteArrayList<>();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE, // one a listener at most
            1,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name("pawl-listeners-", 1).daemon().factory());
    private final int room;

    Listeners() {
        this(ROOM);
    }

    /** With room for so many entries and stages of their views, for each listener. */
    Listeners(int room) {
        this.room = room;
    }

    void add(RunListener listener) {
        ears.add(new Ear(listener, room, threads));
    }

    void tell(Supplier<RunView> after, HistoryEntry entry) {
        if (!ears.isEmpty()) {
            RunView view = after.get();
            ears.forEach(ear -> ear.tell(view, entry));
        }
    }

    /** Waits a moment for what is still to be told. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn(
                        "listeners are slow; {} entries are not told to them",
                        ears.stream().mapToLong(Ear::untold).sum());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
