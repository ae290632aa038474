// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.HistoryEntry;
import dev.pawl.LogLine;
import dev.pawl.RunListener;
import dev.pawl.RunView;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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

    void tell(UUID run, Supplier<RunView> after, HistoryEntry entry) {
        RunView view = null;
        for (Ear ear : ears) {
            if (ear.hears(run)) {
                view = view == null ? after.get() : view;
                ear.tell(view, entry);
            }
        }
    }

    /** A run changed that is not executed here: that one, or any. */
    void changed(@Nullable UUID run) {
        ears.forEach(ear -> ear.changed(run));
    }

    /**
     * Something a stage said.
     *
     * @param all whether also those hear of it who do not follow the run
     */
    void said(UUID run, Supplier<LogLine> line, boolean all, Ear.Telling how) {
        LogLine said = null;
        for (Ear ear : ears) {
            if (ear.live() && (all || ear.hears(run))) {
                said = said == null ? line.get() : said;
                ear.tell(run, said, how);
            }
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
