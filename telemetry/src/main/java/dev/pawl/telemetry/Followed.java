// SPDX-License-Identifier: Apache-2.0
package dev.pawl.telemetry;

import dev.pawl.HistoryEntry;
import dev.pawl.Pawl;
import dev.pawl.core.Decider;
import dev.pawl.core.Event;
import dev.pawl.core.Run;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run as far as it was heard of. */
final class Followed {

    private static final int PAGE = 500;

    private Run run;
    private int seq;
    private boolean resumed;

    private Followed(UUID id) {
        run = Run.empty(id);
    }

    /** The run before that entry: as heard so far, where nothing is missing, else from its journal. */
    static Followed before(HistoryEntry entry, UUID id, @Nullable Followed soFar, Pawl pawl) {
        if (soFar != null && soFar.seq >= entry.seq() - 1) {
            return soFar;
        }
        Followed followed = new Followed(id);
        while (followed.seq < entry.seq() - 1) {
            int wanted = Math.min(PAGE, entry.seq() - 1 - followed.seq);
            List<HistoryEntry> page = pawl.history(id, followed.seq, wanted);
            if (page.isEmpty()) {
                break; // a run that is not there
            }
            for (HistoryEntry past : page) {
                past.events().forEach(followed::add);
                followed.seq = past.seq();
            }
        }
        return followed;
    }

    /** Whether the entry was heard already. */
    boolean knows(HistoryEntry entry) {
        return entry.seq() <= seq;
    }

    void reached(HistoryEntry entry) {
        seq = entry.seq();
    }

    void add(Event event) {
        if (event instanceof Event.Resumed) {
            resumed = true;
        } else if (event instanceof Event.Claimed) {
            resumed = false;
        }
        run = Decider.apply(run, event);
    }

    Run run() {
        return run;
    }

    /** Why it is claimed now, where it was claimed before. */
    String causeOfClaim() {
        if (run.owner() != null) {
            return "lost";
        }
        return resumed ? "resumed" : "released";
    }
}
