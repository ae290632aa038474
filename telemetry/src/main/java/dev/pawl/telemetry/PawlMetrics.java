// SPDX-License-Identifier: Apache-2.0
package dev.pawl.telemetry;

import dev.pawl.HistoryEntry;
import dev.pawl.Pawl;
import dev.pawl.RunListener;
import dev.pawl.RunView;
import dev.pawl.core.Event;
import dev.pawl.core.Run;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Meters of the runs a process executes, from what is durable. The meters of several processes add up: each counts what
 * itself did. Tags are names of pipelines and stages, statuses and kinds, never ids, keys or users.
 *
 * <p>It remembers the runs in hand, and forgets each at its end. Of a run it hears of in the middle, as of one taken over, it
 * reads the beginning from the journal, without counting it. One registry takes one of these. To be listened with before
 * {@link Pawl#start}:
 *
 * <pre>{@code pawl.listen(new PawlMetrics(pawl, registry)).start();}</pre>
 */
public final class PawlMetrics implements RunListener {

    private static final Logger LOG = LoggerFactory.getLogger(PawlMetrics.class);

    private final Pawl pawl;
    private final MeterRegistry registry;
    private final EventMeters meters;
    private final ActiveRuns active;
    private final Self self = new Self();
    private final Map<UUID, Followed> inHand = new HashMap<>();

    /**
     * Meters in that registry.
     *
     * @param pawl whose runs it will hear of
     */
    public PawlMetrics(Pawl pawl, MeterRegistry registry) {
        this.pawl = pawl;
        this.registry = registry;
        this.meters = new EventMeters(registry);
        this.active = new ActiveRuns(registry);
        Meters.LISTENER_MISSED.counter(registry); // there before anything is missed
    }

    @Override
    public synchronized void onEntry(RunView after, HistoryEntry entry) {
        self.learn(after);
        try {
            Followed followed = Followed.before(entry, after.id(), inHand.get(after.id()), pawl);
            if (!followed.knows(entry)) {
                count(followed, entry);
            }
            keep(after.id(), followed);
        } catch (RuntimeException e) {
            keep(after.id(), null);
            LOG.warn("entry {} of run {} is not in the metrics: {}", entry.seq(), after.id(), e.getMessage());
        }
    }

    /** Some of the runs may have ended meanwhile: those that have not are found again by their next entry. */
    @Override
    public synchronized void missed(long entries) {
        Meters.LISTENER_MISSED.counter(registry).increment((double) entries);
        inHand.clear();
        active.clear();
    }

    /** How many runs are remembered. */
    synchronized int remembered() {
        return inHand.size();
    }

    private void count(Followed followed, HistoryEntry entry) {
        for (Event event : entry.events()) {
            UUID worker = event instanceof Event.Claimed claimed
                    ? claimed.worker()
                    : followed.run().owner();
            if (followed.run().exists() && !self.isNot(worker)) {
                meters.count(followed, event);
            }
            followed.add(event);
        }
        followed.reached(entry);
    }

    /** A run that nobody owns, or somebody else, is not in hand: nothing more may be heard of it. */
    private void keep(UUID id, @Nullable Followed followed) {
        Run run = followed == null ? null : followed.run();
        if (followed == null || run == null || run.owner() == null || self.isNot(run.owner())) {
            inHand.remove(id);
            active.remove(id);
        } else {
            inHand.put(id, followed);
            active.put(id, run.created().pipeline(), run.status());
        }
    }
}
