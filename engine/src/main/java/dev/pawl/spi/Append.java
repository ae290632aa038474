// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row more in the journal of one run. It is written exactly where its predecessor is the latest row; sending the same
 * append again is harmless.
 *
 * @param run the run
 * @param base seq of the row it follows, 0 for the first
 * @param baseAppendId append id of that row; null exactly where {@code base} is 0
 * @param appendId its own id, the same each time it is sent
 * @param epoch epoch of the writer
 * @param at when it was made
 * @param body the events, as the engine's codec wrote them; not changed after it was handed over
 * @param row the run's row from now on, where this append changes it; always given with {@code base} 0
 * @param dropCheckpoints stages whose mid-stage checkpoint is dropped in the same transaction, with those of its items; an item
 *     is {@code stage/index}
 * @param own whether it is an owner's to its own run, which stays so or ends: nobody else has to look, and only where
 *     {@code base} is 0 is the run's number of interest
 */
public record Append(
        UUID run,
        int base,
        @Nullable UUID baseAppendId,
        UUID appendId,
        int epoch,
        Instant at,
        byte[] body,
        @Nullable RunRow row,
        List<String> dropCheckpoints,
        boolean own) {

    public Append {
        if ((base == 0) != (baseAppendId == null)) {
            throw new IllegalArgumentException("exactly the first append has no predecessor");
        }
        if (base == 0 && row == null) {
            throw new IllegalArgumentException("the first append brings the run's row");
        }
        dropCheckpoints = List.copyOf(dropCheckpoints);
    }

    /** One that may concern others. */
    public Append(
            UUID run,
            int base,
            @Nullable UUID baseAppendId,
            UUID appendId,
            int epoch,
            Instant at,
            byte[] body,
            @Nullable RunRow row,
            List<String> dropCheckpoints) {
        this(run, base, baseAppendId, appendId, epoch, at, body, row, dropCheckpoints, false);
    }

    /** The place it takes in the journal, from 1. */
    public int seq() {
        return base + 1;
    }
}
