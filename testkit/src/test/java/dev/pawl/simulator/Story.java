// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;

/** What happened, the latest of it in words, and all of it as a hash. */
final class Story {

    private static final int KEPT = 400;

    private final Deque<Line> lines = new ArrayDeque<>();
    private long hash = 1;

    private record Line(long nanos, String who, String what) {
        @Override
        public String toString() {
            return "%12.6f %-9s %s".formatted(nanos / 1e9, who, what);
        }
    }

    void tell(long nanos, String who, String what) {
        hash = 31 * (31 * (31 * hash + nanos) + who.hashCode()) + what.hashCode();
        lines.add(new Line(nanos, who, what));
        if (lines.size() > KEPT) {
            lines.remove();
        }
    }

    long hash() {
        return hash;
    }

    @Override
    public String toString() {
        return lines.stream().map(Line::toString).collect(Collectors.joining("\n"));
    }
}
