// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.core.Attempt;
import dev.pawl.core.Limit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Named limits on what executes at once in this process. Who asks first comes first, but for priorities. Thread-safe; who is
 * granted a slot is told outside of any lock.
 */
public final class Slots {

    private final Map<String, Named> byName = new HashMap<>();
    private long asked;

    /** A slot held, or waited for. */
    public static final class Ticket implements Comparable<Ticket> {
        private final Attempt attempt;
        private final Limit limit;
        private final int priority;
        private final long order;
        private final Runnable granted;

        private Ticket(Attempt attempt, Limit limit, int priority, long order, Runnable granted) {
            this.attempt = attempt;
            this.limit = limit;
            this.priority = priority;
            this.order = order;
            this.granted = granted;
        }

        @Override
        public int compareTo(Ticket other) {
            int byPriority = Integer.compare(other.priority, priority);
            return byPriority == 0 ? Long.compare(order, other.order) : byPriority;
        }
    }

    private static final class Named {
        final Set<Ticket> holders = new LinkedHashSet<>();
        final PriorityQueue<Ticket> waiting = new PriorityQueue<>();
    }

    /** Waits for a slot; {@code granted} is called once it is there, perhaps at once. */
    Ticket ask(Attempt attempt, Limit limit, int priority, Runnable granted) {
        Ticket ticket;
        List<Ticket> now;
        synchronized (this) {
            ticket = new Ticket(attempt, limit, priority, asked++, granted);
            Named named = byName.computeIfAbsent(limit.name(), name -> new Named());
            named.waiting.add(ticket);
            now = grant(named);
        }
        now.forEach(next -> next.granted.run());
        return ticket;
    }

    synchronized boolean holds(Ticket ticket) {
        Named named = byName.get(ticket.limit.name());
        return named != null && named.holders.contains(ticket);
    }

    /** Gives it back, or no longer waits for it. Idempotent. */
    void release(Ticket ticket) {
        List<Ticket> now;
        synchronized (this) {
            Named named = byName.get(ticket.limit.name());
            if (named == null) {
                return;
            }
            named.waiting.remove(ticket);
            named.holders.remove(ticket);
            now = grant(named);
            if (named.holders.isEmpty() && named.waiting.isEmpty()) {
                byName.remove(ticket.limit.name());
            }
        }
        now.forEach(next -> next.granted.run());
    }

    /** Who holds slots of that name. */
    public synchronized List<Attempt> holders(String name) {
        Named named = byName.get(name);
        List<Attempt> holders = new ArrayList<>();
        if (named != null) {
            for (Iterator<Ticket> all = named.holders.iterator(); all.hasNext(); ) {
                holders.add(all.next().attempt);
            }
        }
        return holders;
    }

    /** Whoever holds one, and who would, has a say in how many may: the smallest counts. */
    private static int most(Named named, Ticket next) {
        int most = next.limit.most();
        for (Ticket holder : named.holders) {
            most = Math.min(most, holder.limit.most());
        }
        return most;
    }

    private static List<Ticket> grant(Named named) {
        List<Ticket> granted = new ArrayList<>();
        for (Ticket next = named.waiting.peek();
                next != null && named.holders.size() < most(named, next);
                next = named.waiting.peek()) {
            named.waiting.remove();
            named.holders.add(next);
            granted.add(next);
        }
        return granted;
    }
}
