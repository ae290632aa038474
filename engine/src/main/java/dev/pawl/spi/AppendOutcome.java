// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.util.UUID;

/** What became of an append. */
public sealed interface AppendOutcome {

    /**
     * It is durable, written now or when it was sent before.
     *
     * @param number the run's number; 0 where it was of no interest
     */
    record Won(long number) implements AppendOutcome {}

    /** Another row stands where it wanted to. Nothing was written. */
    record Lost() implements AppendOutcome {}

    /** It would have made a second active run of its pipeline and key. Nothing was written. */
    record KeyTaken(UUID activeRun) implements AppendOutcome {}

    /** It would have made a second active run that takes up the same run at the same stage. Nothing was written. */
    record RetryTaken(UUID activeRun) implements AppendOutcome {}

    /**
     * The database can never store it. Nothing was written.
     *
     * @param problem why, for a person
     */
    record Unstorable(String problem) implements AppendOutcome {}
}
