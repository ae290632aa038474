// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

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

    /** Gives the right back: the worker is dead from then on. Idempotent. */
    @Override
    void close();
}
