// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import dev.pawl.core.Attempt;
import dev.pawl.core.Event;
import dev.pawl.core.Limit;
import dev.pawl.core.Run;
import dev.pawl.core.RunStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What workers share, in the inspector's words: of one named limit never more execute than may, and of a pipeline no more runs are
 * at work. It is promised among workers that are not declared dead: what those do that are, and do not know it, is fenced off
 * where it counts. A run that waited goes on without asking, and is not counted from there on.
 */
final class Sharing {

    private final Predicate<UUID> isGone;
    private final Map<String, List<Execution>> executions = new LinkedHashMap<>();
    /** Runs at work, by pipeline. */
    private final Map<String, Set<UUID>> working = new LinkedHashMap<>();

    private record Execution(UUID worker, Attempt attempt, int epoch, Limit limit) {}

    Sharing(Predicate<UUID> isGone) {
        this.isGone = isGone;
    }

    /** Code begins; whether it may beside what executes. */
    boolean begins(@Nullable UUID worker, Attempt attempt, int epoch, @Nullable Limit limit) {
        if (limit == null || worker == null || isGone.test(worker)) {
            return true;
        }
        List<Execution> all = executions.computeIfAbsent(limit.name(), name -> new ArrayList<>());
        all.removeIf(other -> isGone.test(other.worker));
        all.add(new Execution(worker, attempt, epoch, limit));
        return all.size()
                <= all.stream().mapToInt(one -> one.limit.most()).min().orElseThrow();
    }

    void ends(Attempt attempt, int epoch) {
        executions.values().forEach(all -> all.removeIf(one -> one.epoch == epoch && one.attempt.equals(attempt)));
    }

    /** A run is another by these events; whether no more are at work than may. */
    boolean changes(Run before, Run after, List<Event> events, int most) {
        Set<UUID> runs = working.computeIfAbsent(after.created().pipeline(), name -> new LinkedHashSet<>());
        boolean begins = false;
        for (Event event : events) {
            if (event instanceof Event.Claimed claimed) {
                // what is owned by the dead and does not wait goes on: it counted all the time, or waited once and does
                // not count
                boolean asks =
                        before.owner() == null || (before.status() == RunStatus.WAITING && isGone.test(before.owner()));
                if (asks && !isGone.test(claimed.worker())) {
                    runs.add(after.id());
                    begins = true;
                }
            }
        }
        if (after.owner() == null || after.ended() != null || after.status() == RunStatus.WAITING) {
            runs.remove(after.id());
        }
        // what was put back by hand before it was claimed waits to be pressed: it is taken up, and not at work
        return !begins || !runs.contains(after.id()) || runs.size() <= most;
    }
}
