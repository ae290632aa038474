// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.core.Command;
import dev.pawl.core.Run;
import java.util.concurrent.CompletableFuture;

/**
 * A command on its way into the journal.
 *
 * @param durable completes with the run once its events are durable
 */
record Origin(Command command, CompletableFuture<Run> durable) {

    static Origin of(Command command) {
        return new Origin(command, new CompletableFuture<>());
    }
}
