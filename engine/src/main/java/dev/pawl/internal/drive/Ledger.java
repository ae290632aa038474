// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.HistoryEntry;
import dev.pawl.core.Command;
import dev.pawl.core.Content;
import dev.pawl.core.Decider;
import dev.pawl.core.Event;
import dev.pawl.core.Run;
import dev.pawl.internal.attempt.LiveAttempt;
import dev.pawl.internal.content.InlineValues;
import dev.pawl.internal.content.Stored;
import dev.pawl.internal.journal.Body;
import dev.pawl.internal.journal.EventContents;
import dev.pawl.internal.journal.Replay;
import dev.pawl.internal.journal.Rows;
import dev.pawl.internal.journal.SentBack;
import dev.pawl.spi.Append;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run's journal as its driver has it: what is durable, the one append on its way, and what waits behind it. Not
 * thread-safe.
 *
 * <p>The tip is the durable run with everything on its way; only planning looks at it. When the append loses, everything on
 * its way is dropped, and the commands and facts in it come back to be accepted anew; among the facts are starts that had been
 * handed to code ahead of their append.
 */
final class Ledger {

    private Replay durable;
    private Run tip;
    private @Nullable Batch onItsWay;
    private List<Item> waiting = new ArrayList<>();
    private List<Origin> followers = new ArrayList<>();
    private long waitingBytes;
    private final Set<String> written = new HashSet<>();

    Ledger(Replay durable) {
        this.durable = durable;
        this.tip = durable.run();
        if (durable.seq() > 0) { // before the first entry nothing is written, whatever is at hand
            this.written.addAll(durable.values().shas());
        }
    }

    Replay durable() {
        return durable;
    }

    Run tip() {
        return tip;
    }

    InlineValues values() {
        return durable.values();
    }

    boolean busy() {
        return onItsWay != null;
    }

    /** Whether that very append is on its way: a late reply to one given up is none of ours. */
    boolean isOnItsWay(UUID appendId) {
        return onItsWay != null && onItsWay.append.appendId().equals(appendId);
    }

    boolean nothingWaits() {
        return waiting.isEmpty();
    }

    /** Whether results of items wait, and nothing else. */
    boolean onlyItemsWait() {
        for (Item item : waiting) {
            if (!(item.event instanceof Event.ItemSucceeded) && !(item.event instanceof Event.ItemFailed)) {
                return false;
            }
        }
        return !waiting.isEmpty();
    }

    /** How many events of the tip have at least been sent. */
    long sent() {
        return onItsWay == null ? durable.run().ordinal() : onItsWay.after.ordinal();
    }

    /** Time of the first event that was not sent yet, or null. */
    @Nullable
    Instant waitingSince() {
        return waiting.isEmpty() ? null : waiting.getFirst().event.at();
    }

    /** Small values and events that were not sent yet, in bytes, roughly. */
    long waitingBytes() {
        return waitingBytes;
    }

    List<Event> waitingEvents() {
        List<Event> events = new ArrayList<>(waiting.size());
        for (Item item : waiting) {
            events.add(item.event);
        }
        return events;
    }

    /**
     * Adds an event to the tip.
     *
     * @param origin the command it came from, null for a decision
     */
    void add(Event event, @Nullable Origin origin) {
        tip = Decider.apply(tip, event);
        waiting.add(new Item(event, origin));
        for (Content content : EventContents.of(event)) {
            waitingBytes += values().get(content) == null ? 0 : content.size();
        }
        waitingBytes += origin == null || origin.value() == null
                ? 0
                : origin.value().content().size();
    }

    /**
     * An attempt was handed to its code. Where its start is not durable, it is a decision no more: it happened, and results
     * will stand on it, so it comes back from a lost append as they do.
     *
     * @param ordinal of its start
     */
    void handedOver(Command.Started started, long ordinal) {
        long place = ordinal - durable.run().ordinal() - 1;
        List<Item> sent = onItsWay == null ? List.of() : onItsWay.items;
        if (place >= 0) {
            List<Item> items = place < sent.size() ? sent : waiting;
            int index = Math.toIntExact(place < sent.size() ? place : place - sent.size());
            Item item = items.get(index);
            if (item.origin == null) {
                items.set(index, new Item(item.event, Origin.of(started)));
            }
        }
    }

    /** A command that changes nothing, but may rest on what is not durable yet: it is done when that is. */
    void follow(Origin origin) {
        if (!waiting.isEmpty()) {
            followers.add(origin);
        } else if (onItsWay != null) {
            onItsWay.followers.add(origin);
        } else {
            origin.durable().complete(tip);
        }
    }

    /** Whether somebody waits for what has not been sent. */
    boolean followed() {
        return !followers.isEmpty();
    }

