// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.internal.content.Stored;
import dev.pawl.internal.journal.Body;
import dev.pawl.internal.journal.EventContents;
import dev.pawl.internal.journal.Replay;
import dev.pawl.spi.Entry;
import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The small values a run takes over with what they are of: they stand in the journal of the run it takes up, which may be deleted,
 * and so go into its own. There is only so much room in one entry: what is beyond goes where large values are. Used once; blocks.
 */
final class Bringing {

    /** Beside this, an entry has room for the names of 50,000 items. */
    private static final int ROOM = 6 << 20;

    private static final int PAGE = 100;

    private final Parts parts;
    private final Replay parent;
    private final Replay executed;
    private final Map<String, byte[]> values = new LinkedHashMap<>();
    private final Map<String, byte[]> items = new LinkedHashMap<>();
    private int bytes;

    /**
     * None yet.
     *
     * @param executed the run whose items are taken over
     */
    Bringing(Parts parts, Replay parent, Replay executed) {
        this.parts = parts;
        this.parent = parent;
        this.executed = executed;
    }

    Map<String, byte[]> values() {
        return values;
    }

    Map<String, byte[]> items() {
        return items;
    }

    /** Whatever these events name. */
    void collect(Stored input, List<Event> events) {
        byte[] inline = input.inline();
        if (inline != null) {
            bring(values, input.content().sha(), inline);
        }
        Set<String> ofItems = new HashSet<>();
        for (Event event : events) {
            for (Content content : EventContents.of(event)) {
                byte[] value = atHand(content);
                if (value != null) {
                    bring(values, content.sha(), value);
                }
            }
            if (event instanceof Event.ItemSucceeded item) {
                byte[] settled = atHand(item.output());
                if (settled != null) {
                    bring(items, item.output().sha(), settled);
                } else {
                    ofItems.add(item.output().sha());
                }
            }
        }
        if (!ofItems.isEmpty()) {
            read(ofItems);
        }
    }

    private byte @Nullable [] atHand(Content content) {
        byte[] value = parent.values().get(content);
        return value == null ? executed.values().get(content) : value;
    }

    /** Outputs of items are in the journal, and nowhere else. */
    private void read(Set<String> wanted) {
        for (int after = 0; ; ) {
            List<Entry> page =
                    StoreException.join(parts.store().read(executed.run().id(), after, PAGE));
            for (Entry entry : page) {
                after = entry.seq();
                Body.of(entry).values().forEach((sha, value) -> {
                    if (wanted.contains(sha)) {
                        bring(items, sha, value);
                    }
                });
            }
            if (page.size() < PAGE) {
                return;
            }
        }
    }

    private void bring(Map<String, byte[]> to, String sha, byte[] value) {
        if (values.containsKey(sha) || items.containsKey(sha)) {
            return;
        }
        if (bytes + value.length <= ROOM) {
            bytes += value.length;
            to.put(sha, value);
            return;
        }
        try {
            parts.values().keep(value);
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Kind.BROKEN, "a value that is taken over cannot be kept: " + e.getMessage(), e);
        }
    }
}
