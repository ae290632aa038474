// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import dev.pawl.StageContext;
import dev.pawl.StageDefinition;
import dev.pawl.core.Attempt;
import java.util.function.Consumer;

/** Executes attempts: on a thread, in a process, somewhere else. Thread-safe. */
public interface AttemptExecutor {

    /**
     * Begins to execute. Does not block and does not throw; whatever happens is reported to {@code done}, exactly once, on a
     * thread that may block.
     */
    <I> Running start(Call<I> call, Consumer<AttemptOutcome> done);

    /**
     * What is to be executed.
     *
     * @param epoch the epoch it was started under
     * @param context what the code sees; {@link StageContext#cancelled()} turns true by itself when it is stopped
     */
    record Call<I>(Attempt attempt, int epoch, StageDefinition<I> stage, StageContext<I> context) {}

    /** An attempt at work. */
    interface Running {
        /** Asks it to stop. Idempotent; does not wait. */
        void stop();
    }
}
