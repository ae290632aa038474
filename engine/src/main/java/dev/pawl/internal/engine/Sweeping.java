// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.spi.StoreException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes, now and again, runs whose time is over, where that is asked for. Of all workers the one does it that takes the turn; one
 * that dies at it is followed by who takes the next. Thread-safe.
 */
final class Sweeping implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeping.class);
    private static final String TURN = "prune";
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Another worker's turn may be due a moment later: it is asked about so many times as often. */
    private static final int LOOKS = 10;

    private final Parts parts;
    private final Keeping keeping;
    private final @Nullable Duration every;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * Not begun.
     *
     * @param takesAll whether the worker is there for all runs: who executes only its own deletes none
     */
    Sweeping(Parts parts, Pipelines pipelines, boolean takesAll) {
        this.parts = parts;
        this.keeping = new Keeping(parts, pipelines);
        this.every = takesAll ? parts.options().pruneEvery() : null;
    }

    void start() {
        if (every != null && begun.compareAndSet(false, true)) {
            LOG.info(
                    "runs whose time is over are deleted every {}, {} at most",
                    every,
                    parts.options().pruneAtMost());
            later(every);
        }
    }

    private void later(Duration turns) {
        Duration pause = turns.dividedBy(LOOKS);
        var unused = parts.env()
                .schedule(
                        pause.compareTo(LONGEST) < 0 ? pause : LONGEST,
                        () -> parts.env().blocking().execute(() -> look(turns)));
    }

    private void look(Duration turns) {
        try {
            if (!closed && parts.store().keeper().turn(TURN, turns)) {
                keeping.sweep(parts.options().pruneAtMost(), () -> closed);
            }
        } catch (StoreException e) {
            if (!closed) {
                LOG.warn("runs whose time is over were not all deleted, which is tried again: {}", e.getMessage());
            }
        } finally {
            if (!closed) {
                later(turns);
            }
        }
    }

    /** Stops where it is. */
    @Override
    public void close() {
        closed = true;
    }
}