    /** Makes one append of all that waits, of that worker. */
    Append send(UUID worker, UUID appendId, long number, Set<String> checkpointed) {
        Run before = durable.run();
        List<Event> events = waitingEvents();
        Instant at = events.getLast().at();
        byte[] body = new Body(events, valuesToWrite()).encode(at, tip.epoch());
        Append append = new Append(
                before.id(),
                durable.seq(),
                durable.appendId(),
                appendId,
                tip.epoch(),
                at,
                body,
                Rows.differ(before, tip) ? Rows.project(tip, number) : null,
                dropped(before, events, checkpointed),
                isOf(worker, before));
        onItsWay = new Batch(append, waiting, followers, events, tip);
        waiting = new ArrayList<>();
        followers = new ArrayList<>();
        waitingBytes = 0;
        return append;
    }

    /** Whether the run is that worker's, and stays so or ends. */
    private boolean isOf(UUID worker, Run before) {
        return (!before.exists() || worker.equals(before.owner()))
                && (worker.equals(tip.owner()) || !tip.status().active());
    }

    /** The append is durable. Returns it. */
    Batch won() {
        Batch batch = batch();
        Append append = batch.append;
        durable = new Replay(batch.after, append.seq(), append.appendId(), durable.values());
        batch.events.forEach(event -> EventContents.of(event).forEach(content -> written.add(content.sha())));
        onItsWay = null;
        return batch;
    }

    /** Drops what is on its way and what waits, and goes on from {@code now}. Returns the commands that were in it. */
    List<Origin> restart(Replay now) {
        Set<Origin> origins = new LinkedHashSet<>();
        if (onItsWay != null) {
            onItsWay.items.forEach(item -> addOrigin(origins, item));
            origins.addAll(onItsWay.followers);
        }
        waiting.forEach(item -> addOrigin(origins, item));
        origins.addAll(followers);
        durable = now;
        tip = now.run();
        onItsWay = null;
        waiting = new ArrayList<>();
        followers = new ArrayList<>();
        waitingBytes = 0;
        return new ArrayList<>(origins);
    }

    private static void addOrigin(Set<Origin> origins, Item item) {
        if (item.origin != null) {
            origins.add(item.origin);
        }
    }

    private Batch batch() {
        if (onItsWay == null) {
            throw new IllegalStateException("run " + tip.id() + " has nothing on its way");
        }
        return onItsWay;
    }

    private Map<String, byte[]> valuesToWrite() {
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        for (Item item : waiting) {
            for (Content content : EventContents.of(item.event)) {
                byte[] value = values().get(content);
                if (value != null && !written.contains(content.sha())) {
                    bytes.put(content.sha(), value);
                }
            }
            if (item.event instanceof Event.Created && item.origin != null) {
                bytes.putAll(item.origin.items());
            }
            Stored own = item.origin == null ? null : item.origin.value();
            if (own != null && own.inline() != null) {
                bytes.put(own.content().sha(), own.inline());
            }
        }
        return bytes;
    }

    /** Checkpoints go in the transaction that ends their stage well, or sends its work back; a failed stage keeps its own. */
    private static List<String> dropped(Run before, List<Event> events, Set<String> checkpointed) {
        List<String> dropped = new ArrayList<>();
        if (!checkpointed.isEmpty()) {
            for (Event event : events) {
                switch (event) {
                    case Event.AttemptSucceeded e -> drop(dropped, e.stage(), checkpointed);
                    case Event.ItemSucceeded e -> {
                        String place = LiveAttempt.place(e.stage(), e.item());
                        if (checkpointed.contains(place)) {
                            dropped.add(place);
                        }
                    }
                    case Event.Ended e
                    when e.status().terminal() -> {
                        return List.copyOf(checkpointed);
                    }
                    default -> {}
                }
            }
            SentBack.by(before, events).forEach(stage -> drop(dropped, stage, checkpointed));
        }
        return dropped;
    }

    /** What goes for a stage goes for its items. */
    private static void drop(List<String> dropped, String place, Set<String> checkpointed) {
        if (checkpointed.contains(place)
                || checkpointed.stream().anyMatch(other -> other.startsWith(place + LiveAttempt.OF_ITEM))) {
            dropped.add(place);
        }
    }

    private record Item(Event event, @Nullable Origin origin) {}

    /** An append on its way, and the run once it is durable. */
    record Batch(Append append, List<Item> items, List<Origin> followers, List<Event> events, Run after) {

        HistoryEntry entry() {
            return new HistoryEntry(append.seq(), append.at(), append.epoch(), events);
        }

        /** Tells those who wait for their command. */
        void tellOrigins() {
            for (Item item : items) {
                if (item.origin != null) {
                    item.origin.durable().complete(after);
                }
            }
            followers.forEach(origin -> origin.durable().complete(after));
        }
    }
}
