// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.core.RunStatus;
import dev.pawl.internal.drive.Rooms;
import dev.pawl.internal.drive.RunDriver;
import dev.pawl.spi.StoreException;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The drivers of one worker, one for each run it owns; and whether there may be more of them. Thread-safe. */
final class Drivers {

    private final int most;
    private final Rooms rooms;
    private final Map<UUID, RunDriver> all = new ConcurrentHashMap<>();
    private volatile boolean closing;
    private volatile boolean gone;

    /** None yet. */
    Drivers(int most, Rooms rooms) {
        this.most = most;
        this.rooms = rooms;
    }

    @Nullable
    RunDriver of(UUID run) {
        return all.get(run);
    }

    Collection<RunDriver> all() {
        return all.values();
    }

    /** The other driver of the run where there is one already, or null. */
    @Nullable
    RunDriver enlist(RunDriver driver) {
        return all.putIfAbsent(driver.id(), driver);
    }

    /** Once a driver is enlisted: it may have come too late to be among those that are stopped, or drained. */
    void heed(RunDriver enlisted) {
        if (gone) {
            stop();
        } else if (closing) {
            enlisted.drain();
        }
    }

    /** Whether there was no room beside it. */
    boolean remove(RunDriver driver) {
        boolean full = all.size() >= most;
        all.remove(driver.id(), driver);
        return full;
    }

    /** Whether code of the run is still at work here that no driver waits for any more. */
    boolean isExecuting(UUID run) {
        return rooms.isExecuting(run);
    }

    /** Whether anything here is at work on the run. */
    boolean driven(UUID run) {
        return all.containsKey(run) || isExecuting(run);
    }

    /** So many more runs may execute here, none where it is 0 or less. What waits for a person or a time needs no room. */
    int room() {
        int drives = all.size();
        return drives < most
                ? most - drives
                : most
                        - Math.toIntExact(all.values().stream()
                                .filter(driver -> driver.published().run().status() != RunStatus.WAITING)
                                .count());
    }

    /** Others may soon take the runs. */
    void stop() {
        StoreException why = Excuses.silent();
        all.values().forEach(driver -> driver.leaveAtOnce(why));
    }

    /** Whoever comes from here on is drained. */
    void close() {
        closing = true;
    }

    /** The worker was declared dead: whoever comes from here on is stopped. */
    void gone() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }

    /** Whether nothing is to be taken any more. */
    boolean closing() {
        return closing || gone;
    }
}
