// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.command;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines a command wrote: on stderr, or where there are none, on stdout. Thread-safe. */
final class Tail {

    private static final int LINES = 10;
    private static final int LONGEST_LINE = 300;

    private final Deque<String> out = new ArrayDeque<>();
    private final Deque<String> err = new ArrayDeque<>();

    synchronized void add(boolean stderr, String line) {
        Deque<String> lines = stderr ? err : out;
        if (lines.size() == LINES) {
            lines.removeFirst();
        }
        lines.addLast(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line);
    }

    synchronized boolean isEmpty() {
        return out.isEmpty() && err.isEmpty();
    }

    @Override
    public synchronized String toString() {
        return String.join("\n", err.isEmpty() ? out : err);
    }
}
