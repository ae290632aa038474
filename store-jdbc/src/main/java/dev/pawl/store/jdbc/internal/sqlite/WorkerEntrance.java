// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.spi.DriverPresentException;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.StoreException.Kind;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.store.jdbc.internal.folder.WorkerLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Lets one worker into a folder. */
final class WorkerEntrance {

    /** A process that only looks holds the lock for less than a millisecond; it must not turn a worker away. */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(400);

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private WorkerEntrance() {}

    static WorkerLock lock(Path folder, WorkerInfo worker, String place) {
        long begin = System.nanoTime();
        try {
            while (true) {
                WorkerLock lock = WorkerLock.tryTake(folder, worker);
                if (lock != null) {
                    return lock;
                }
                long waited = System.nanoTime() - begin;
                if (WorkerLock.isHeldHere(folder) || waited > PATIENCE) {
                    WorkerInfo holder = Objects.requireNonNullElse(WorkerLock.holder(folder), WorkerLock.UNKNOWN);
                    // it is being written by one that has come in just now, or is free by now
                    if (!holder.equals(WorkerLock.UNKNOWN) || waited > 2 * PATIENCE) {
                        throw new DriverPresentException(holder, place);
                    }
                }
                LockSupport.parkNanos(PAUSE);
            }
        } catch (IOException e) {
            throw new StoreException(
                    Kind.UNAVAILABLE,
                    "the worker's lock in " + folder + " cannot be taken (" + e + ")",
                    "Let " + System.getProperty("user.name") + " write to pawl.lock there",
                    e);
        }
    }

    /**
     * The worker that lives, or null where none does.
     *
     * @throws StoreException where that is not known: a worker is never taken for dead for want of an answer
     */
    static @Nullable WorkerInfo alive(Path folder) {
        long begin = System.nanoTime();
        try {
            WorkerInfo holder = WorkerLock.holder(folder);
            while (WorkerLock.UNKNOWN.equals(holder) && System.nanoTime() - begin < PATIENCE) {
                LockSupport.parkNanos(PAUSE); // it is being written
                holder = WorkerLock.holder(folder);
            }
            if (WorkerLock.UNKNOWN.equals(holder)) {
                throw new IOException("somebody holds it, and it does not say who");
            }
            return holder;
        } catch (IOException e) {
            throw new StoreException(
                    Kind.UNAVAILABLE,
                    "whether a worker lives cannot be known: the lock " + folder.resolve("pawl.lock")
                            + " cannot be looked at (" + e + ")",
                    "Let " + System.getProperty("user.name")
                            + " read it, and look at the limit of open files; then do the same again",
                    e);
        }
    }
}
