// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.HistoryEntry;
import dev.pawl.core.Command;
import dev.pawl.core.Run;
import dev.pawl.internal.attempt.Attempts;
import dev.pawl.internal.attempt.Questions;
import dev.pawl.internal.commit.Committer;
import dev.pawl.internal.content.Stored;
import dev.pawl.internal.content.Values;
import dev.pawl.spi.Env;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What drivers of one worker share.
 *
 * @param worker the worker's id
 * @param grace how long an attempt that was asked to stop is waited for
 */
public record Host(
        UUID worker,
        Env env,
        RunStore store,
        Committer committer,
        Values values,
        Attempts attempts,
        Questions questions,
        Slots slots,
        Rooms rooms,
        Watch watch,
        Duration grace,
        Audience audience) {

    /** What keeps the database from taking what these drivers have, or null. */
    public @Nullable StoreException trouble() {
        StoreException trouble = committer.trouble();
        return trouble == null ? attempts.trouble() : trouble;
    }

    /** Hears of a run. Called on the run's turn; must not block. */
    public interface Audience {

        /** An entry became durable. */
        void durable(RunDriver driver, HistoryEntry entry);

        /** Others appended to the run. */
        void foreign(RunDriver driver, Run before, Run after);

        /** The driver has nothing more to do, or cannot go on for that reason. */
        void left(RunDriver driver, @Nullable RuntimeException why);

        /** The result of an attempt that no longer counts was refused. */
        void lateResult(RunDriver driver, String attempt, String why);

        /** Code that was fenced off came back with a result after the driver had left. */
        void afterLeaving(RunDriver driver, Command.Done done, Stored output);
    }
}
