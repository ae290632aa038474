// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.core.StageState;
import dev.pawl.core.StageStatus;
import dev.pawl.internal.journal.Body;
import dev.pawl.internal.journal.DamagedException;
import dev.pawl.internal.journal.EventContents;
import dev.pawl.internal.journal.Replay;
import dev.pawl.spi.Entry;
import dev.pawl.spi.Keeper;
import dev.pawl.spi.Keeper.Dropped;
import dev.pawl.spi.Keeper.Place;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Drops values that no journal names. A value is taken up before the entry that names it is written, and touched by that; it is
 * touched once more when a run that names it is deleted. So what nobody touched for a day, and no journal names, nobody is about to
 * name either, but for an attempt that began before: what it has stored so far is named when it ends. Blocks; memory does not grow
 * with the database.
 */
final class Collecting {

    private static final Duration AGE = Duration.ofDays(1);

    /** So much the clocks of two machines may differ. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    private static final int ROWS = 500;

    /** Looked for at once in all journals. */
    private static final int CANDIDATES = 100_000;

    /** An entry may be long. */
    private static final int PAGE = 100;

    private final RunStore store;
    private final Keeper keeper;

    Collecting(RunStore store) {
        this.store = store;
        this.keeper = store.keeper();
    }

    /**
     * Drops them. However long it takes, what was touched since one moment stays, which is fixed when it begins.
     *
     * @param clock the one that says when attempts began
     * @param over whether it is to stop where it is: what it has not yet found to be unused stays
     * @throws StoreException also where a journal cannot be read: nobody knows what it names, so nothing is dropped
     */
    Dropped all(InstantSource clock, BooleanSupplier over) {
        int values = 0;
        long bytes = 0;
        Instant since = keeper.now().minus(age(clock.instant(), over));
        List<Content> candidates = keeper.untouched(since, null, CANDIDATES);
        while (!candidates.isEmpty() && !over.getAsBoolean()) {
            Set<Content> unused = new HashSet<>(candidates);
            if (!withoutNamed(unused, over)) {
                break;
            }
            Dropped dropped = keeper.drop(unused, since);
            values += dropped.values();
            bytes += dropped.bytes();
            candidates = keeper.untouched(since, candidates.getLast().sha(), CANDIDATES);
        }
        return new Dropped(values, bytes);
    }

    /** How long nobody must have touched a value by now: a day, and since before the oldest attempt began that is at work. */
    private Duration age(Instant now, BooleanSupplier over) {
        Instant oldest = now.minus(AGE).plus(CLOCKS);
        RunQuery query = RunQuery.active(ROWS);
        for (List<RunRow> page = rows(query); !page.isEmpty() && !over.getAsBoolean(); page = rows(query)) {
            for (RunRow row : page) {
                Instant started = row.startedAt();
                if (row.owner() != null && started != null && started.isBefore(oldest)) {
                    Instant since = atWorkSince(row.id());
                    oldest = since != null && since.isBefore(oldest) ? since : oldest;
                }
            }
            query = query.olderThan(page.getLast().id());
        }
        return Duration.between(oldest.minus(CLOCKS), now);
    }

    private @Nullable Instant atWorkSince(UUID run) {
        Instant first = null;
        for (StageState stage : Replay.load(store, run).run().stages()) {
            Instant since = stage.status() == StageStatus.RUNNING ? stage.startedAt() : null;
            first = since != null && (first == null || since.isBefore(first)) ? since : first;
        }
        return first;
    }

    private List<RunRow> rows(RunQuery query) {
        return StoreException.join(store.find(query));
    }

    /** Whether all journals were looked at; else it is not known of any of them. */
    private boolean withoutNamed(Set<Content> unused, BooleanSupplier over) {
        @Nullable Place after = null;
        while (!unused.isEmpty()) {
            if (over.getAsBoolean()) {
                return false;
            }
            List<Entry> page = keeper.entries(after, PAGE);
            if (page.isEmpty()) {
                return true;
            }
            for (Entry entry : page) {
                unused.removeAll(named(entry));
            }
            after = new Place(page.getLast().run(), page.getLast().seq());
        }
        return true;
    }

    /**
     * Says of the values of a run that they were of use until now.
     *
     * @param damaged whether entries that cannot be read are passed over: nobody takes values over from those
     */
    void touch(UUID run, boolean damaged) {
        Set<Content> contents = new HashSet<>();
        int after = 0;
        while (true) {
            List<Entry> page = StoreException.join(store.read(run, after, PAGE));
            page.forEach(entry -> contents.addAll(damaged ? readable(entry) : named(entry)));
            if (page.size() < PAGE) {
                keeper.touch(contents);
                return;
            }
            after = page.getLast().seq();
        }
    }

    private static Set<Content> readable(Entry entry) {
        try {
            return named(entry);
        } catch (DamagedException e) {
            return Set.of();
        }
    }

    /** Values an entry names and does not hold. */
    private static Set<Content> named(Entry entry) {
        Body body = Replay.body(entry);
        Set<Content> named = new HashSet<>();
        for (Event event : body.events()) {
            for (Content content : EventContents.all(event)) {
                if (!body.values().containsKey(content.sha())) {
                    named.add(content);
                }
            }
        }
        return named;
    }
}
