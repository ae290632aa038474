// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One stage of a run, as its events left it.
 *
 * @param status where it stands
 * @param waitsFor what a waiting stage waits for, else null
 * @param generation raised each time a person or a validator has it run again, from 0
 * @param number the latest attempt of this generation, from 1; 0 before the first
 * @param epoch the epoch under which that attempt last started, or its condition was asked alone, or 0
 * @param startOrdinal how many events the run had, the latest start included: it may execute once these are durable
 * @param startedAt when the latest attempt last started
 * @param finishedAt when it ended
 * @param until when a waiting stage moves on by itself: its next attempt is due, or a person's time is up
 * @param output with {@link StageStatus#done()}, but null where it was skipped
 * @param partial what the latest attempt had put out when it failed
 * @param degraded why the output deserves a look
 * @param failure why the latest attempt failed
 * @param cleared whether its condition was found to hold
 * @param pressed whether a person had it start
 * @param held whether it was put back, and waits to be pressed
 * @param rounds how often it sent work back, where it is a validator
 * @param feedback what validators said of its output when they did not accept it
 * @param items the items of a map, once they are listed
 * @param reusedFrom the run that executed it, where that was another one
 */
public record StageState(
        StageStatus status,
        @Nullable WaitFor waitsFor,
        int generation,
        int number,
        int epoch,
        long startOrdinal,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Instant until,
        @Nullable Content output,
        @Nullable Content partial,
        @Nullable String degraded,
        @Nullable Failure failure,
        boolean cleared,
        boolean pressed,
        boolean held,
        int rounds,
        @Nullable Feedback feedback,
        @Nullable Items items,
        @Nullable UUID reusedFrom) {

    static final StageState NEW = new StageChange().build();

    /** When its next attempt is due, where it waits for that. */
    public @Nullable Instant retryAt() {
        return waitsFor == WaitFor.BACK_OFF ? until : null;
    }

    StageChange change() {
        return new StageChange(this);
    }
}
