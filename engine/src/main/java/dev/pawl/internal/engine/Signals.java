// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Wakes those who wait for runs. Thread-safe. */
final class Signals {

    private final Map<UUID, CompletableFuture<Void>> changes = new ConcurrentHashMap<>();
    private final Map<UUID, CompletableFuture<Void>> ends = new ConcurrentHashMap<>();

    /** Completes at the run's next change. To be asked for before looking at the run. */
    CompletableFuture<Void> change(UUID run) {
        return changes.computeIfAbsent(run, id -> new CompletableFuture<>());
    }

    /** Completes when the run ends, or fails when it cannot go on here. To be asked for before looking at the run. */
    CompletableFuture<Void> end(UUID run) {
        return ends.computeIfAbsent(run, id -> new CompletableFuture<>());
    }

    void changed(UUID run) {
        complete(changes.remove(run));
    }

    void ended(UUID run) {
        changed(run);
        complete(ends.remove(run));
    }

    void failed(UUID run, RuntimeException why) {
        changed(run);
        CompletableFuture<Void> end = ends.remove(run);
        if (end != null) {
            end.completeExceptionally(why);
        }
    }

    /** Any run may have changed. */
    void allChanged() {
        changes.keySet().forEach(this::changed);
        ends.keySet().forEach(run -> complete(ends.remove(run)));
    }

    private static void complete(@org.jspecify.annotations.Nullable CompletableFuture<Void> future) {
        if (future != null) {
            future.complete(null);
        }
    }
}
