// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.peer;

import dev.pawl.RunView;
import dev.pawl.spi.WorkerInfo;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The other processes that work on the same database. Thread-safe. */
public interface Peers extends AutoCloseable {

    /** Nobody is asked, and nobody is answered. */
    Peers NONE = new Peers() {
        @Override
        public @Nullable String listen(Function<UUID, @Nullable RunView> executed) {
            return null;
        }

        @Override
        public @Nullable RunView ask(WorkerInfo owner, UUID run) {
            return null;
        }

        @Override
        public void close() {}
    };

    /**
     * Answers from now on. Said again it changes nothing.
     *
     * @param executed how a run is that is executed here, or null where it is not; may be called by many threads at once
     * @return how others reach this process, for its row in the database; null where nobody does
     */
    @Nullable
    String listen(Function<UUID, @Nullable RunView> executed);

    /**
     * How a run is, from whoever executes it. Blocks, for a second or two at most.
     *
     * @return null where that one cannot be reached, does not execute it any more, or speaks otherwise: look into the journal
     */
    @Nullable
    RunView ask(WorkerInfo owner, UUID run);

    @Override
    void close();
}
