// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.spi.Admission;
import dev.pawl.spi.AdmissionWish;
import dev.pawl.spi.Renewal;
import dev.pawl.spi.Sighting;
import dev.pawl.spi.SlotWish;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerSession;
import dev.pawl.store.jdbc.internal.folder.WorkerLock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The right to execute, while the lock is held. */
record HeldSession(WorkerInfo worker, WorkerLock lock, Writer writer, InstantSource clock) implements WorkerSession {

    /** A formality: who holds the lock lives. A clock that is set, and a machine that slept, end no lease here, nor any work. */
    static final Duration LEASE = Sighting.FOR_LIFE;

    @Override
    public CompletableFuture<Renewal> renew() {
        Instant now = clock.instant();
        return CompletableFuture.completedFuture(
                lock.isHeld() ? new Renewal.Renewed(now, now.plus(LEASE)) : new Renewal.Gone());
    }

    @Override
    public CompletableFuture<Void> pulse(byte[] pulse) {
        return writer.write(session -> Workers.pulse(session, worker, pulse)).thenAccept(written -> {});
    }

    @Override
    public CompletableFuture<Void> drain() {
        return writer.write(session -> Workers.drain(session, worker)).thenAccept(written -> {});
    }

    /** The lock is looked at within the transaction: so whoever enters next removes all that was written before. */
    @Override
    public CompletableFuture<Boolean> wish(SlotWish wish) {
        return writer.note(session -> lock.isHeld() && Slots.wish(session, wish, worker.id(), clock.instant()));
    }

    @Override
    public CompletableFuture<Void> giveBack(SlotWish wish) {
        return writer.note(session -> lock.isHeld() && Slots.giveBack(session, wish))
                .thenAccept(given -> {});
    }

    @Override
    public CompletableFuture<Admission> admit(AdmissionWish wish) {
        return writer.note(session -> Admissions.admit(session, wish, lock.isHeld(), clock.instant()));
    }

    @Override
    public CompletableFuture<Void> dismiss(String pipeline, UUID run, long ticket) {
        return writer.note(session -> lock.isHeld() && Admissions.dismiss(session, pipeline, run, ticket))
                .thenAccept(dismissed -> {});
    }

    @Override
    public void close() {
        lock.close();
    }
}
