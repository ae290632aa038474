// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.core.World.Room;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who may execute beside whom in this process. A run that seems to take workers down executes alone: it gets the process when
 * nothing else executes, and after a while of waiting nothing new begins before it had its turn. Thread-safe; drivers are told
 * outside of any lock.
 */
public final class Rooms {

    /** How long a suspect waits for a moment in which nothing executes, before others are held back for it. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final Map<UUID, Integer> executing = new HashMap<>();
    private final Map<UUID, Instant> waiting = new LinkedHashMap<>();
    private final Map<UUID, Runnable> drivers = new HashMap<>();
    private @Nullable UUID alone;

    public Rooms(InstantSource clock) {
        this.clock = clock;
    }

    /** Drives a run here from now on; {@code changed} is called when others may begin who could not before. */
    synchronized void enter(UUID run, Runnable changed) {
        drivers.put(run, changed);
    }

    /** No longer drives it. What still executes of it counts on. */
    void leave(UUID run) {
        synchronized (this) {
            drivers.remove(run);
        }
        leaveAlone(run);
    }

    /** Which room there is for attempts of a run. */
    synchronized Room of(UUID run) {
        if (alone != null) {
            return alone.equals(run) ? Room.ALONE : Room.CLOSED;
        }
        Instant patient = clock.instant().minus(PATIENCE);
        boolean closed = waiting.entrySet().stream()
                .anyMatch(next -> !next.getKey().equals(run) && !next.getValue().isAfter(patient));
        return closed ? Room.CLOSED : Room.SHARED;
    }

    /** Runs of which something executes here. */
    public synchronized Set<UUID> executing() {
        return Set.copyOf(executing.keySet());
    }

    /** The run that has this process for itself, or null. */
    public synchronized @Nullable UUID alone() {
        return alone;
    }

    /** An attempt of the run begins to execute. */
    synchronized void began(UUID run) {
        executing.merge(run, 1, Integer::sum);
    }

    /** One has stopped. */
    void ended(UUID run) {
        change(() -> executing.computeIfPresent(run, (id, n) -> n == 1 ? null : n - 1));
    }

    /** The run wants the process for itself. */
    void ask(UUID run) {
        change(() -> waiting.putIfAbsent(run, clock.instant()));
    }

    boolean asked(UUID run) {
        synchronized (this) {
            return waiting.containsKey(run);
        }
    }

    /** The run no longer wants it. */
    void leaveAlone(UUID run) {
        change(() -> {
            waiting.remove(run);
            if (run.equals(alone)) {
                alone = null;
            }
        });
    }

    private void change(Runnable change) {
        List<Runnable> told = List.of();
        synchronized (this) {
            UUID before = alone;
            boolean waited = !waiting.isEmpty();
            change.run();
            if (alone == null) {
                for (UUID next : waiting.keySet()) {
                    if (executing.isEmpty() || executing.keySet().equals(Set.of(next))) {
                        alone = next;
                        break;
                    }
                }
                if (alone != null) {
                    waiting.remove(alone);
                }
            }
            boolean other = before == null ? alone != null : !before.equals(alone);
            if (other || waited != !waiting.isEmpty()) {
                told = List.copyOf(drivers.values());
            }
        }
        told.forEach(Runnable::run);
    }
}
