// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.spi.Renewal;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerSession;
import dev.pawl.store.jdbc.internal.folder.WorkerLock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** The right to execute, while the lock is held. The lease is a formality here: who holds the lock lives. */
record HeldSession(WorkerInfo worker, Duration lease, WorkerLock lock, Writer writer, InstantSource clock)
        implements WorkerSession {

    @Override
    public CompletableFuture<Renewal> renew() {
        Instant now = clock.instant();
        return CompletableFuture.completedFuture(
                lock.isHeld() ? new Renewal.Renewed(now, now.plus(lease)) : new Renewal.Gone());
    }

    @Override
    public CompletableFuture<Void> pulse(byte[] pulse) {
        return writer.write(session -> Workers.pulse(session, worker, pulse)).thenAccept(written -> {});
    }

    @Override
    public CompletableFuture<Void> drain() {
        return writer.write(session -> Workers.drain(session, worker)).thenAccept(written -> {});
    }

    @Override
    public void close() {
        lock.close();
    }
}
