// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import java.util.ArrayDeque;
import java.util.Deque;

/** What happened, the latest of it in words, and all of it as a hash. */
final class Story {

    private static final int KEPT = 400;

    private final Deque<String> lines = new ArrayDeque<>();
    private long hash = 0xCBF2_9CE4_8422_2325L;

    void tell(long nanos, String who, String what) {
        String line = "%12.6f %-9s %s".formatted(nanos / 1e9, who, what);
        for (int i = 0; i < line.length(); i++) {
            hash = (hash ^ line.charAt(i)) * 0x100_0000_01B3L;
        }
        lines.add(line);
        if (lines.size() > KEPT) {
            lines.remove();
        }
    }

    long hash() {
        return hash;
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
