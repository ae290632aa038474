// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import dev.pawl.core.Attempt;
import dev.pawl.spi.Env;
import dev.pawl.spi.RunStore;
import java.time.Duration;

/**
 * What an attempt keeps for the next execution: the value of its code's own, and which files are finished.
 *
 * @param files goes when {@code own} goes: it is kept under a name below that of the stage, or of its item
 */
record Kept(Checkpoints own, Checkpoints files) {

    private static final String FILES = LiveAttempt.OF_ITEM + "files";

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** A part costs more than a value, and its bytes are written anyway. */
    private static final Duration FILE_PAUSE = Duration.ofMillis(100);

    static Kept of(RunStore store, Env env, Attempt attempt, int epoch, boolean resumes) {
        String place = LiveAttempt.place(attempt.stage(), attempt.item());
        return new Kept(
                new Checkpoints(store, env, attempt, epoch, resumes, place, PAUSE),
                new Checkpoints(store, env, attempt, epoch, resumes, place + FILES, FILE_PAUSE));
    }

    /** Keeps nothing. */
    static Kept nothing(RunStore store, Env env, Attempt attempt, int epoch) {
        Kept none = of(store, env, attempt, epoch, false);
        none.fence();
        return none;
    }

    boolean any() {
        return own.any() || files.any();
    }

    void fence() {
        own.fence();
        files.fence();
    }

    /** See {@link Checkpoints#close}. */
    void close(boolean keep) {
        own.close(keep);
        files.close(keep);
    }
}
