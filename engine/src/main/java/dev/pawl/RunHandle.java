// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/** A run. Thread-safe. */
public interface RunHandle {

    UUID id();

    /** Whether it was active before it was submitted here, with {@link OnConflict#ATTACH}; else submitting has made it. */
    boolean attached();

    /** The run as it stands. Of a run that executes here it is answered from memory. */
    RunView view();

    /** Waits, however long, until the run has succeeded, failed or been cancelled. */
    RunView await() throws InterruptedException;

    /**
     * Waits as {@link #await()} does, at most so long.
     *
     * @throws TimeoutException where it takes longer; the run goes on
     */
    RunView await(Duration limit) throws InterruptedException, TimeoutException;

    /**
     * Waits, at most so long, until the run is not as {@code seen} any more: something became durable, or its progress
     * changed.
     */
    RunView awaitChange(RunView seen, Duration limit) throws InterruptedException;
}
