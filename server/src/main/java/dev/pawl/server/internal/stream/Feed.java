// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.stream;

import dev.pawl.HistoryEntry;
import dev.pawl.LogLine;
import dev.pawl.Pawl;
import dev.pawl.RefusedException;
import dev.pawl.RunView;
import dev.pawl.spi.StoreException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens in one run, told to all who listen, by one thread. Of a run that is executed here it is told from memory: the
 * database is not asked. Of another one it is looked after now and again.
 */
final class Feed implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    /** Signs of life come in no entry: they are looked for so often. */
    private static final long GLANCE_MILLIS = 200;

    /** So often it is looked after a run that is executed elsewhere, or nowhere. */
    private static final long LOOK_MILLIS = 1000;

    private static final int PAGE = 1000;
    private static final int LOG_TAIL = 200;

    private final Pawl pawl;
    private final UUID run;
    private final Texts texts;
    private final BlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();
    private final Set<Client> clients = new LinkedHashSet<>();
    private final Idle idle;
    private @Nullable RunView seen;
    private int last;
    private long lookedAt;

    /** Says whether a feed to which nobody listens may end: not where somebody is about to. */
    @FunctionalInterface
    interface Idle {
        boolean ends(Feed feed);
    }

    Feed(Pawl pawl, UUID run, Texts texts, Idle idle) {
        this.pawl = pawl;
        this.run = run;
        this.texts = texts;
        this.idle = idle;
    }

    UUID id() {
        return run;
    }

    void join(Client client) {
        mailbox.add(() -> joined(client, false));
    }

    /** Tells one that is behind how things stand. */
    void again(Client client) {
        mailbox.add(() -> joined(client, true));
    }

    void leave(Client client) {
        mailbox.add(() -> clients.remove(client));
    }

    void entry(RunView after, HistoryEntry entry) {
        mailbox.add(() -> heard(after, entry));
    }

    void line(LogLine line) {
        mailbox.add(() -> tell(Message.of(Message.Type.LOG, run, 0, said(line))));
    }

    void text(LogLine part, long offset) {
        mailbox.add(() -> tell(Message.of(Message.Type.TEXT, run, 0, Texts.part(run, part, offset))));
    }

    void closeAll() {
        mailbox.add(() -> {
            clients.forEach(Client::close);
            clients.clear();
        });
    }

    /** It may have changed elsewhere. */
    void stir() {
        mailbox.add(() -> lookedAt = 0);
    }

    boolean isIdle() {
        return mailbox.isEmpty() && clients.isEmpty();
    }

    @Override
    public void run() {
        try {
            while (true) {
                Runnable message = mailbox.poll(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
                if (message != null) {
                    guarded(message);
                } else if (!clients.isEmpty()) {
                    guarded(this::glance);
                } else if (idle.ends(this)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void guarded(Runnable message) {
        try {
            message.run();
        } catch (StoreException e) {
            LOG.debug("run {} is not seen for now: {}", run, e.getMessage());
            lookedAt = System.nanoTime();
        } catch (RefusedException e) {
            clients.forEach(Client::close); // it is gone
        } catch (RuntimeException e) {
            LOG.error("the stream of run {} failed at a message", run, e);
        }
    }

    // ---- what comes

    private void joined(Client client, boolean behind) {
        look();
        RunView view = seen;
        if (view == null) {
            client.close();
            return;
        }
        int knows = client.seen(run);
        boolean fresh = knows == 0;
        boolean old = knows > last || last - knows > PAGE;
        if (!fresh && old) {
            client.offer(Message.of(
                    Message.Type.RESET,
                    run,
                    0,
                    Map.of("run", run, "reason", "what you know is too old to go on from")));
        }
        client.offer(snapshot(view, fresh || old ? last : 0));
        if (!fresh && !old && knows < last) {
            for (HistoryEntry entry : pawl.history(run, knows, last - knows)) {
                client.offer(entry(entry, null, List.of()));
            }
        }
        recall(client);
        if (view.ended()) {
            client.offer(done(view));
        } else {
            clients.add(client);
        }
    }

    /** What was said before. */
    private void recall(Client client) {
        List<LogLine> lines = pawl.log(run, null, 0);
        lines.subList(Math.max(0, lines.size() - LOG_TAIL), lines.size())
                .forEach(line -> client.offer(Message.of(Message.Type.LOG, run, 0, said(line))));
        texts.of(run).forEach(part -> client.offer(Message.of(Message.Type.TEXT, run, 0, part)));
    }

    private void heard(RunView after, HistoryEntry entry) {
        if (entry.seq() == last + 1) {
            List<Object> changes = changes(after);
            seen = after;
            last = entry.seq();
            tell(entry(entry, after, changes));
            ending(after);
        } else if (entry.seq() > last + 1) {
            look();
        }
    }

    private void glance() {
        RunView view = seen;
        boolean here = view != null && view.source() == RunView.Source.MEMORY;
        if (here || System.nanoTime() - lookedAt >= TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)) {
            look();
        }
    }

    /** Looks how the run is, and tells what is new. */
    private void look() {
        RunView view = pawl.run(run).view();
        lookedAt = System.nanoTime();
        boolean known = seen != null;
        if (known && view.asOfSeq() > last) {
            catchUp(view);
        } else if (known && view.asOfSeq() == last) {
            List<Object> changes = changes(view);
            if (!changes.isEmpty() || differs(view)) {
                tell(Message.of(Message.Type.PROGRESS, run, 0, head(view, changes)));
            }
        }
        if (view.asOfSeq() >= last) {
            seen = view;
            last = view.asOfSeq();
        }
        ending(view);
    }

    /** What was missed is in the journal. */
    private void catchUp(RunView view) {
        List<HistoryEntry> missed = pawl.history(run, last, view.asOfSeq() - last);
        for (HistoryEntry entry : missed) {
            boolean latest = entry.seq() == view.asOfSeq();
            tell(entry(entry, latest ? view : null, latest ? changes(view) : List.of()));
        }
    }

    private void ending(RunView view) {
        if (view.ended()) {
            tell(done(view));
            clients.clear();
        }
    }

    private void tell(Message message) {
        clients.forEach(client -> client.offer(message));
    }

    // ---- what is told

    private Message snapshot(RunView view, int seq) {
        return Message.of(Message.Type.SNAPSHOT, run, seq, view);
    }

    private Message done(RunView view) {
        return Message.of(
                Message.Type.DONE, run, 0, Map.of("run", run, "status", view.status(), "sentence", view.sentence()));
    }

    private Message entry(HistoryEntry entry, @Nullable RunView after, List<Object> changes) {
        Map<String, @Nullable Object> data = after == null ? new LinkedHashMap<>() : head(after, changes);
        data.put("run", run);
        data.put("seq", entry.seq());
        data.put("at", entry.at());
        data.put("epoch", entry.epoch());
        data.put("events", entry.events());
        return Message.of(Message.Type.ENTRY, run, entry.seq(), data);
    }

    /** The run without its stages, and those of them that are not as they were. */
    private Map<String, @Nullable Object> head(RunView view, List<Object> changes) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("run", run);
        data.put("view", view.withStages(List.of()));
        data.put("stages", changes);
        return data;
    }

    private List<Object> changes(RunView view) {
        RunView before = seen;
        return before == null
                ? List.copyOf(view.stages())
                : view.stages().stream()
                        .filter(stage -> !before.stages().contains(stage))
                        .<Object>map(stage -> stage)
                        .toList();
    }

    private boolean differs(RunView view) {
        RunView before = seen;
        return before == null
                || before.health() != view.health()
                || before.status() != view.status()
                || before.held() != view.held()
                || !before.sentence().equals(view.sentence());
    }

    private Map<String, @Nullable Object> said(LogLine line) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("run", run);
        data.put("at", line.at());
        data.put("stage", line.stage());
        data.put("item", line.item());
        data.put("generation", line.generation());
        data.put("attempt", line.attempt());
        data.put("text", line.text());
        return data;
    }
}
