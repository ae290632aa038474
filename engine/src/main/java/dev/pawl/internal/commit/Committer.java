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
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends appends to the store, all that are there in one batch: while one batch is on its way the next fills, and nothing ever
 * waits for a batch to fill. Where the store takes several at once, one more goes out beside those on their way as soon as it
 * is worth a statement of its own. A batch whose fate is unknown is sent again as it is; whether it was written is never decided
 * by reading. Thread-safe.
 *
 * <p>The hot path of a run. Measured on two shared cores, PostgreSQL, ten stages with outputs of 200 bytes: 11 entries; 0.37
 * statements, and as many syncs, a run with 64 in flight, 0.03 to 0.15 with 1,000; nothing is read; 6.1 KB of log; some 20 KB
 * allocated a stage, its code and everything else included. {@code ./pawl bench W1cpu} measures it.
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
    /** Fewer appends than these are better off with the next batch than with a sync of their own. */
    private static final int WORTH_ANOTHER = 32;

    private static final long SLOW_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration HEAL = Duration.ofSeconds(1);
    private static final int LONGEST_PAUSE_MS = 1000;

    private final RunStore store;
    private final Env env;
    private final int worthAnother;
    private final int mostAtOnce;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final List<Batch> onTheirWay = new ArrayList<>();
    private volatile @Nullable StoreException trouble;

    public Committer(RunStore store, Env env) {
        this(store, env, WORTH_ANOTHER);
    }

    /** One that sends another batch beside those on their way where there are so many appends for it. */
    public Committer(RunStore store, Env env, int worthAnother) {
        this.store = store;
        this.env = env;
        this.worthAnother = worthAnother;
        this.mostAtOnce = store.appendsAtOnce();
    }

    /** Sends it as soon as possible. A run has at most one append here at a time. */
    public void submit(Append append, Reply reply) {
        Batch batch;
        synchronized (this) {
            queue.add(new Waiting(append, reply));
            batch = take();
        }
        send(batch);
    }

    /** Whether anything on its way has been so for more than a second: stages then wait for what they stand on. */
    public synchronized boolean slow() {
        for (Batch batch : onTheirWay) {
            if (env.nanoTime() - batch.sentAt > SLOW_NANOS) {
                return true;
            }
        }
        return false;
    }

    /** Whether an append of the run is here whose fate is not known: it may land yet, also where nobody waits for it any more. */
    public synchronized boolean holds(UUID run) {
        return queue.stream().anyMatch(waiting -> waiting.append.run().equals(run))
                || onTheirWay.stream()
                        .flatMap(batch -> batch.appends.stream())
                        .anyMatch(waiting -> waiting.append.run().equals(run));
    }

    /** What keeps the database from taking anything, or null. */
    public @Nullable StoreException trouble() {
        return trouble;
    }

    /**
     * The next batch, or null where none is to go out now. Under the lock. Rows are sorted by run everywhere, so that two writers
     * never wait for each other in a circle.
     */
    private @Nullable Batch take() {
        int worth = onTheirWay.isEmpty() ? 1 : worthAnother;
        if (queue.size() < worth || onTheirWay.size() >= mostAtOnce) {
            return null;
        }
        List<Waiting> appends = new ArrayList<>(Math.min(queue.size(), MAX_ROWS));
        long bytes = 0;
        Set<UUID> runs = new HashSet<>();
        while (!queue.isEmpty() && appends.size() < MAX_ROWS && bytes < MAX_BYTES) {
            if (!runs.add(queue.element().append.run())) {
                break; // one of a driver that gave up, one of its successor: each in a batch of its own
            }
            Waiting waiting = queue.remove();
            bytes += waiting.append.body().length;
            appends.add(waiting);
        }
        appends.sort(Comparator.comparing(waiting -> waiting.append.run()));
        Batch batch = new Batch(appends, env.nanoTime());
        onTheirWay.add(batch);
        return batch;
    }

    private void send(@Nullable Batch batch) {
        if (batch == null) {
            return;
        }
        CompletableFuture<List<AppendOutcome>> reply;
        try {
            reply = store.append(
                    batch.appends.stream().map(waiting -> waiting.append).toList());
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

    private void decided(Batch batch, List<AppendOutcome> outcomes) {
        boolean healed;
        Batch next;
        synchronized (this) {
            onTheirWay.remove(batch);
            healed = trouble != null && onTheirWay.stream().allMatch(other -> other.trouble == null);
            if (healed) {
                trouble = null;
            }
            next = take();
        }
        if (healed) {
            LOG.info("the database takes writes again");
        }
        send(next);
        for (int i = 0; i < outcomes.size(); i++) {
            batch.appends.get(i).reply.decided(outcomes.get(i));
        }
    }

    private void failed(Batch batch, Throwable error) {
        StoreException why = StoreException.from(error);
        boolean news;
        Duration pause;
        synchronized (this) {
            news = !saidAlready(why);
            trouble = why;
            pause = batch.failed(why);
        }
        if (news) {
            LOG.warn("the database does not take writes: {}", why.getMessage(), why.getCause());
        }
        switch (why.kind()) {
            case TRANSIENT -> env.schedule(pause, () -> send(batch));
            case UNAVAILABLE -> env.schedule(HEAL, () -> send(batch));
            case BROKEN -> giveUp(batch, why);
        }
    }

    /** Two that fail beside each other, each in its own way, are said once each. Under the lock. */
    private boolean saidAlready(StoreException why) {
        return same(trouble, why) || onTheirWay.stream().anyMatch(batch -> same(batch.trouble, why));
    }

    private static boolean same(@Nullable StoreException one, StoreException other) {
        return one != null && Objects.equals(one.getMessage(), other.getMessage());
    }

    private void giveUp(Batch batch, StoreException why) {
        List<Waiting> all = new ArrayList<>(batch.appends);
        synchronized (this) {
            all.addAll(queue);
            queue.clear();
            onTheirWay.remove(batch);
        }
        all.forEach(waiting -> waiting.reply.broken(why));
    }

    private record Waiting(Append append, Reply reply) {}

    /** No record: two are never the same. How it failed is its own: one beside it may be well. */
    private static final class Batch {
        final List<Waiting> appends;
        final long sentAt;

        @Nullable
        StoreException trouble;

        private int failures;

        Batch(List<Waiting> appends, long sentAt) {
            this.appends = appends;
            this.sentAt = sentAt;
        }

        /** How long to leave it alone: each time twice as long, up to a second. */
        Duration failed(StoreException why) {
            trouble = why;
            failures = Math.min(failures + 1, 10);
            return Duration.ofMillis(Math.min(1L << failures, LONGEST_PAUSE_MS));
        }
    }
}
