// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One stage of a run, as its events left it.
 *
 * @param status where it stands
 * @param waitsFor what a waiting stage waits for, else null
 * @param generation raised each time a person has it run again, from 0
 * @param number the latest attempt of this generation, from 1; 0 before the first
 * @param epoch the epoch under which that attempt last started, or 0
 * @param startOrdinal how many events the run had, the latest start included: it may execute once these are durable
 * @param startedAt when the latest attempt last started
 * @param finishedAt when it ended
 * @param retryAt when the next attempt is due, with {@link WaitFor#BACK_OFF}
 * @param output with {@link StageStatus#done()}
 * @param partial what the latest attempt had put out when it failed
 * @param degraded why the output deserves a look
 * @param failure why the latest attempt failed
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
        @Nullable Instant retryAt,
        @Nullable Content output,
        @Nullable Content partial,
        @Nullable String degraded,
        @Nullable Failure failure) {

    static final StageState NEW = idle(0, 0);

    /** Nothing of it has run in this generation but {@code number} attempts. */
    static StageState idle(int generation, int number) {
        return new StageState(
                StageStatus.IDLE, null, generation, number, 0, 0, null, null, null, null, null, null, null);
    }
}
