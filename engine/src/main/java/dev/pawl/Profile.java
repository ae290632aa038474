// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import java.time.Duration;

/** What kind of place this is, which settles what else is not said. */
public enum Profile {
    DEV(5),
    STAGING(15),
    PRODUCTION(30);

    private final Duration recoverAfter;

    Profile(int minutes) {
        this.recoverAfter = Duration.ofMinutes(minutes);
    }

    /** How long after its last sign of life a run that nobody executes is given up, where that is asked for. */
    public Duration recoverAfter() {
        return recoverAfter;
    }
}
