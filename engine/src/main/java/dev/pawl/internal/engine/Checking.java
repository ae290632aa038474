// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.RefusedException;
import dev.pawl.core.Artifact;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.internal.content.Values;
import dev.pawl.internal.journal.Body;
import dev.pawl.internal.journal.DamagedException;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    private final Map<Content, String> bad = new HashMap<>();

    Checking(RunStore store, Values values) {
        this.store = store;
        this.values = values;
    }

    /** What does not fit, in words; none where all is well. */
    List<String> all() {
        List<String> wrong = new ArrayList<>(store.check());
        RunQuery query = RunQuery.newest(500);
        for (List<RunRow> page = rows(query); !page.isEmpty(); page = rows(query)) {
            page.forEach(row -> check(row, wrong));
            query = query.olderThan(page.getLast().id());
        }
        return wrong;
    }

    private List<RunRow> rows(RunQuery query) {
        return StoreException.join(store.find(query));
    }

    private void check(RunRow row, List<String> wrong) {
        UUID run = row.id();
        long number = row.number();
        try {
            String problem = contradiction(run);
            if (problem != null) {
                wrong.add("run " + number + ": " + problem);
            }
            damaged(run, number, wrong);
        } catch (DamagedException e) {
            wrong.add("run " + row.number() + ": " + e.what() + ". " + Unreadable.remedy(row));
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
        Set<Content> told = new HashSet<>();
        for (Entry entry : entries) {
            Body body = Body.of(entry);
            for (Event event : body.events()) {
                for (Content content : EventContents.all(event)) {
                    String problem = body.values().containsKey(content.sha()) ? null : problem(content, replay);
                    if (problem != null && told.add(content)) {
                        wrong.add("run " + number + ": " + what(event, content) + problem);
                    }
                }
            }
        }
    }

    private @Nullable String problem(Content content, Replay replay) {
        if (replay.values().get(content) != null || whole.contains(content)) {
            return null;
        }
        return bad.computeIfAbsent(content, unread -> {
            try (InputStream in = values.open(content, replay.values())) {
                in.transferTo(OutputStream.nullOutputStream());
                whole.add(content);
                return null;
            } catch (IOException e) {
                return e.getMessage();
            }
        });
    }

    /** What of the run a value is, as people call it. */
    private static String what(Event event, Content content) {
        return switch (event) {
            case Event.AttemptSucceeded e -> what(e.stage(), "", e.artifacts(), content);
            case Event.Reused e -> what(e.stage(), "", e.artifacts(), content);
            case Event.ItemSucceeded e -> what(e.stage(), ", item " + e.item(), e.artifacts(), content);
            case Event.OfStage e -> "stage " + e.stage() + ": ";
            default -> "";
        };
    }

    private static String what(String stage, String item, List<Artifact> files, Content content) {
        String file = files.stream()
                .filter(one -> one.content().equals(content))
                .map(one -> ", file " + one.name())
                .findFirst()
                .orElse(", its output");
        return "stage " + stage + item + file + ": ";
    }

    /** Compares row and journal where neither changed meanwhile; a run that never rests is well. */
    private @Nullable String contradiction(UUID run) {
        RunRow row = StoreException.join(store.row(run));
        for (int tries = 1; tries <= CHECKS; tries++) {
            Replay replay = Replay.load(store, run);
            RunRow after = StoreException.join(store.row(run));
            if (!replay.run().exists() && after != null) {
                return Unreadable.MISSING + ". " + Unreadable.remedy(after) + ", as does `pawl doctor --repair`";
            }
            if (!replay.run().exists()) {
                return null; // it was deleted meanwhile
            }
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
