// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The right to execute runs of a database, held until closed or lost. Thread-safe. */
public interface WorkerSession extends AutoCloseable {

    WorkerInfo worker();

    /** Begins the lease anew, and takes the worker's lock again where a connection was lost. */
    CompletableFuture<Renewal> renew();

    /** Replaces the worker's pulse. */
    CompletableFuture<Void> pulse(byte[] pulse);

    /** Writes down that this worker ends on purpose. It may go on writing until it is closed. */
    CompletableFuture<Void> drain();

    /** Wishes for a slot across all workers. Said again until it is held; the wish keeps its place meanwhile. */
    default CompletableFuture<Boolean> wish(SlotWish wish) {
        throw new UnsupportedOperationException();
    }

    /** Gives a slot back, or no longer wishes for it. Idempotent. */
    default CompletableFuture<Void> giveBack(SlotWish wish) {
        throw new UnsupportedOperationException();
    }

    /** Asks whether a run may begin here; one that was admitted is admitted again. */
    default CompletableFuture<Admission> admit(AdmissionWish wish) {
        throw new UnsupportedOperationException();
    }

    /** An admitted run is not claimed here after all. Idempotent. */
    default CompletableFuture<Void> dismiss(String pipeline, UUID run) {
        throw new UnsupportedOperationException();
    }

    /** Gives the right back: the worker is dead from then on. Idempotent. */
    @Override
    void close();
}
