// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.PawlOptions;
import dev.pawl.internal.attempt.LogSink;
import dev.pawl.internal.commit.Committer;
import dev.pawl.internal.content.Values;
import dev.pawl.internal.journal.Folds;
import dev.pawl.internal.peer.Peers;
import dev.pawl.spi.AttemptExecutor;
import dev.pawl.spi.Env;
import dev.pawl.spi.RunStore;

/** What an engine is made of. */
public record Parts(
        PawlOptions options,
        Env env,
        RunStore store,
        Folds folds,
        Values values,
        Committer committer,
        LogSink log,
        AttemptExecutor executor,
        AutoCloseable threads,
        Peers peers) {}
