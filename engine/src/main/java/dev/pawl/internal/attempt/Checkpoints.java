// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import dev.pawl.Json;
import dev.pawl.core.Attempt;
import dev.pawl.spi.Checkpoint;
import dev.pawl.spi.Env;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one attempt: the latest value counts, they are not written more often than so, and one write is on its way at a
 * time. Thread-safe.
 */
final class Checkpoints {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private final RunStore store;
    private final Env env;
    private final Attempt attempt;
    private final int epoch;
    private final boolean resumes;
    private final String place;
    private final Duration pause;
    private byte @Nullable [] latest;
    private boolean unwritten;
    private boolean paused;
    private boolean closed;
    private boolean fenced;
    private CompletableFuture<?> onItsWay = CompletableFuture.completedFuture(true);

    /**
     * Of one attempt.
     *
     * @param resumes whether what an execution before it kept is there
     * @param place what they are kept under
     * @param pause how long one follows another at least
     */
    Checkpoints(RunStore store, Env env, Attempt attempt, int epoch, boolean resumes, String place, Duration pause) {
        this.store = store;
        this.env = env;
        this.attempt = attempt;
        this.epoch = epoch;
        this.resumes = resumes;
        this.place = place;
        this.pause = pause;
    }

    void put(Object value) {
        byte[] json = Json.values().writeValueAsBytes(value);
        synchronized (this) {
            latest = json;
            unwritten = true;
        }
        writeIfDue();
    }

    /** The value kept latest, by this execution or one before it; null where there is none. Blocks. */
    <T> @Nullable T latest(Class<T> type) {
        byte[] json;
        synchronized (this) {
            json = latest;
        }
        if (json == null && resumes) {
            Checkpoint stored = StoreException.join(store.checkpoint(attempt.run(), place));
            json = stored == null ? null : stored.body();
        }
        return json == null ? null : Json.values().readValue(json, type);
    }

    /** Whether there may be one in the store. */
    synchronized boolean any() {
        return latest != null;
    }

    /** The attempt no longer counts: another may be at work, whose checkpoints these must not replace. */
    synchronized void fence() {
        closed = true;
        fenced = true;
    }

    /**
     * Waits for what is on its way; afterwards nothing is written any more, so that no late write follows the end of the stage.
     *
     * @param keep whether the latest value must be durable
     */
    void close(boolean keep) {
        CompletableFuture<?> last;
        synchronized (this) {
            closed = true;
            last = onItsWay;
        }
        StoreException.join(last);
        synchronized (this) {
            last = keep && unwritten && !fenced ? write() : last;
        }
        StoreException.join(last);
    }

    private synchronized void writeIfDue() {
        if (unwritten && !paused && !closed && onItsWay.isDone()) {
            paused = true;
            write().whenComplete((ok, error) -> writeIfDue());
            env.schedule(pause, () -> {
                synchronized (this) {
                    paused = false;
                }
                writeIfDue();
            });
        }
    }

    /** Under the lock. What comes back never fails: a checkpoint lost is work lost, not a run lost. */
    private CompletableFuture<?> write() {
        unwritten = false;
        byte[] json = latest == null ? new byte[0] : latest;
        onItsWay = store.putCheckpoint(new Checkpoint(attempt.run(), place, epoch, json))
                .handle((written, error) -> {
                    if (error != null) {
                        LOG.warn("a checkpoint of {} was not written: {}", attempt.id(), error.getMessage());
                        synchronized (this) {
                            unwritten = true;
                        }
                    } else if (!written) {
                        LOG.warn("a checkpoint of {} was refused: its epoch {} is over", attempt.id(), epoch);
                    }
                    return true;
                });
        return onItsWay;
    }
}
