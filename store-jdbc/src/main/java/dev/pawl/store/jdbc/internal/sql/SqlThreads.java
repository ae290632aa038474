// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sql;

import dev.pawl.spi.StoreException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Platform threads with a session each, which take work from one queue. Their number is the number of connections; and SQLite's
 * native calls would pin virtual threads. A thread starts, and its session opens, when there is work for it.
 */
public final class SqlThreads<S extends AutoCloseable> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SqlThreads.class);

    private final String name;
    private final int count;
    private final Opener<S> opener;
    private final Trouble trouble;
    private final Task<S> stop = session -> {};
    private final BlockingQueue<Task<S>> tasks = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    /** Submitted and not finished. */
    private final AtomicInteger pending = new AtomicInteger();

    private boolean closed;

    public SqlThreads(String name, int count, Opener<S> opener, Trouble trouble) {
        this.name = name;
        this.count = count;
        this.opener = opener;
        this.trouble = trouble;
    }

    /** The future completes on the thread of the session and fails with {@link StoreException}. */
    public <T extends @Nullable Object> CompletableFuture<T> submit(Work<S, T> work) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Task<S> task = session -> {
            try {
                future.complete(done(session, work));
            } catch (SQLException | RuntimeException | Error e) {
                future.completeExceptionally(trouble.of(e));
            } finally {
                pending.decrementAndGet();
            }
        };
        if (!add(task)) {
            future.completeExceptionally(trouble.closed());
        }
        return future;
    }

    /** A session that stood idle may have ended long ago, and says so only when it is used: that is no failure of the work. */
    private <T extends @Nullable Object> @Nullable T done(Lazy<S> session, Work<S, T> work) throws SQLException {
        boolean isNew = !session.isOpen();
        try {
            return work.run(session.get());
        } catch (SQLException | RuntimeException e) {
            if (!trouble.endsSession(e)) {
                throw e;
            }
            session.close();
            if (isNew) {
                throw e;
            }
        }
        try {
            return work.run(session.get());
        } catch (SQLException | RuntimeException e) {
            if (trouble.endsSession(e)) {
                session.close();
            }
            throw e;
        }
    }

    private synchronized boolean add(Task<S> task) {
        if (closed) {
            return false;
        }
        tasks.add(task);
        if (pending.incrementAndGet() > threads.size() && threads.size() < count) {
            Thread thread = Thread.ofPlatform()
                    .name("pawl-" + name + "-" + threads.size())
                    .daemon()
                    .unstarted(this::work);
            threads.add(thread);
            thread.start();
        }
        return true;
    }

    private void work() {
        try (Lazy<S> session = new Lazy<>(opener)) {
            for (Task<S> task = tasks.take(); !task.equals(stop); task = tasks.take()) {
                task.run(session);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the work that was submitted. */
    @Override
    public void close() {
        List<Thread> ending;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(threads);
            threads.clear();
        }
        ending.forEach(thread -> tasks.add(stop));
        for (Thread thread : ending) {
            while (!thread.equals(Thread.currentThread()) && thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private interface Task<S extends AutoCloseable> {
        void run(Lazy<S> session);
    }

    /** A session from when it is first needed. */
    private static final class Lazy<S extends AutoCloseable> implements AutoCloseable {

        private final Opener<S> opener;
        private @Nullable S session;

        Lazy(Opener<S> opener) {
            this.opener = opener;
        }

        boolean isOpen() {
            return session != null;
        }

        S get() throws SQLException {
            S open = session;
            if (open == null) {
                open = opener.open();
                session = open;
            } else {
                opener.check();
            }
            return open;
        }

        @Override
        public void close() {
            S open = session;
            session = null;
            if (open != null) {
                try {
                    open.close();
                } catch (Exception e) {
                    LOG.debug("a connection did not close", e);
                }
            }
        }
    }
}
