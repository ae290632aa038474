// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import java.time.Duration;
import java.time.Instant;

/** What a stage did from one moment to another. */
record Span(Instant from, Instant to, Kind kind) {

    Duration length() {
        return Duration.between(from, to);
    }

    /** What it did. */
    enum Kind {
        /** It could have started, and was not due or had no worker. */
        QUEUED,
        /** A person is to say what became of it. */
        ASKED,
        /** An attempt that succeeded, or is at work. */
        WORKED,
        /** An attempt that failed. */
        FAILED,
        /** An attempt that was cut off. */
        LOST,
        /** Its condition did not hold: the moment that was found. */
        SKIPPED;

        boolean attempt() {
            return this == WORKED || this == FAILED || this == LOST;
        }
    }
}
