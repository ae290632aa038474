// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.HistoryEntry;
import dev.pawl.Pawl;
import dev.pawl.RunListener;
import dev.pawl.RunView;
import dev.pawl.cli.terminal.Interruption;
import dev.pawl.cli.text.Look;
import dev.pawl.cli.text.WorkingPage;
import dev.pawl.core.Event;
import dev.pawl.spi.StoreException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a worker does: a line where a run begins and one where it ends, and on a terminal how many are at work. With
 * {@code --json} it is silent. Thread-safe.
 */
final class Working implements RunListener {

    private static final long REDRAW = 200;

    /** So long one look takes at most, but for the last of those it looks at. */
    private static final long LOOK_NANOS = 200_000_000;

    private final DataCommand command;
    private final Map<UUID, RunView> atWork = new LinkedHashMap<>();
    private final Deque<UUID> toLookAt = new ArrayDeque<>();
    private final WorkingPage page = new WorkingPage();
    private String drawn = "";

    Working(DataCommand command) {
        this.command = command;
    }

    @Override
    public synchronized void onEntry(RunView after, HistoryEntry entry) {
        if (after.ended()) {
            atWork.remove(after.id());
        } else {
            atWork.put(after.id(), after);
        }
        for (Event event : entry.events()) {
            if (event instanceof Event.Released) {
                atWork.remove(after.id());
            }
            String line = page.line(after, event, look());
            if (line != null) {
                print(line);
            }
        }
    }

    @Override
    public synchronized void missed(long entries) {
        print(WorkingPage.missed(entries));
    }

    /** Tells what happens until a person or a signal ends that, and that what is at work is given back then. */
    void until(Interruption interruption, Pawl pawl) throws InterruptedException {
        while (!interruption.await(REDRAW)) {
            look(pawl);
            draw();
        }
        command.say(command.err(), stopping());
    }

    /**
     * Looks at the next of the runs that are told as at work, or at several until one of them is: of what others took, or what ended
     * untold, nothing was heard here.
     */
    void look(Pawl pawl) {
        long until = System.nanoTime() + LOOK_NANOS;
        UUID next = next();
        while (next != null && !isHere(pawl, next)) {
            forget(next);
            next = System.nanoTime() < until ? next() : null;
        }
    }

    private static boolean isHere(Pawl pawl, UUID run) {
        try {
            RunView now = pawl.run(run).view();
            return now.source() == RunView.Source.MEMORY && !now.ended();
        } catch (StoreException e) {
            return true; // nobody can say
        }
    }

    private synchronized @Nullable UUID next() {
        if (toLookAt.isEmpty()) {
            toLookAt.addAll(atWork.keySet());
        }
        return toLookAt.poll();
    }

    private synchronized void forget(UUID run) {
        atWork.remove(run);
    }

    /** The line on a terminal that is drawn over. */
    synchronized void draw() {
        draw(page.standing(atWork.values(), look()));
    }

    /** That what is at work is given back. */
    synchronized String stopping() {
        draw("");
        return WorkingPage.stopping(atWork.size());
    }

    private void print(String line) {
        if (!command.json()) {
            draw("");
            command.err().line(line);
        }
    }

    private void draw(String line) {
        if (command.err().terminal() && !command.json() && !line.equals(drawn)) {
            command.err().print("\r" + line + "\u001b[K");
            drawn = line;
        }
    }

    private Look look() {
        return command.look(command.err());
    }
}
