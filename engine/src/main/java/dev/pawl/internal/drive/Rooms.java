// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.core.World.Room;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may execute beside whom in this process. A run that seems to take workers down executes alone: it gets the process when
 * nothing else executes, and after a while of waiting nothing new begins before it had its turn. Thread-safe; drivers are told
 * outside of any lock.
 *
 * <p>What {@link #of} says may be over by the time an attempt begins, as its start has to become durable first; so it is
 * {@link #begin} that counts.
 */
public final class Rooms {

    /** How long a suspect waits for a moment in which nothing executes, before others are held back for it. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LongSupplier nanoTime;
    private final BooleanSupplier mayBegin;
    private final Map<UUID, Integer> executing = new HashMap<>();
    /** Since when each waits, in the order of asking. */
    private final Map<UUID, Long> waiting = new LinkedHashMap<>();

    private final Map<UUID, Runnable> drivers = new HashMap<>();
    private @Nullable UUID alone;

    /**
     * Empty.
     *
     * @param nanoTime monotonic, so that no step of a clock gives or takes patience
     * @param mayBegin whether anything may begin in this process; where it may again, {@link #reopened} is to be called
     */
    public Rooms(LongSupplier nanoTime, BooleanSupplier mayBegin) {
        this.nanoTime = nanoTime;
        this.mayBegin = mayBegin;
    }

    /** What was kept from beginning may now. */
    public void reopened() {
        List<Runnable> told;
        synchronized (this) {
            told = List.copyOf(drivers.values());
        }
        told.forEach(Runnable::run);
    }

    /** Drives a run here from now on; {@code changed} is called when others may begin who could not before. */
    synchronized void enter(UUID run, Runnable changed) {
        drivers.put(run, changed);
    }

    /** That one no longer drives it. What still executes of it counts on; what another has got that drives it now is its own. */
    void leave(UUID run, Runnable changed) {
        boolean last;
        synchronized (this) {
            last = drivers.remove(run, changed) || !drivers.containsKey(run);
        }
        if (last) {
            leaveAlone(run);
        }
    }

    /** Which room there is for attempts of a run. */
    synchronized Room of(UUID run) {
        if (alone != null) {
            return alone.equals(run) ? Room.ALONE : Room.CLOSED;
        }
        if (waiting.isEmpty()) {
            return Room.SHARED;
        }
        long now = nanoTime.getAsLong();
        boolean closed = waiting.entrySet().stream()
                .anyMatch(next -> !next.getKey().equals(run) && now - next.getValue() >= PATIENCE.toNanos());
        return closed ? Room.CLOSED : Room.SHARED;
    }

    /** Whether anything of the run executes here. */
    public synchronized boolean isExecuting(UUID run) {
        return executing.containsKey(run);
    }

    /** Runs of which something executes here. */
    public synchronized Set<UUID> executing() {
        return Set.copyOf(executing.keySet());
    }

    /** The run that has this process for itself, or null. */
    public synchronized @Nullable UUID alone() {
        return alone;
    }

    /** An attempt of the run begins to execute; false where it may not, as another run has the process for itself, or none may. */
    synchronized boolean begin(UUID run) {
        if ((alone != null && !alone.equals(run)) || !mayBegin.getAsBoolean()) {
            return false;
        }
        executing.merge(run, 1, Integer::sum);
        return true;
    }

    /** One has stopped. */
    void ended(UUID run) {
        change(() -> executing.computeIfPresent(run, (id, n) -> n == 1 ? null : n - 1));
    }

    /** The run wants the process for itself. */
    void ask(UUID run) {
        change(() -> {
            if (!run.equals(alone)) {
                waiting.putIfAbsent(run, nanoTime.getAsLong());
            }
        });
    }

    synchronized boolean asked(UUID run) {
        return waiting.containsKey(run);
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

    /** Whoever waits while others leave may be next, and whoever was held back for one that left may begin. */
    private void change(Runnable change) {
        List<Runnable> told = List.of();
        synchronized (this) {
            UUID before = alone;
            int waited = waiting.size();
            change.run();
            if (alone == null) {
                grant();
            }
            if (!Objects.equals(before, alone) || waiting.size() < waited) {
                told = List.copyOf(drivers.values());
            }
        }
        told.forEach(Runnable::run);
    }

    private void grant() {
        for (UUID next : waiting.keySet()) {
            if (executing.isEmpty() || executing.keySet().equals(Set.of(next))) {
                alone = next;
                waiting.remove(next);
                return;
            }
        }
    }
}
