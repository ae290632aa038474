// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.core.Attempt;
import dev.pawl.core.Limit;
import dev.pawl.spi.Env;
import dev.pawl.spi.SlotRow;
import dev.pawl.spi.WorkerSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Named limits on what executes at once. Who asks first comes first, but for priorities: so many of this process as may hold a
 * slot at once wish for one across all workers, and hold it once the database says so. Thread-safe; who is granted a slot is
 * told outside of any lock.
 */
public final class Slots {

    private final Wishes wishes;
    private final Map<String, Named> byName = new HashMap<>();
    private long asked;

    /** None asked for; this process is no worker yet. */
    public Slots(Env env) {
        this.wishes = new Wishes(env);
    }

    /** A slot held, or waited for. */
    public static final class Ticket implements Comparable<Ticket> {
        private final Attempt attempt;
        private final Limit limit;
        private final int priority;
        private final long order;
        private final Runnable granted;
        /** The wish across all workers, where it is one of those in this process that have their turn. */
        private @Nullable Wish wish;

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
        /** Those that have their turn. */
        final Set<Ticket> first = new LinkedHashSet<>();

        final PriorityQueue<Ticket> waiting = new PriorityQueue<>();
    }

    /** What is to be said of wishes, once no lock is held. */
    private record Changes(List<Wish> over, List<Wish> begun) {
        Changes() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        void tell(Wishes wishes) {
            over.forEach(wishes::settle);
            begun.forEach(wishes::begin);
        }
    }

    /** This process is that worker from now on; what is held here is wished for anew. */
    public void enter(WorkerSession worker) {
        wishes.enter(worker);
    }

    /** It is that worker no longer, and nothing is held until it is another. */
    public void leave(WorkerSession worker) {
        wishes.leave(worker);
    }

    /** Other workers may have given slots back. */
    public void look() {
        wishes.look();
    }

    /** Waits for a slot; {@code granted} is called once it is there, perhaps at once. */
    Ticket ask(Attempt attempt, Limit limit, int priority, Runnable granted) {
        Ticket ticket;
        Changes now;
        synchronized (this) {
            ticket = new Ticket(attempt, limit, priority, asked++, granted);
            Named named = byName.computeIfAbsent(limit.name(), name -> new Named());
            named.waiting.add(ticket);
            now = turns(named);
        }
        now.tell(wishes);
        return ticket;
    }

    boolean holds(Ticket ticket) {
        Wish wish;
        synchronized (this) {
            wish = ticket.wish;
        }
        return wish != null && wishes.holds(wish);
    }

    /** Gives it back, or no longer waits for it. Idempotent. */
    void release(Ticket ticket) {
        Wish over;
        Changes now;
        synchronized (this) {
            over = ticket.wish;
            ticket.wish = null;
            Named named = byName.get(ticket.limit.name());
            if (named == null) {
                return;
            }
            named.waiting.remove(ticket);
            named.first.remove(ticket);
            now = turns(named);
            if (named.first.isEmpty() && named.waiting.isEmpty()) {
                byName.remove(ticket.limit.name());
            }
        }
        if (over != null) {
            wishes.end(over);
        }
        now.tell(wishes);
    }

    /** Who in this process holds slots of that name. */
    public synchronized List<Attempt> holders(String name) {
        Named named = byName.get(name);
        List<Attempt> holders = new ArrayList<>();
        if (named != null) {
            for (Ticket ticket : named.first) {
                if (ticket.wish != null && wishes.holds(ticket.wish)) {
                    holders.add(ticket.attempt);
                }
            }
        }
        return holders;
    }

    /** The attempt a slot is held for or wished for, as the database has it; or null where that does not tell. */
    public static @Nullable Attempt attempt(SlotRow row) {
        return Wish.holder(row.wish().holder());
    }

    /** Whoever has a turn, and who would, has a say in how many may: the smallest counts. */
    private static int most(Named named, Ticket next) {
        int most = next.limit.most();
        for (Ticket holder : named.first) {
            most = Math.min(most, holder.limit.most());
        }
        return most;
    }

    /** Gives turns to those that are next. */
    private Changes turns(Named named) {
        Changes changes = new Changes();
        for (Ticket next = named.waiting.peek(); next != null; next = named.waiting.peek()) {
            if (named.first.size() >= most(named, next) && !yields(named, next, changes)) {
                break;
            }
            named.waiting.remove(next);
            named.first.add(next);
            next.wish = new Wish(next.attempt, next.limit, next.priority, next.granted);
            changes.begun.add(next.wish);
        }
        return changes;
    }

    /** Whether one of lower priority that has its turn, and no slot yet, gave the turn up. */
    private boolean yields(Named named, Ticket next, Changes changes) {
        if (named.first.size() > most(named, next)) {
            return false;
        }
        for (Ticket one : named.first) {
            Wish wish = one.wish;
            if (one.priority < next.priority && wish != null && wishes.withdraw(wish)) {
                changes.over.add(wish);
                one.wish = null;
                named.first.remove(one);
                named.waiting.add(one);
                return named.first.size() < most(named, next);
            }
        }
        return false;
    }
}
