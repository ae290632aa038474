// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.Admission;
import dev.pawl.spi.AdmissionWish;
import dev.pawl.spi.Renewal;
import dev.pawl.spi.SlotWish;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerSession;
import dev.pawl.store.jdbc.internal.sql.SqlThreads;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The right to execute, by a lock and a lease. */
record PgWorkerSession(WorkerInfo worker, Vigil vigil, SqlThreads<PgSession> threads, String handle)
        implements WorkerSession {

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
    public CompletableFuture<Boolean> wish(SlotWish wish) {
        return threads.submit(session -> PgSlots.wish(session, wish, worker.id(), handle));
    }

    @Override
    public CompletableFuture<Void> giveBack(SlotWish wish) {
        return threads.submit(session -> PgSlots.giveBack(session, wish, worker.id(), handle))
                .thenAccept(given -> {});
    }

    @Override
    public CompletableFuture<Admission> admit(AdmissionWish wish) {
        return threads.submit(session -> PgAdmissions.admit(session, wish, worker.id()));
    }

    @Override
    public CompletableFuture<Void> dismiss(String pipeline, UUID run, long ticket) {
        return threads.submit(session -> PgAdmissions.dismiss(session, pipeline, run, worker.id(), ticket))
                .thenAccept(dismissed -> {});
    }

    @Override
    public void close() {
        vigil.leave(worker.id());
    }
}
