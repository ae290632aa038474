// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A plan while it is being made. Used by one planning. */
final class Sketch {

    private final World world;
    final Instant now;
    private final List<Action> actions = new ArrayList<>(2);
    private final List<Reason> reasons = new ArrayList<>(2);
    private final Set<Action> asked = new LinkedHashSet<>(0);
    private final Set<Attempt> wanted = new LinkedHashSet<>(0);
    private @Nullable Instant wakeAt;

    Sketch(World world, Instant now) {
        this.world = world;
        this.now = now;
    }

    Plan plan() {
        return new Plan(actions, wakeAt, reasons);
    }

    /** Whether nothing is to be done, and nothing will be by itself. */
    boolean awaitsOnlyPersons() {
        if (!actions.isEmpty() || wakeAt != null) {
            return false;
        }
        for (Reason reason : reasons) {
            if (!reason.code().awaitsPerson()) {
                return false;
            }
        }
        return true;
    }

    void record(Event event) {
        actions.add(new Action.Journal(event));
    }

    void act(Action action) {
        actions.add(action);
    }

    /** Asks for it, where it was not asked for already. */
    void ask(Action action) {
        if (!world.asked().contains(action) && asked.add(action)) {
            actions.add(action);
        }
    }

    void wake(Instant at) {
        if (wakeAt == null || at.isBefore(wakeAt)) {
            wakeAt = at;
        }
    }

    /** Says it once, though many items may have the same reason. */
    void reason(Reason.Code code, @Nullable String stage, @Nullable Instant until) {
        Reason reason = new Reason(code, stage, until);
        if (reasons.isEmpty() || !reasons.getLast().equals(reason)) {
            reasons.add(reason);
        }
    }

    void reason(Reason.Code code, @Nullable String stage) {
        reason(code, stage, null);
    }

    /** The attempt needs its slot from here on. */
    void want(Attempt attempt) {
        wanted.add(attempt);
    }

    /** Gives back every slot, and every wish for one, that nothing needs. */
    void releaseUnwanted() {
        if (world.slots().isEmpty() && world.asked().isEmpty()) {
            return;
        }
        Set<Attempt> unwanted = new LinkedHashSet<>(world.slots());
        for (Action asked : world.asked()) {
            if (asked instanceof Action.AcquireSlot slot) {
                unwanted.add(slot.attempt());
            }
        }
        unwanted.removeIf(attempt -> wanted.contains(attempt) || executes(attempt));
        if (unwanted.isEmpty()) {
            return;
        }
        // a set has no order, and the same world has one plan
        unwanted.stream()
                .sorted(Comparator.comparing(Attempt::id))
                .forEach(it -> actions.add(new Action.ReleaseSlot(it)));
    }

    private boolean executes(Attempt attempt) {
        for (World.Executing executing : world.executing()) {
            if (executing.attempt().equals(attempt)) {
                return true;
            }
        }
        return false;
    }
}
