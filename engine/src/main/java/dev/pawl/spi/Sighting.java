// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.time.Duration;
import java.time.Instant;

/**
 * What a look showed of one worker.
 *
 * @param lease how long it lives after each renewal, whatever its lock says; {@link #FOR_LIFE} where that is for the lock alone to say
 * @param leaseUntil until when it lives by its last renewal, on the database's clock
 */
public record Sighting(WorkerInfo worker, Duration lease, Instant leaseUntil, Lock lock) {

    /** The lease of whoever lives as long as it holds its lock. */
    public static final Duration FOR_LIFE = Duration.ofDays(3_650);

    /** A lock that the database frees when its holder's connection ends. */
    public enum Lock {
        /** Its connection is there. That it does anything does not follow. */
        HELD,
        /** It had the lock since the database started, and has it no more. */
        FREE,
        /** Says nothing: it was not back since the database started, or its lock cannot be seen from here. */
        UNKNOWN
    }
}
