// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.view;

import dev.pawl.Health;
import dev.pawl.core.Silence;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How an attempt is, by its signs of life: as the core judges it where it decides what becomes of it. */
public final class Judging {

    /** One that is a little late is no news: late is who missed two. */
    private static final int LATE = 2;

    private Judging() {}

    /** By how long it has been silent; null where it cannot be. */
    public static Health health(Silence silence, @Nullable Instant silentSince, Instant now) {
        if (silentSince == null) {
            return Health.HEALTHY;
        }
        Duration silent = Duration.between(silentSince, now);
        if (silent.compareTo(silence.stallAfter()) >= 0) {
            return Health.STALLED;
        }
        return silent.compareTo(silence.heartbeat().multipliedBy(LATE)) > 0 ? Health.LATE : Health.HEALTHY;
    }
}
