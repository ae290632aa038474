// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.commit;

import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.Env;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends appends to the store, all that are there in one batch: while one batch is on its way the next fills, and nothing ever
 * waits for a batch to fill. A batch whose fate is unknown is sent again as it is; whether it was written is never decided by
 * reading. Thread-safe.
 */
public final class Committer {

    /** Hears what became of an append. Called on a thread that must not be blocked. */
    public interface Reply {
        /** It was decided. */
        void decided(AppendOutcome outcome);

        /** The database is of no use: this append was given up, and all that waited with it. */
        void broken(StoreException why);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
    private static final int MAX_ROWS = 1024;
    private static final long MAX_BYTES = 8L << 20;
    private static final long SLOW_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration HEAL = Duration.ofSeconds(1);
    private static final int LONGEST_PAUSE_MS = 1000;

    private final RunStore store;
    private final Env env;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private boolean busy;
    private long sentAt;
    private int failures;
    private volatile @Nullable StoreException trouble;

    public Committer(RunStore store, Env env) {
        this.store = store;
        this.env = env;
    }

    /** Sends it as soon as possible. A run has at most one append here at a time. */
    public void submit(Append append, Reply reply) {
        List<Waiting> batch;
        synchronized (this) {
            queue.add(new Waiting(append, reply));
            if (busy) {
                return;
            }
            batch = take();
        }
        send(batch);
    }

    /** Whether what is on its way has been so for more than a second: stages then wait for what they stand on. */
    public synchronized boolean slow() {
        return busy && env.nanoTime() - sentAt > SLOW_NANOS;
    }

    /** What keeps the database from taking anything, or null. */
    public @Nullable StoreException trouble() {
        return trouble;
    }

    /** Under the lock. Rows are sorted by run everywhere, so that two writers never wait for each other in a circle. */
    private List<Waiting> take() {
        List<Waiting> batch = new ArrayList<>(Math.min(queue.size(), MAX_ROWS));
        long bytes = 0;
        Set<UUID> runs = new HashSet<>();
        while (!queue.isEmpty() && batch.size() < MAX_ROWS && bytes < MAX_BYTES) {
            if (!runs.add(queue.element().append.run())) {
                break; // one of a driver that gave up, one of its successor: each in a batch of its own
            }
            Waiting waiting = queue.remove();
            bytes += waiting.append.body().length;
            batch.add(waiting);
        }
        batch.sort(Comparator.comparing(waiting -> waiting.append.run()));
        busy = true;
        sentAt = env.nanoTime();
        return batch;
    }

    private void send(List<Waiting> batch) {
        CompletableFuture<List<AppendOutcome>> reply;
        try {
            reply = store.append(batch.stream().map(waiting -> waiting.append).toList());
        } catch (RuntimeException e) {
            reply = CompletableFuture.failedFuture(e);
        }
        reply.whenComplete((outcomes, error) -> {
            if (error == null) {
                decided(batch, outcomes);
            } else {
                failed(batch, error);
            }
        });
    }

    private void decided(List<Waiting> batch, List<AppendOutcome> outcomes) {
        if (trouble != null) {
            LOG.info("the database takes writes again");
            trouble = null;
        }
        List<Waiting> next = null;
        synchronized (this) {
            failures = 0;
            busy = false;
            if (!queue.isEmpty()) {
                next = take();
            }
        }
        if (next != null) {
            send(next);
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).reply.decided(outcomes.get(i));
        }
    }

    private void failed(List<Waiting> batch, Throwable error) {
        StoreException why = StoreException.from(error);
        if (trouble == null || !String.valueOf(trouble.getMessage()).equals(why.getMessage())) {
            LOG.warn("the database does not take writes: {}", why.getMessage(), why.getCause());
        }
        trouble = why;
        switch (why.kind()) {
            case TRANSIENT -> env.schedule(pause(), () -> send(batch));
            case UNAVAILABLE -> env.schedule(HEAL, () -> send(batch));
            case BROKEN -> giveUp(batch, why);
        }
    }

    private synchronized Duration pause() {
        failures = Math.min(failures + 1, 10);
        return Duration.ofMillis(Math.min(1L << failures, LONGEST_PAUSE_MS));
    }

    private void giveUp(List<Waiting> batch, StoreException why) {
        List<Waiting> all = new ArrayList<>(batch);
        synchronized (this) {
            all.addAll(queue);
            queue.clear();
            busy = false;
        }
        all.forEach(waiting -> waiting.reply.broken(why));
    }

    private record Waiting(Append append, Reply reply) {}
}
