// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.RunView;
import dev.pawl.spi.StoreException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Wakes those who wait for runs. Thread-safe. */
final class Signals {

    private final Map<UUID, CompletableFuture<Void>> changes = new ConcurrentHashMap<>();
    private final Map<UUID, CompletableFuture<@Nullable RunView>> ends = new ConcurrentHashMap<>();

    /** Why runs were left that could not go on here, until they are taken again. */
    private final Map<UUID, RuntimeException> left = new ConcurrentHashMap<>();

    private volatile @Nullable StoreException closed;

    /** Completes at the run's next change. To be asked for before looking at the run. */
    CompletableFuture<Void> change(UUID run) {
        return changes.computeIfAbsent(run, id -> new CompletableFuture<>());
    }

    /**
     * Completes when the run ends, with the run; or with null when it is worth looking at; or fails when it cannot go on here.
     * To be asked for before looking at the run.
     */
    CompletableFuture<@Nullable RunView> end(UUID run) {
        CompletableFuture<@Nullable RunView> end = ends.computeIfAbsent(run, id -> new CompletableFuture<>());
        RuntimeException why = closed == null ? left.get(run) : closed;
        return why == null ? end : CompletableFuture.failedFuture(why);
    }

    void changed(UUID run) {
        CompletableFuture<Void> change = changes.remove(run);
        if (change != null) {
            change.complete(null);
        }
    }

    /** The run is over. It is looked at only if somebody waits for it. */
    void ended(UUID run, Supplier<@Nullable RunView> last) {
        changed(run);
        CompletableFuture<@Nullable RunView> end = ends.remove(run);
        if (end != null) {
            end.complete(last.get());
        }
    }

    /** The run is driven here. */
    void begun(UUID run) {
        left.remove(run);
    }

    /** The run is about to be left, before it can be taken again. */
    void leaving(UUID run, @Nullable RuntimeException why) {
        if (why != null) {
            left.put(run, why);
        }
    }

    void failed(UUID run, RuntimeException why) {
        changed(run);
        CompletableFuture<@Nullable RunView> end = ends.remove(run);
        if (end != null) {
            end.completeExceptionally(why);
        }
    }

    /** Nothing changes here any more. */
    void close() {
        StoreException why = new StoreException(
                StoreException.Kind.BROKEN, "the database was closed; open it again to wait for its runs", null);
        closed = why;
        ends.keySet().forEach(run -> failed(run, why));
        changes.keySet().forEach(this::changed);
    }

    /** Any run may have changed. */
    void allChanged() {
        changes.keySet().forEach(this::changed);
        ends.keySet().forEach(run -> ended(run, () -> null));
    }
}
