// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.stream;

import dev.pawl.HistoryEntry;
import dev.pawl.LiveListener;
import dev.pawl.LogLine;
import dev.pawl.Pawl;
import dev.pawl.RunView;
import dev.pawl.spi.RunQuery;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Everybody who listens, and to what. Thread-safe. */
public final class Hub implements LiveListener {

    private static final int SOME = 50;

    private final Pawl pawl;
    private final int most;
    private final Texts texts = new Texts();
    private final Map<UUID, Feed> feeds = new ConcurrentHashMap<>();
    private final Set<Client> toAll = ConcurrentHashMap.newKeySet();
    /** How the latest runs were when they were last looked through. By the thread that hears the engine. */
    private Map<UUID, Integer> latest = Map.of();

    private final AtomicInteger clients = new AtomicInteger();

    /** @param most so many may listen at once */
    public Hub(Pawl pawl, int most) {
        this.pawl = pawl;
        this.most = most;
        pawl.listen(this);
    }

    /** Begins to tell a client of those runs, or of all where there are none; false where too many listen already. */
    public boolean join(Client client, Set<UUID> runs) {
        if (clients.incrementAndGet() > most) {
            clients.decrementAndGet();
            return false;
        }
        client.again((one, run) -> feed(run, feed -> feed.again(one)));
        if (runs.isEmpty()) {
            toAll.add(client);
        }
        runs.forEach(run -> feed(run, feed -> feed.join(client)));
        return true;
    }

    /** Tells it no more. */
    public void leave(Client client, Set<UUID> runs) {
        clients.decrementAndGet();
        toAll.remove(client);
        runs.forEach(run -> {
            Feed feed = feeds.get(run);
            if (feed != null) {
                feed.leave(client);
            }
        });
    }

    /** How many listen. */
    public int clients() {
        return clients.get();
    }

    /** Ends all streams; those who listen come again, elsewhere or later. */
    public void close() {
        toAll.forEach(Client::close);
        feeds.values().forEach(Feed::closeAll);
    }

    private void feed(UUID run, java.util.function.Consumer<Feed> use) {
        feeds.compute(run, (id, feed) -> {
            Feed there = feed;
            if (there == null) {
                there = new Feed(pawl, id, texts, this::ends);
                Thread.ofVirtual().name("pawl-feed-" + id).start(there);
            }
            use.accept(there);
            return there;
        });
    }

    private boolean ends(Feed feed) {
        return feeds.computeIfPresent(feed.id(), (id, there) -> there.isIdle() ? null : there) == null;
    }

    // ---- what the engine says

    @Override
    public boolean follows(UUID run) {
        return !toAll.isEmpty() || feeds.containsKey(run);
    }

    @Override
    public void onEntry(RunView after, HistoryEntry entry) {
        Feed feed = feeds.get(after.id());
        if (feed != null) {
            feed.entry(after, entry);
        }
        toAll.forEach(client -> client.changed(after.id()));
    }

    @Override
    public void onLine(UUID run, LogLine line) {
        Feed feed = feeds.get(run);
        if (feed != null) {
            feed.lines();
        }
    }

    @Override
    public void onText(UUID run, LogLine part) {
        long offset = texts.add(run, part);
        Feed feed = feeds.get(run);
        if (feed != null) {
            feed.text(part, offset);
        }
    }

    @Override
    public void onChange(@Nullable UUID run) {
        if (run != null) {
            Feed feed = feeds.get(run);
            if (feed != null) {
                feed.stir();
            }
            toAll.forEach(client -> client.changed(run));
            return;
        }
        feeds.values().forEach(Feed::stir);
        if (!toAll.isEmpty()) {
            Map<UUID, Integer> now = new HashMap<>();
            for (RunView one : pawl.runs(RunQuery.newest(SOME))) {
                now.put(one.id(), one.asOfSeq());
                if (!Integer.valueOf(one.asOfSeq()).equals(latest.get(one.id()))) {
                    toAll.forEach(client -> client.changed(one.id()));
                }
            }
            latest = now;
        }
    }

    @Override
    public void missed(long entries) {
        feeds.values().forEach(Feed::stir);
    }
}
