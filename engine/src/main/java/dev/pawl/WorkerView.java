// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A process that executes runs, or that died while it did.
 *
 * @param id of this one time that it executes; a process that starts again is another worker
 * @param since when it began
 * @param runs how many active runs it owns
 * @param address where other processes reach it, or null
 * @param lease how long it lives if nothing more is heard of it, or null where that was judged already, and
 *     where it lives as long as its process does
 */
public record WorkerView(
        UUID id,
        String name,
        String host,
        long pid,
        Instant since,
        Status status,
        int runs,
        @Nullable String address,
        @Nullable Duration lease) {

    /** How it stands with a worker. */
    public enum Status {
        /** It executes runs. */
        ALIVE,
        /** It ends on purpose: what it has is stopped and given back. */
        DRAINING,
        /** Its connection or its lease has ended. It is declared dead by another worker, as soon as there is one. */
        SILENT,
        /** It was declared dead, and nobody has taken its runs yet. */
        DEAD
    }
}
