// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Time, and what is to happen in it. Things due at the same time happen in an order of chance. Used by one thread. */
final class Timeline {

    private final Luck luck;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long steps;

    /** Something to happen, to a machine or to nobody's. */
    private record Event(long at, long tie, @Nullable Machine machine, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime == 0 ? Long.compare(tie, other.tie) : byTime;
        }
    }

    Timeline(Luck luck) {
        this(luck, 0);
    }

    /** One that begins so many nanoseconds after the others do. */
    Timeline(Luck luck, long now) {
        this.luck = luck;
        this.now = now;
    }

    /** Since the beginning, in nanoseconds. */
    long now() {
        return now;
    }

    long steps() {
        return steps;
    }

    void after(long nanos, @Nullable Machine machine, Runnable what) {
        events.add(new Event(now + Math.max(0, nanos), luck.any(), machine, what));
    }

    /** The next thing happens; false where there is none before that time, which it is then. */
    boolean step(long until) {
        Event next = events.peek();
        if (next == null || next.at > until) {
            now = until;
            return false;
        }
        events.remove();
        now = next.at;
        Machine machine = next.machine;
        if (machine != null && machine.frozenUntil() > now) {
            machine.hold(next.what);
        } else if (machine == null || !machine.dead()) {
            steps++;
            next.what.run();
        }
        return true;
    }
}
