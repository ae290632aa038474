// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.Renewal;
import dev.pawl.spi.Sightings;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.store.jdbc.internal.sql.SqlThreads;
import dev.pawl.store.jdbc.internal.sql.Trouble;
import dev.pawl.store.jdbc.internal.sql.Waiting;
import dev.pawl.store.jdbc.internal.sql.Work;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the locks and leases of this handle's workers, sees those of others, and hears of what others want looked at: all on one
 * connection of its own, which is made again when it breaks. While there is anything to keep it listens in short turns, and does
 * what else it is asked in between.
 */
final class Vigil implements AutoCloseable {

    /** In milliseconds: what is asked meanwhile waits until the end of a turn. */
    private static final int TURN = 50;

    private static final int SHORT_TURN = 2;
    /** Who was asked a moment ago is asked again soon, most of all when a worker begins. */
    private static final long MOMENT = Duration.ofMillis(100).toNanos();

    private static final long RETRY = 250;
    private static final long AT_CLOSE = 5;

    private final Sessions sessions;
    private final SqlThreads<VigilSession> thread;
    private final Set<UUID> workers = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("pawl-postgres-chores").daemon().unstarted(task));
    private final Changes changes = new Changes();
    private boolean turning;
    private volatile long asked = System.nanoTime();
    private volatile boolean closed;

    Vigil(Sessions sessions, Trouble trouble) {
        this.sessions = sessions;
        this.thread = new SqlThreads<>("postgres-vigil", 1, this::open, trouble);
    }

    private VigilSession open() throws SQLException {
        VigilSession session = VigilSession.open(sessions);
        try {
            attach(session);
        } catch (SQLException | RuntimeException e) {
            session.close();
            throw e;
        }
        changes.reconnected();
        return session;
    }

    /** Those whose lock went with another connection. */
    private void attach(VigilSession session) throws SQLException {
        for (UUID worker : List.copyOf(workers)) {
            if (!session.attach(worker)) {
                workers.remove(worker);
            }
        }
    }

    /** Blocks until it is there for all to see. */
    void enter(WorkerInfo worker, Duration lease) {
        Waiting.on(ask(session -> {
            VigilSql.enter(session.sql(), worker, lease, sessions.name());
            return session.attach(worker.id());
        }));
        workers.add(worker.id());
        turn();
    }

    CompletableFuture<Renewal> renew(UUID worker) {
        return ask(session -> {
            Renewal renewal = VigilSql.renew(session.sql(), worker);
            switch (renewal) {
                case Renewal.Renewed ignored -> session.attach(worker);
                case Renewal.Gone ignored -> {
                    workers.remove(worker);
                    session.detach(worker);
                }
            }
            return renewal;
        });
    }

    /** Where the database cannot be reached, others find out by themselves. */
    void leave(UUID worker) {
        if (workers.remove(worker)) {
            try {
                thread.submit(session -> {
                            VigilSql.leave(session.sql(), worker);
                            session.detach(worker);
                            return true;
                        })
                        .orTimeout(AT_CLOSE, TimeUnit.SECONDS)
                        .join();
            } catch (RuntimeException e) {
                PgFailures.LOG.info("worker {} ends, and could not say so; others will notice", worker, e);
            }
        }
    }

    CompletableFuture<Sightings> look() {
        return ask(session -> VigilSql.look(session.sql(), session.observer(), session.isDirect()));
    }

    /** What is committed after this returns is told. */
    void onForeignChange(Runnable callback) {
        changes.tell(callback);
        try {
            Waiting.on(ask(session -> {
                changes.look(session, workers.isEmpty(), sessions.name(), 0);
                return true;
            }));
        } catch (StoreException e) {
            PgFailures.LOG.info("changes of others are not heard of for now: {}", e.getMessage());
        }
        turn();
    }

    /** What was given before there is somebody to tell of it is asked for by those who wish. */
    void onSlot(Runnable callback) {
        changes.tellOfSlots(callback);
        turn();
    }

    /** Whether locks and notifications work. */
    boolean isDirect() {
        return Waiting.on(ask(VigilSession::isDirect));
    }

    private <T extends @Nullable Object> CompletableFuture<T> ask(Work<VigilSession, T> work) {
        asked = System.nanoTime();
        return thread.submit(work);
    }

    private synchronized void turn() {
        if (!turning) {
            turning = true;
            next(0);
        }
    }

    private void next(long delay) {
        try {
            timer.schedule(this::listen, delay, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            PgFailures.LOG.trace("it ends", e);
        }
    }

    private void listen() {
        if (closed) {
            return;
        }
        var unused = thread.submit(session -> {
                    attach(session);
                    boolean justAsked = System.nanoTime() - asked < MOMENT;
                    changes.look(session, workers.isEmpty(), sessions.name(), justAsked ? SHORT_TURN : TURN);
                    return session.hears();
                })
                .whenComplete((hears, failed) -> next(failed != null ? RETRY : hears ? 0 : TURN));
    }

    /** For tests: its connection ends, and it says nothing. */
    void vanish() {
        workers.clear();
    }

    @Override
    public void close() {
        for (UUID worker : List.copyOf(workers)) {
            leave(worker);
        }
        closed = true;
        timer.shutdownNow();
        thread.close();
    }
}
