// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.core.Command;
import dev.pawl.core.Run;
import dev.pawl.internal.content.Stored;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A command on its way into the journal.
 *
 * @param value what it brings: the output of an item, which only the journal keeps, or what a person gave; or null
 * @param items outputs of items it brings, by hash, where it makes a run that has some
 * @param durable completes with the run once its events are durable
 */
record Origin(Command command, @Nullable Stored value, Map<String, byte[]> items, CompletableFuture<Run> durable) {

    static Origin of(Command command) {
        return new Origin(command, null, Map.of(), new CompletableFuture<>());
    }

    static Origin of(Command command, @Nullable Stored value) {
        return new Origin(command, value, Map.of(), new CompletableFuture<>());
    }

    static Origin of(Command command, Map<String, byte[]> items) {
        return new Origin(command, null, items, new CompletableFuture<>());
    }
}
