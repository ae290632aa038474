// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.fleet;

import dev.pawl.internal.fleet.Deaths.Death;
import dev.pawl.spi.Env;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.Sightings;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerInfo;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the other workers now and again, and declares the dead ones dead. Thread-safe. */
public final class Lookout implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

    /** A real death is noticed within this and the time a lock must be free. */
    private static final Duration LOOK = Duration.ofMillis(500);

    /** While there is nobody else. */
    private static final Duration ALONE = Duration.ofSeconds(5);

    private final Env env;
    private final RunStore store;
    private final Deaths deaths;
    private final Runnable left;
    private volatile boolean closed;

    /**
     * Not started.
     *
     * @param left called where a worker was declared dead, on a thread that must not be blocked
     */
    public Lookout(Env env, RunStore store, Deaths deaths, Runnable left) {
        this.env = env;
        this.store = store;
        this.deaths = deaths;
        this.left = left;
    }

    /**
     * One look follows the other; never are there two at a time.
     *
     * @return completes once the first was there, or failed, and who was dead by it is declared so
     */
    public CompletableFuture<Void> start() {
        CompletableFuture<Void> first = new CompletableFuture<>();
        look(first);
        return first;
    }

    private void look(CompletableFuture<Void> done) {
        if (closed) {
            done.complete(null);
            return;
        }
        var unused = sightings().whenComplete((look, error) -> {
            Duration next = LOOK;
            CompletableFuture<Void> buried = CompletableFuture.completedFuture(null);
            try {
                if (error == null) {
                    next = look.workers().size() > 1 ? LOOK : ALONE;
                    buried = judge(look);
                } else {
                    LOG.debug(
                            "the other workers cannot be looked at: {}",
                            StoreException.from(error).getMessage());
                }
            } catch (Throwable e) { // no look is the last
                LOG.error("the other workers could not be judged; they are looked at again", e);
            } finally {
                env.schedule(next, () -> look(new CompletableFuture<>()));
                buried.whenComplete((all, failed) -> done.complete(null));
            }
        });
    }

    private CompletableFuture<Sightings> sightings() {
        try {
            return store.sightings();
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Void> judge(Sightings look) {
        return CompletableFuture.allOf(
                deaths.judge(look).stream().map(this::bury).toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Boolean> bury(Death death) {
        WorkerInfo worker = death.worker();
        return store.bury(worker.id(), death.seenLeaseUntil(), death.how()).whenComplete((buried, error) -> {
            if (error != null) {
                LOG.debug(
                        "worker {} cannot be declared dead: {}",
                        worker.id(),
                        StoreException.from(error).getMessage());
            } else if (buried) {
                LOG.warn(
                        "worker {} (process {} on {}) is dead: {}",
                        worker.name(),
                        worker.pid(),
                        worker.host(),
                        death.how());
                left.run();
            }
        });
    }

    @Override
    public void close() {
        closed = true;
    }
}
