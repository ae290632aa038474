// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.HistoryEntry;
import dev.pawl.RunListener;
import dev.pawl.RunView;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners, after the commit and in order, on a thread of their own. Thread-safe. */
final class Listeners implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final long LAST_WORDS_SECONDS = 5;

    private final List<RunListener> listeners = new CopyOnWriteArrayList<>();
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("pawl-listeners").daemon().factory());

    void add(RunListener listener) {
        listeners.add(listener);
    }

    void tell(Supplier<RunView> after, HistoryEntry entry) {
        if (!listeners.isEmpty()) {
            RunView view = after.get();
            try {
                thread.execute(() -> listeners.forEach(listener -> tell(listener, view, entry)));
            } catch (RejectedExecutionException closed) {
                LOG.debug("entry {} of run {} comes after the end and is not told", entry.seq(), view.id());
            }
        }
    }

    private static void tell(RunListener listener, RunView view, HistoryEntry entry) {
        try {
            listener.onEntry(view, entry);
        } catch (RuntimeException e) {
            LOG.warn("a listener failed at entry {} of run {}", entry.seq(), view.id(), e);
        }
    }

    /** Waits a moment for what is still to be told. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn(
                        "listeners are slow; {} entries are not told to them",
                        thread.getQueue().size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
