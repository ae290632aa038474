// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.stream;

import dev.pawl.HistoryEntry;
import dev.pawl.LogLine;
import dev.pawl.Pawl;
import dev.pawl.RefusedException;
import dev.pawl.RunView;
import dev.pawl.spi.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private long logged;
    private long logAgain = System.nanoTime();
    private final AtomicBoolean moreLines = new AtomicBoolean();
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

    /** Its log has more lines. */
    void lines() {
        if (!moreLines.getAndSet(true)) {
            mailbox.add(() -> {});
        }
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
                if (!clients.isEmpty()) {
                    guarded(this::log);
                }
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
        String reset = fresh
                ? null
                : behind ? "too_slow" : knows > last ? "unknown_cursor" : last - knows > PAGE ? "too_old" : null;
        if (reset != null) {
            client.offer(Message.of(Message.Type.RESET, run, 0, Map.of("run", run, "reason", reset)));
        }
        if (fresh || reset != null) {
            client.offer(Message.of(Message.Type.SNAPSHOT, run, last, view));
        } else {
            for (HistoryEntry entry : knows < last ? pawl.history(run, knows, last - knows) : List.<HistoryEntry>of()) {
                client.offer(entry(entry, null, List.of()));
            }
            client.offer(Message.of(Message.Type.PROGRESS, run, 0, head(view, List.copyOf(view.stages()))));
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
        if (clients.isEmpty()) {
            logged = lines.size();
        }
        long from = Math.max(0, logged - LOG_TAIL);
        if (from < logged) {
            client.offer(lines(from, lines.subList((int) from, (int) logged)));
        }
        texts.of(run).forEach(part -> client.offer(Message.of(Message.Type.TEXT, run, 0, part)));
    }

    /** Tells the lines that are new; a long log is not read all the time. */
    private void log() {
        long began = System.nanoTime();
        if (began - logAgain < 0 || !moreLines.getAndSet(false)) {
            return;
        }
        List<LogLine> lines = pawl.log(run, null, logged);
        for (int i = 0; i < lines.size(); i += PAGE) {
            tell(lines(logged + i, lines.subList(i, Math.min(lines.size(), i + PAGE))));
        }
        logged += lines.size();
        long end = System.nanoTime();
        logAgain = end + Math.max(TimeUnit.MILLISECONDS.toNanos(GLANCE_MILLIS), (end - began) * 10);
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
            List<Object> changes = alive(view);
            if (!changes.isEmpty() || differs(view)) {
                tell(Message.of(Message.Type.PROGRESS, run, 0, head(view, changes)));
            }
        }
        if (view.source() != RunView.Source.MEMORY) {
            moreLines.set(true); // a process beside this one may write into the same log
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

    private Message done(RunView view) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("run", run);
        data.put("id", run);
        data.put("status", view.status());
        data.put("finishedAt", view.finishedAt());
        return Message.of(Message.Type.DONE, run, 0, data);
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

    /** Stages of which there is a sign of life, or its lack, without an entry; that time goes by is no news. */
    private List<Object> alive(RunView view) {
        List<Object> signs = seen == null ? List.of() : signs(seen);
        List<Object> now = signs(view);
        List<Object> stages = new ArrayList<>();
        for (int i = 0; i < now.size(); i++) {
            if (i >= signs.size() || !signs.get(i).equals(now.get(i))) {
                stages.add(view.stages().get(i));
            }
        }
        return stages;
    }

    private static List<Object> signs(RunView view) {
        return view.stages().stream()
                .<Object>map(stage -> Arrays.asList(
                        stage.status(), stage.health(), stage.heartbeat(), stage.waitsFor(), stage.items()))
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

    private Message lines(long from, List<LogLine> lines) {
        return Message.of(Message.Type.LOG, run, 0, Map.of("run", run, "from", from, "lines", lines));
    }
}
