// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.Event;
import dev.pawl.core.PipelineSpec;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Checkpoint policy on-failure: results stay in memory until something else happens, or they are too many or too old. */
final class HoldBack {

    static final Duration LONGEST = Duration.ofSeconds(30);
    static final long MOST_BYTES = 1 << 20;

    private HoldBack() {}

    /** Until when what waits in the ledger may be held back, or null where it goes at once. */
    static @Nullable Instant until(PipelineSpec pipeline, Ledger ledger, Instant now) {
        Instant since = ledger.waitingSince();
        if (pipeline.checkpoint() != CheckpointPolicy.ON_FAILURE
                || since == null
                || ledger.durable().seq() == 0
                || ledger.waitingBytes() >= MOST_BYTES
                || ledger.followed()) {
            return null;
        }
        for (Event event : ledger.waitingEvents()) {
            if (!(event instanceof Event.AttemptStarted) && !(event instanceof Event.AttemptSucceeded)) {
                return null;
            }
        }
        Instant until = since.plus(LONGEST);
        return until.isAfter(now) ? until : null;
    }
}
