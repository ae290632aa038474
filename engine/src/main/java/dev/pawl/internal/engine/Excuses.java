// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.RefusedException;
import dev.pawl.core.Run;
import dev.pawl.spi.StoreException;
import java.util.UUID;

/** Why a worker does not drive a run now. */
final class Excuses {

    /** The run goes on when its turn has come. */
    static final String IN_TURN = "IN_TURN";

    private Excuses() {}

    /** It could not renew its lease. */
    static StoreException silent() {
        return later(
                "this worker could not say in time that it lives, and others may take its runs; look again in a moment");
    }

    /** It was declared dead, and no other worker is here yet. */
    static StoreException enteringAnew() {
        return later("this worker was declared dead, and this process enters anew; try again in a moment");
    }

    private static StoreException later(String words) {
        return new StoreException(StoreException.Kind.TRANSIENT, words, null);
    }

    /** It is to wait in the queue. */
    static RefusedException inTurn(Run run) {
        return new RefusedException(
                IN_TURN,
                "only so many runs of " + run.created().pipeline() + " are executed at once",
                "wait: it goes on by itself once there is room",
                null);
    }

    /** Code of the run executes here that no driver waits for. */
    static RefusedException stopping(UUID run) {
        return new RefusedException(
                Troubles.STOPPING,
                "code of run " + run + " that was asked to stop is still at work here",
                "wait a moment, and look again",
                null);
    }
}
