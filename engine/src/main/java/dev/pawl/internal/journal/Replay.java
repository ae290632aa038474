// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.HistoryEntry;
import dev.pawl.core.Content;
import dev.pawl.core.Decider;
import dev.pawl.core.Event;
import dev.pawl.core.Run;
import dev.pawl.internal.content.InlineValues;
import dev.pawl.spi.Entry;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run as its journal says, up to an entry. Immutable but for the values, which only grow.
 *
 * @param seq the latest entry, 0 where there is none
 * @param appendId its append id, null where there is none
 */
public record Replay(Run run, int seq, @Nullable UUID appendId, InlineValues values) {

    private static final int PAGE = 1000;

    /** Before the first entry. */
    public static Replay none(UUID run) {
        return new Replay(Run.empty(run), 0, null, new InlineValues());
    }

    /** The whole journal. Blocks. */
    public static Replay load(RunStore store, UUID run) {
        return none(run).catchUp(store);
    }

    /** This, and what stands in the journal after it, a page at a time: outputs of items are read, and not kept. Blocks. */
    public Replay catchUp(RunStore store) {
        Replay replay = this;
        while (true) {
            List<Entry> page = StoreException.join(store.read(run.id(), replay.seq, PAGE));
            for (Entry entry : page) {
                replay = replay.after(entry);
            }
            if (page.size() < PAGE) {
                return replay;
            }
        }
    }

    /** This, and what was written since; null where the journal is not the one any more of which this was read. Blocks. */
    @Nullable
    Replay resumed(RunStore store) {
        List<Entry> page = StoreException.join(store.read(run.id(), seq - 1, PAGE));
        if (page.isEmpty() || !page.getFirst().appendId().equals(appendId)) {
            return null; // it was deleted, or is another one from a backup
        }
        Replay replay = this;
        for (Entry entry : page.subList(1, page.size())) {
            replay = replay.after(entry);
        }
        return page.size() < PAGE ? replay : replay.catchUp(store);
    }

    /** What stands in the journal after this. Blocks. */
    public List<Entry> entriesAfter(RunStore store) {
        List<Entry> all = new ArrayList<>();
        while (true) {
            List<Entry> page = StoreException.join(store.read(run.id(), seq + all.size(), PAGE));
            all.addAll(page);
            if (page.size() < PAGE) {
                return all;
            }
        }
    }

    /** An entry as people read it. */
    public static HistoryEntry story(Entry entry) {
        return new HistoryEntry(
                entry.seq(), entry.at(), entry.epoch(), body(entry).events());
    }

    /** What an entry holds. @throws DamagedException where that cannot be read */
    public static Body body(Entry entry) {
        try {
            return Body.of(entry);
        } catch (NewerException e) {
            throw e;
        } catch (StoreException e) {
            throw new DamagedException(entry.run(), entry.seq(), "is damaged: " + e.problem(), e);
        }
    }

    /** This and one entry more. @throws DamagedException where that one cannot be read, or does not follow */
    public Replay after(Entry entry) {
        if (entry.seq() != seq + 1) {
            throw new DamagedException(run.id(), seq + 1, "is missing: entry " + entry.seq() + " follows " + seq, null);
        }
        Body body = body(entry);
        Run next = run;
        for (Event event : body.events()) {
            next = applied(next, event, entry);
            for (Content content : EventContents.of(event)) {
                byte[] value = body.values().get(content.sha());
                if (value != null) {
                    values.add(content.sha(), value);
                }
            }
        }
        return new Replay(next, entry.seq(), entry.appendId(), values);
    }

    private static Run applied(Run run, Event event, Entry entry) {
        try {
            return Decider.apply(run, event);
        } catch (RuntimeException e) { // an event that nothing before it allows
            throw new DamagedException(entry.run(), entry.seq(), "does not fit those before it: " + e, e);
        }
    }
}
