// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.Renewal;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerSession;
import dev.pawl.store.jdbc.internal.sql.SqlThreads;
import java.util.concurrent.CompletableFuture;

/** The right to execute, by a lock and a lease. */
record PgWorkerSession(WorkerInfo worker, Vigil vigil, SqlThreads<PgSession> threads) implements WorkerSession {

    @Override
    public CompletableFuture<Renewal> renew() {
        return vigil.renew(worker.id());
    }

    @Override
    public CompletableFuture<Void> pulse(byte[] pulse) {
        return threads.submit(session -> PgWorkers.pulse(session, worker, pulse))
                .thenAccept(written -> {});
    }

    @Override
    public CompletableFuture<Void> drain() {
        return threads.submit(session -> PgWorkers.drain(session, worker)).thenAccept(written -> {});
    }

    @Override
    public void close() {
        vigil.leave(worker.id());
    }
}
