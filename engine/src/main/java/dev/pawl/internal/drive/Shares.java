// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.core.Action;
import dev.pawl.core.Attempt;
import dev.pawl.core.Reason;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What one run shares with others of this process: slots of named limits, and room. Used on the run's turn only; what others
 * give it makes a turn.
 */
final class Shares {

    private final UUID run;
    private final Slots slots;
    private final Rooms rooms;
    private final Runnable changed;
    private final Map<Attempt, Asked> tickets = new HashMap<>();

    private record Asked(Action.AcquireSlot action, Slots.Ticket ticket) {}

    /** None yet; {@code changed} is called, on any thread, when there may be more. */
    Shares(UUID run, Slots slots, Rooms rooms, Runnable changed) {
        this.run = run;
        this.slots = slots;
        this.rooms = rooms;
        this.changed = changed;
    }

    /** The run is driven here from now on. Of two that would drive it, only the one that does is to be told. */
    void enter() {
        rooms.enter(run, changed);
    }

    Rooms rooms() {
        return rooms;
    }

    void acquire(Action.AcquireSlot action) {
        tickets.put(
                action.attempt(),
                new Asked(action, slots.ask(action.attempt(), action.limit(), action.priority(), changed)));
    }

    void release(Attempt attempt) {
        Asked asked = tickets.remove(attempt);
        if (asked != null) {
            slots.release(asked.ticket);
        }
    }

    /** Attempts that hold their slot. */
    Set<Attempt> granted() {
        if (tickets.isEmpty()) {
            return Set.of();
        }
        Set<Attempt> granted = new HashSet<>();
        tickets.forEach((attempt, asked) -> {
            if (slots.holds(asked.ticket)) {
                granted.add(attempt);
            }
        });
        return granted;
    }

    /** Whether there may be anything that was asked for and is not there. */
    boolean hasAsked() {
        return !tickets.isEmpty() || rooms.asked(run);
    }

    /** Adds what was asked for and is not there yet. */
    void addAsked(Set<Action> all) {
        tickets.forEach((attempt, asked) -> {
            if (!slots.holds(asked.ticket)) {
                all.add(asked.action);
            }
        });
        if (rooms.asked(run)) {
            all.add(new Action.AskAlone());
        }
    }

    /** A run that no longer says it waits to be alone (its stage was put back, it is cancelled) holds no other back. */
    void leaveUnwanted(List<Reason> reasons) {
        if (rooms.asked(run) && reasons.stream().noneMatch(reason -> reason.code() == Reason.Code.SUSPECT)) {
            rooms.leaveAlone(run);
        }
    }

    /** Gives everything back but what attempts hold that still execute: theirs goes when they stop. */
    void leave(Set<Attempt> executing) {
        rooms.leave(run, changed);
        Set.copyOf(tickets.keySet()).stream()
                .filter(attempt -> !executing.contains(attempt))
                .forEach(this::release);
    }
}
