// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.spi.StoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Platform threads with a session each, which take work from one queue: SQLite's native calls would pin virtual threads. A
 * thread starts, and its session opens, when there is work for it.
 */
final class SqlThreads implements AutoCloseable {

    private static final Task STOP = session -> {};

    private final String name;
    private final int count;
    private final Path database;
    private final SqlOpener opener;
    private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    /** Submitted and not finished. */
    private final AtomicInteger pending = new AtomicInteger();

    private boolean closed;

    SqlThreads(String name, int count, Path database, SqlOpener opener) {
        this.name = name;
        this.count = count;
        this.database = database;
        this.opener = opener;
    }

    /** The future completes on the thread of the session and fails with {@link StoreException}. */
    <T extends @Nullable Object> CompletableFuture<T> submit(SqlWork<T> work) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Task task = session -> {
            try {
                future.complete(work.run(session.get()));
            } catch (SQLException e) {
                future.completeExceptionally(Failures.of(e, database));
            } catch (RuntimeException | Error e) {
                future.completeExceptionally(Failures.of(e, database));
            } finally {
                pending.decrementAndGet();
            }
        };
        if (!add(task)) {
            future.completeExceptionally(Failures.closed(database));
        }
        return future;
    }

    private synchronized boolean add(Task task) {
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
        try (Lazy session = new Lazy(opener)) {
            for (Task task = tasks.take(); !task.equals(STOP); task = tasks.take()) {
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
        ending.forEach(thread -> tasks.add(STOP));
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

    private interface Task {
        void run(Lazy session);
    }

    /** A session from when it is first needed. */
    private static final class Lazy implements AutoCloseable {

        private final SqlOpener opener;
        private @Nullable Session session;

        Lazy(SqlOpener opener) {
            this.opener = opener;
        }

        Session get() throws SQLException {
            Session open = session;
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
            try {
                if (session != null) {
                    session.close();
                }
            } catch (SQLException e) {
                Failures.LOG.warn("a connection did not close", e);
            }
        }
    }
}
