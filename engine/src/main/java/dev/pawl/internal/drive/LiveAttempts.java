// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.core.Attempt;
import dev.pawl.core.World.Executing;
import dev.pawl.core.World.Phase;
import dev.pawl.internal.attempt.LiveAttempt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The attempts of one run that execute here. Changed on the run's turn only; may be read by anyone. */
final class LiveAttempts {

    private final List<LiveAttempt> all = new CopyOnWriteArrayList<>();

    void add(LiveAttempt live) {
        all.add(live);
    }

    void remove(LiveAttempt live) {
        all.remove(live);
    }

    boolean contains(LiveAttempt live) {
        return all.contains(live);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    List<LiveAttempt> list() {
        return all;
    }

    @Nullable
    LiveAttempt find(Attempt attempt, int epoch) {
        for (LiveAttempt live : all) {
            if (live.epoch() == epoch && live.attempt().equals(attempt)) {
                return live;
            }
        }
        return null;
    }

    /** Whether any is there that is still waited for. */
    boolean anyWaitedFor() {
        for (LiveAttempt live : all) {
            if (live.phase() != Phase.ABANDONED) {
                return true;
            }
        }
        return false;
    }

    List<Executing> executing() {
        if (all.isEmpty()) {
            return List.of();
        }
        List<Executing> executing = new ArrayList<>(all.size());
        for (LiveAttempt live : all) {
            executing.add(live.executing());
        }
        return executing;
    }
}
