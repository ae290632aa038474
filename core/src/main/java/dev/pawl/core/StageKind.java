// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a stage is, beside code that runs once and puts something out. */
public sealed interface StageKind {

    /** Code that runs once. */
    record Task() implements StageKind {}

    /**
     * Code that runs once for each item of a list. Its output is the items' outputs in order, null where one failed.
     *
     * @param parallel how many items execute at once, at least 1
     * @param allowed how many may fail
     */
    record Map(int parallel, AllowedFailures allowed) implements StageKind {
        public Map {
            if (parallel < 1) {
                throw new IllegalArgumentException("at least 1 item executes at once, not " + parallel);
            }
        }
    }

    /**
     * Code that accepts what another stage put out, or sends it back.
     *
     * @param validates id of the stage it checks
     * @param rounds how often it may send the work back, at least 0; the next rejection fails
     */
    record Validator(String validates, int rounds) implements StageKind {
        public Validator {
            if (rounds < 0) {
                throw new IllegalArgumentException("rounds are not negative: " + rounds);
            }
        }
    }

    /** Code that makes files of what is there, and says how far it is: one that says nothing for long has stopped working. */
    record Export() implements StageKind {}

    /**
     * A person gives the output.
     *
     * @param deadline how long they may take, at most 365 days, or null
     */
    record Input(@Nullable Duration deadline) implements StageKind {
        public Input {
            StageSpec.checkLength("a deadline", deadline);
        }
    }
}
