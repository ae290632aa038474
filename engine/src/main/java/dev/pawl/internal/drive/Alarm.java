// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.spi.Env;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One alarm that can be set to another time. Used on its owner's turn only. */
final class Alarm {

    private final Env env;
    private final Runnable ring;
    private Env.@Nullable Timer timer;
    private @Nullable Instant at;

    /** An alarm that is not set. {@code ring} is called on a thread that must not be blocked. */
    Alarm(Env env, Runnable ring) {
        this.env = env;
        this.ring = ring;
    }

    /** Rings once, at that time or a little later; null for never. */
    void set(@Nullable Instant when) {
        if (when != null && when.equals(at)) {
            return;
        }
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        at = when;
        if (when != null) {
            Duration delay = Duration.between(env.now(), when);
            timer = env.schedule(delay.isNegative() ? Duration.ZERO : delay, ring);
        }
    }

    /** It rang: it may be set to the same time again. */
    void rang() {
        timer = null;
        at = null;
    }
}
