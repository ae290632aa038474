// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.fleet;

import dev.pawl.spi.Sighting;
import dev.pawl.spi.Sighting.Lock;
import dev.pawl.spi.Sightings;
import dev.pawl.spi.WorkerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who of the workers is dead, by what one look after another showed: the rule, and nothing else. Not thread-safe.
 *
 * <p>A lock that is free proves a death where the process is gone from this very machine; or where one unbroken session saw it
 * free for a while: a worker whose connection broke takes its lock again sooner than that. Else only the lease counts, which
 * never ends before the workers could renew it at a database that was away.
 */
public final class Deaths {

    /** So long a lock must be free. */
    static final Duration FREE = Duration.ofSeconds(1);

    private final UUID me;
    private final Predicate<WorkerInfo> isGone;
    private final Map<UUID, Free> free = new HashMap<>();
    private @Nullable UUID observer;

    /**
     * A worker to be declared dead.
     *
     * @param seenLeaseUntil the end of its lease, as it was judged by
     * @param how by what, for a person
     */
    public record Death(WorkerInfo worker, Instant seenLeaseUntil, String how) {}

    /** Since when a lock was seen free, with no renewal since. */
    private record Free(Instant since, Instant leaseUntil) {}

    /**
     * Nobody was seen yet.
     *
     * @param me who judges, and does not judge itself
     * @param isGone whether that process ran on this machine and runs no more
     */
    public Deaths(UUID me, Predicate<WorkerInfo> isGone) {
        this.me = me;
        this.isGone = isGone;
    }

    /** Who is dead, now that this was seen. */
    public List<Death> judge(Sightings look) {
        if (!look.observer().equals(observer)) {
            observer = look.observer();
            free.clear();
        }
        List<Death> dead = new ArrayList<>();
        Map<UUID, Free> still = new HashMap<>();
        for (Sighting seen : look.workers()) {
            if (!seen.worker().id().equals(me)) {
                if (seen.lock() == Lock.FREE) {
                    still.put(seen.worker().id(), since(seen, look.now()));
                }
                String how = how(seen, look, still.get(seen.worker().id()));
                if (how != null) {
                    dead.add(new Death(seen.worker(), seen.leaseUntil(), how));
                }
            }
        }
        free.clear();
        free.putAll(still);
        return dead;
    }

    private Free since(Sighting seen, Instant now) {
        Free before = free.get(seen.worker().id());
        return before != null && before.leaseUntil.equals(seen.leaseUntil())
                ? before
                : new Free(now, seen.leaseUntil());
    }

    private @Nullable String how(Sighting seen, Sightings look, @Nullable Free lock) {
        Instant up = look.up().plus(seen.lease());
        Instant end = seen.leaseUntil().isAfter(up) ? seen.leaseUntil() : up;
        if (look.now().isAfter(end)) {
            return "its lease ended at " + end;
        }
        if (lock == null) {
            return null;
        }
        if (isGone.test(seen.worker())) {
            return "its process is gone from this machine";
        }
        return Duration.between(lock.since, look.now()).compareTo(FREE) >= 0
                ? "its connection is gone since " + lock.since
                : null;
    }
}
