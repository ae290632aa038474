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

    /**
     * Wishes for a slot of a named limit across all workers, or asks what became of that wish: to be said again until it is held.
     * It keeps its place meanwhile; {@code most} and {@code priority} are as said last. Every wish also hands on what workers that
     * were declared dead since held.
     *
     * <p>Slots are given in turn: of those that wait to the highest priority, of these to who wished first; and only while fewer
     * are held than the smallest {@code most} of all that hold one and of who is next. So nobody passes one that waits for room.
     *
     * <p>One by whom another is given a slot tells the other: see {@link RunStore#onSlot}. Of slots that became free by the
     * death of their worker nobody is told.
     *
     * @return whether it is held; false also for a worker that is declared dead, and where another one, not declared dead, holds or
     *     waits for a slot in the name of the same holder
     */
    CompletableFuture<Boolean> wish(SlotWish wish);

    /** Gives a slot back, or no longer wishes for it, and hands on what became free. Idempotent; of others' slots it gives none. */
    CompletableFuture<Void> giveBack(SlotWish wish);

    /**
     * Asks whether a run may begin here, or be taken up again, and if so counts it from then on.
     *
     * <p>A run counts while it is owned, by whomever, and neither waits nor has ended; and from its admission until it is claimed, while
     * its worker is not declared dead. So a run whose worker died counts on: it is admitted to whoever takes it up. A run
     * that was given back does not count, nor one that waits, nor one that ended before it was claimed. What counts is admitted again,
     * and begins no second time.
     *
     * <p>A begin is the moment of the first admission, on the database's clock. It leaves the window after exactly that time.
     *
     * @return for a worker that is declared dead never {@link Admission.Admitted}, but for runs that count by their row
     */
    CompletableFuture<Admission> admit(AdmissionWish wish);

    /**
     * An admitted run is not claimed here after all: unless another worker was admitted too, it no longer counts, and has not begun.
     * Idempotent; does nothing to a run that was claimed since, nor to one that was admitted here by a later wish: a dismissal may
     * overtake that.
     *
     * @param ticket of the wish that is taken back
     */
    CompletableFuture<Void> dismiss(String pipeline, UUID run, long ticket);

    /** Gives the right back: the worker is dead from then on. Idempotent. */
    @Override
    void close();
}
