// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs as their journals say. Of those with long journals that were read lately it is kept how they stood, so that who reads one again
 * reads what came since: a document that is open for months is looked at, and edited, at the price of its latest entry. Thread-safe.
 */
public final class Folds {

    /** A shorter journal is read about as fast as one entry of it. */
    static final int LONG = 200;

    private static final int MOST_RUNS = 100;

    /** Of all of them together, as {@link Weights} has it. */
    private static final long MOST_BYTES = 32L << 20;

    private final RunStore store;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UUID, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** Keeps nothing yet. */
    public Folds(RunStore store) {
        this.store = store;
    }

    /** The run as its whole journal says; one that does not exist where it has none. Blocks. */
    public Replay load(UUID run) {
        Replay now = read(run, known(run));
        keep(now); // also where nothing is new in it: its values may have grown since
        return now;
    }

    /** The same for who executes it, who alone holds it from now on: it is not kept here. Blocks. */
    public Replay taken(UUID run) {
        Replay known = known(run);
        forget(run);
        return read(run, known);
    }

    /** Keeps it no longer: somebody executes it, and has it in memory. */
    public void forget(UUID run) {
        lock.lock();
        try {
            Kept before = kept.remove(run);
            bytes -= before == null ? 0 : before.bytes;
        } finally {
            lock.unlock();
        }
    }

    /** What all that is kept takes, about. */
    public long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    private Replay read(UUID run, @Nullable Replay known) {
        Replay now = known == null ? null : known.resumed(store);
        return now == null ? Replay.load(store, run) : now;
    }

    /**
     * Many of them, which are read together. Blocks.
     *
     * @return without those that cannot be read: why not is said to who reads one alone
     * @throws StoreException where the database cannot be asked now
     */
    public Map<UUID, Replay> load(Collection<UUID> runs) {
        Map<UUID, Replay> all = new HashMap<>();
        List<UUID> others = new ArrayList<>();
        for (UUID run : runs) {
            if (known(run) == null) {
                others.add(run);
            } else {
                load(run, all);
            }
        }
        Map<UUID, Replay> read = Journals.load(store, others);
        read.values().forEach(this::keep);
        all.putAll(read);
        return all;
    }

    private void load(UUID run, Map<UUID, Replay> all) {
        try {
            all.put(run, load(run));
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.BROKEN) {
                throw e;
            }
        }
    }

    private @Nullable Replay known(UUID run) {
        lock.lock();
        try {
            Kept known = kept.get(run);
            return known == null ? null : known.replay;
        } finally {
            lock.unlock();
        }
    }

    private void keep(Replay now) {
        Kept one = new Kept(now, now.seq() < LONG ? 0 : Weights.of(now));
        lock.lock();
        try {
            Kept before = kept.remove(now.run().id());
            bytes -= before == null ? 0 : before.bytes;
            if (now.seq() < LONG || one.bytes > MOST_BYTES) {
                return;
            }
            kept.put(now.run().id(), one);
            bytes += one.bytes;
            Iterator<Kept> oldest = kept.values().iterator();
            while (kept.size() > MOST_RUNS || bytes > MOST_BYTES) {
                bytes -= oldest.next().bytes;
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How a run stood, and what it took when it was last asked for. */
    private record Kept(Replay replay, long bytes) {}
}
