// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.RefusedException;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.internal.content.Values;
import dev.pawl.internal.journal.EventContents;
import dev.pawl.internal.journal.Replay;
import dev.pawl.internal.journal.Rows;
import dev.pawl.spi.Entry;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Holds the rows of all runs against their journals. Changes nothing; blocks. */
final class Checking {

    /** How often a run is looked at again that changed meanwhile. */
    private static final int CHECKS = 5;

    private final RunStore store;
    private final Values values;
    /** Values beside the journals that were read already: many runs share a definition. */
    private final Set<Content> whole = new HashSet<>();

    Checking(RunStore store, Values values) {
        this.store = store;
        this.values = values;
    }

    /** What does not fit, in words; none where all is well. */
    List<String> all() {
        List<String> wrong = new ArrayList<>(store.check());
        RunQuery query = RunQuery.newest(500);
        for (List<RunRow> page = rows(query); !page.isEmpty(); page = rows(query)) {
            page.forEach(row -> check(row.id(), row.number(), wrong));
            query = query.olderThan(page.getLast().id());
        }
        return wrong;
    }

    private List<RunRow> rows(RunQuery query) {
        return StoreException.join(store.find(query));
    }

    private void check(UUID run, long number, List<String> wrong) {
        try {
            String problem = contradiction(run);
            if (problem != null) {
                wrong.add("run " + number + ": " + problem);
            }
            damaged(run, number, wrong);
        } catch (StoreException | RefusedException e) {
            wrong.add("run " + number + ": " + e.getMessage());
        } catch (RuntimeException e) {
            wrong.add("run " + number + ": it cannot be checked: " + e);
        }
    }

    /** Reads every value that the run names and its journal does not hold, and holds it against its hash. */
    private void damaged(UUID run, long number, List<String> wrong) {
        List<Entry> entries = Replay.none(run).entriesAfter(store);
        Replay replay = Replay.none(run);
        for (Entry entry : entries) { // of these and no others: the run goes on meanwhile
            replay = replay.after(entry);
        }
        for (Entry entry : entries) {
            for (Event event : Replay.story(entry).events()) {
                for (Content content : EventContents.of(event)) {
                    if (replay.values().get(content) == null && whole.add(content)) {
                        try (InputStream in = values.open(content, replay.values())) {
                            in.transferTo(OutputStream.nullOutputStream());
                        } catch (IOException e) {
                            wrong.add("run " + number + ": " + e.getMessage());
                        }
                    }
                }
            }
        }
    }

    /** Compares row and journal where neither changed meanwhile; a run that never rests is well. */
    private @Nullable String contradiction(UUID run) {
        RunRow row = StoreException.join(store.row(run));
        for (int tries = 1; tries <= CHECKS; tries++) {
            Replay replay = Replay.load(store, run);
            if (!replay.run().exists()) {
                throw Sights.noRun(run);
            }
            RunRow after = StoreException.join(store.row(run));
            if (row == null || after == null) {
                return "its row is gone; `pawl doctor --repair` writes it anew from the journal";
            }
            RunRow projected = Rows.project(replay.run(), row.number());
            if (projected.equals(row)) {
                return null;
            }
            if (row.equals(after) && replay.entriesAfter(store).isEmpty()) {
                return "its row is not as its journal says: " + Differences.of(row, projected)
                        + ". `pawl doctor --repair` writes it anew from the journal";
            }
            row = after;
        }
        return null;
    }
}
