// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Runs that somebody waits for, for systems that do not let their callers wait. */
final class Pending {

    private final Map<Integer, CompletableFuture<Void>> runs = new ConcurrentHashMap<>();

    CompletableFuture<Void> add(int run) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        runs.put(run, ended);
        return ended;
    }

    /** A run that nobody waits for is one that another process started. */
    void ended(int run) {
        CompletableFuture<Void> ended = runs.remove(run);
        if (ended != null) {
            ended.complete(null);
        }
    }
}
