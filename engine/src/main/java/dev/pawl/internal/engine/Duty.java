// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.RunView;
import dev.pawl.internal.drive.Rooms;
import dev.pawl.internal.drive.Slots;
import dev.pawl.internal.fleet.Lease;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerSession;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process as a worker: it enters, and enters anew as another where it was declared dead. Thread-safe. */
final class Duty {

    private static final Logger LOG = LoggerFactory.getLogger(Duty.class);

    /** How long a worker counts as living that nothing is heard of. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Parts parts;
    private final Making making;
    private final Function<UUID, @Nullable RunView> executed;
    private final Slots slots;
    private final Rooms rooms;
    /** Held while the database is asked, which may take a while: no monitor, so that no thread but the waiting one stands still. */
    private final ReentrantLock entering = new ReentrantLock();

    private volatile @Nullable Worker worker;
    private boolean over;

    /** Makes the worker that has that session. */
    @FunctionalInterface
    interface Making {
        Worker make(Entry entry);
    }

    /**
     * A worker enters.
     *
     * @param before when it asked to
     */
    record Entry(
            Duty duty,
            WorkerSession session,
            Duration lease,
            Lease.Sent before,
            Slots slots,
            Rooms rooms,
            boolean takesAll) {}

    /**
     * No worker yet.
     *
     * @param executed how a run is that is executed here, for other processes that ask
     */
    Duty(Parts parts, Making making, Function<UUID, @Nullable RunView> executed) {
        this.parts = parts;
        this.making = making;
        this.executed = executed;
        this.slots = new Slots(parts.env());
        this.rooms = new Rooms(parts.env()::nanoTime, this::mayBegin);
    }

    /** What executes runs here, or null where this process does not. */
    @Nullable
    Worker worker() {
        return worker;
    }

    private boolean mayBegin() {
        Worker here = worker;
        return here != null && here.lease().mayBegin();
    }

    void begin(boolean takesAll) {
        entering.lock();
        try {
            if (worker == null) {
                enter(takesAll);
            }
        } finally {
            entering.unlock();
        }
    }

    private void enter(boolean takesAll) {
        Lease.Sent before = Lease.Sent.now(parts.env());
        WorkerInfo me = Opening.thisProcess(parts, parts.peers().listen(executed));
        WorkerSession session = parts.store().enter(me, LEASE);
        Worker entered = making.make(new Entry(this, session, LEASE, before, slots, rooms, takesAll));
        worker = entered;
        slots.enter(session);
        entered.start();
    }

    /** Where the process ends no worker enters any more, so that none is left that nobody closes. */
    private void enterUnlessOver(boolean takesAll) {
        entering.lock();
        try {
            if (!over) {
                enter(takesAll);
            }
        } finally {
            entering.unlock();
        }
    }

    /** Its worker was declared dead; the process is another one from here on. */
    void enterAnew(boolean takesAll) {
        parts.env().blocking().execute(() -> {
            try {
                enterUnlessOver(takesAll);
            } catch (Throwable e) { // whatever it is: a process that does not enter again executes nothing
                LOG.warn("this process cannot enter as a worker again, which is tried again: {}", e.getMessage());
                parts.env().schedule(AGAIN, () -> enterAnew(takesAll));
            }
        });
    }

    /** No worker enters any more. Returns the one that works, or null. */
    @Nullable
    Worker over() {
        entering.lock();
        try {
            over = true;
            return worker;
        } finally {
            entering.unlock();
        }
    }
}
