// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.HistoryEntry;
import dev.pawl.RunListener;
import dev.pawl.RunView;
import dev.pawl.cli.text.Look;
import dev.pawl.cli.text.WorkingPage;
import dev.pawl.core.Event;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Tells what a worker does: a line where a run begins and one where it ends, and on a terminal how many are at work. With
 * {@code --json} it is silent. Thread-safe.
 */
final class Working implements RunListener {

    private final DataCommand command;
    private final Map<UUID, RunView> atWork = new LinkedHashMap<>();
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
