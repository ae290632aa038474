// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.spi.Env;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which of the runs that nobody executes this worker takes at once: each is nearest to one of those who live, so that all get
 * their share and do not fight for the same. Where that one does not come, anybody takes it a moment later. Thread-safe.
 */
final class Portion {

    /** So long a run waits for whom it is nearest to. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final Env env;
    private final UUID me;
    private final Runnable later;
    private final Map<UUID, Long> left = new ConcurrentHashMap<>();

    /** Nothing was left yet; {@code later} is called when it is time to look again. */
    Portion(Env env, UUID me, Runnable later) {
        this.env = env;
        this.me = me;
        this.later = later;
    }

    /** Whether the run is for another, for now. */
    boolean leaves(UUID run, Crew crew) {
        if (me.equals(crew.nearest(run))) {
            return false;
        }
        long now = env.nanoTime();
        Long since = left.putIfAbsent(run, now);
        if (since == null) {
            env.schedule(MOMENT, later);
            return true;
        }
        return now - since < MOMENT.toNanos();
    }

    /** All others are taken, or over. */
    void keep(Collection<UUID> runs) {
        left.keySet().retainAll(runs);
    }
}
