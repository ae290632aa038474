// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.spi.RunRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs that a check found and did not examine yet: their journals are read for many at once. Used by one thread; blocks. */
final class Candidates {

    /** The first go on while the journals of the others are being read. */
    private static final int AT_FIRST = 64;

    private static final int AT_ONCE = 1000;

    private final Check check;
    private final Crew crew;
    private final Examining examining;
    private final List<Examining.Candidate> found = new ArrayList<>();
    private int atOnce = AT_FIRST;

    Candidates(Check check, Crew crew, Examining examining) {
        this.check = check;
        this.crew = crew;
        this.examining = examining;
    }

    void add(RunRow row, Check.Settling settling) {
        found.add(new Examining.Candidate(row, settling));
        if (found.size() >= atOnce) {
            examine();
            atOnce = Math.min(AT_ONCE, 2 * atOnce);
        }
    }

    /** Settles those that were found, in the order they were found in. */
    void examine() {
        examining.examine(check, found, crew);
        found.clear();
    }

    /** Why no more runs that nobody owns are taken here, or null. */
    @Nullable
    String full() {
        Worker here = check.here();
        if (here == null || here.room() > found.size()) {
            return null;
        }
        examine(); // not each of them needs room
        return here.room() > 0 ? null : "it waits in line, as this worker executes as many runs as it may";
    }
}
