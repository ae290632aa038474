// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.HistoryEntry;
import dev.pawl.LiveListener;
import dev.pawl.LogLine;
import dev.pawl.RunListener;
import dev.pawl.RunView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener, and what it has yet to hear. There is room for so much; what comes without room is left out, and the
 * listener is told how much that was at the place where it is missing. Thread-safe.
 */
final class Ear {

    private static final Logger LOG = LoggerFactory.getLogger(Ear.class);

    private final RunListener listener;
    private final int room;
    private final Executor threads;
    private final Deque<Word> waiting = new ArrayDeque<>();
    private long weight;
    private long missed;
    private long missedInAll;
    private boolean listening;

    /**
     * Nothing waits yet.
     *
     * @param room how many entries may wait, each with its stages: a view holds all of them
     * @param threads gives one while something waits
     */
    Ear(RunListener listener, int room, Executor threads) {
        this.listener = listener;
        this.room = room;
        this.threads = threads;
    }

    /** Whether it hears what stages say. */
    boolean live() {
        return listener instanceof LiveListener;
    }

    /** Whether it wants to hear of that run. */
    boolean hears(UUID run) {
        return !(listener instanceof LiveListener live) || live.follows(run);
    }

    /** Never waits. What is heavier than all the room is taken where nothing else waits. */
    void tell(RunView view, HistoryEntry entry) {
        String what = "entry " + entry.seq() + " of run " + view.id();
        if (!takes(what, () -> listener.onEntry(view, entry), 1 + view.stages().size())) {
            leaveOut();
        }
    }

    /** The same of what a stage said, which is left out without a word. */
    void tell(UUID run, LogLine said, Telling how) {
        if (listener instanceof LiveListener live) {
            takes("a line of run " + run, () -> how.tell(live, run, said), 1);
        }
    }

    void changed(@Nullable UUID run) {
        if (listener instanceof LiveListener live) {
            takes("a change", () -> live.onChange(run), 1);
        }
    }

    /** How what a stage said is told. */
    interface Telling {
        void tell(LiveListener listener, UUID run, LogLine said);
    }

    private boolean takes(String what, Runnable call, int heavy) {
        synchronized (this) {
            if (!waiting.isEmpty() && weight + heavy > room) {
                return false;
            }
            waiting.add(new Word(what, call, heavy, missed));
            missed = 0;
            weight += heavy;
            if (listening) {
                return true;
            }
            listening = true;
        }
        try {
            threads.execute(this::listen);
        } catch (RejectedExecutionException closed) {
            LOG.debug("{} comes after the end and is not told", what);
        }
        return true;
    }

    /** How many entries wait, or were left out without a word. */
    synchronized long untold() {
        return waiting.size() + missed;
    }

    private synchronized void leaveOut() {
        if (missedInAll == 0) {
            LOG.warn(
                    "listener {} is {} entries behind; what comes now is left out until it has caught up some."
                            + " Make it quicker, or have it hand its work to a thread of its own",
                    listener.getClass().getName(),
                    waiting.size());
        }
        missed++;
        missedInAll++;
    }

    private void listen() {
        for (Word word = next(); word != null; word = next()) {
            Word heard = word;
            if (heard.missedBefore > 0) {
                guarded(() -> listener.missed(heard.missedBefore), "a word of missing entries");
            }
            if (heard.call != null) {
                guarded(heard.call, heard.what);
            }
        }
    }

    /** The next word, or null where there is none: then it listens no more. */
    private synchronized @Nullable Word next() {
        Word word = waiting.poll();
        if (word != null) {
            weight -= word.weight;
        } else if (missed > 0) {
            word = new Word("", null, 0, missed);
            missed = 0;
        } else {
            listening = false;
            caughtUp();
        }
        return word;
    }

    private void caughtUp() {
        if (missedInAll > 0) {
            LOG.info(
                    "listener {} has caught up; {} entries were not told to it",
                    listener.getClass().getName(),
                    missedInAll);
            missedInAll = 0;
        }
    }

    /** Errors too: a library that is not there must not end the listening. */
    private void guarded(Runnable call, String what) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("listener {} failed at {}", listener.getClass().getName(), what, e);
        }
    }

    /** Something to be heard, or where there is none only how many are missing. */
    private record Word(String what, @Nullable Runnable call, int weight, long missedBefore) {}
}
