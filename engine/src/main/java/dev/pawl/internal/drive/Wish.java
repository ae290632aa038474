// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.core.Attempt;
import dev.pawl.core.Limit;
import dev.pawl.spi.SlotWish;
import dev.pawl.spi.WorkerSession;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A wish for one slot across all workers. Its state is {@link Wishes}' own. */
final class Wish {

    private static final char SEPARATOR = '@';

    final Attempt attempt;
    final Limit limit;
    final int priority;
    final Runnable granted;

    /** The worker that wishes; null before it was said, and where that worker is no more. */
    @Nullable
    WorkerSession session;

    @Nullable
    SlotWish said;
    /** Whether it is being said now. */
    boolean asking;

    boolean held;
    /** Whether it is said once a slot that is on its way back is there. */
    boolean follows;
    /** Whether it was said once without an answer: it may land later than what is said after it. */
    boolean inDoubt;
    /** Nobody wants it any more. */
    boolean over;

    Wish(Attempt attempt, Limit limit, int priority, Runnable granted) {
        this.attempt = attempt;
        this.limit = limit;
        this.priority = priority;
        this.granted = granted;
    }

    /** No worker has said it. */
    void unsay() {
        session = null;
        said = null;
        asking = false;
        held = false;
        follows = false;
        inDoubt = false;
    }

    /**
     * Says it as that worker. No two wishes have one holder, so that giving one back, however often and however late, takes
     * nothing from another of the same attempt.
     */
    void sayAs(WorkerSession worker, long nth) {
        unsay();
        session = worker;
        String holder = attempt.id() + SEPARATOR + worker.worker().id() + "/" + nth;
        said = new SlotWish(limit.name(), holder, limit.most(), priority);
    }

    /** The run and the stage a holder is of, or null where its name tells neither. */
    static @Nullable Attempt holder(String name) {
        int end = name.indexOf(SEPARATOR);
        String[] parts = (end < 0 ? name : name.substring(0, end)).split("/", -1);
        try {
            return parts.length < 4
                    ? null
                    : new Attempt(
                            UUID.fromString(parts[0]),
                            parts[1],
                            Integer.parseInt(parts[2]),
                            Integer.parseInt(parts[3]));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
