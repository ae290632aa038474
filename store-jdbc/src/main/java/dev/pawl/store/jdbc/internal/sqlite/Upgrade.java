// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.spi.DriverPresentException;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.StoreException.Kind;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.store.jdbc.internal.folder.WorkerLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The right to change tables that are there already. Nobody works on them meanwhile: an older worker goes on with the tables
 * it knows, whoever looks, and none enters until they are changed.
 */
final class Upgrade implements AutoCloseable {

    private static final UUID ID = new UUID(0, 1);

    private final Path database;
    private final Path folder;
    private @Nullable WorkerLock lock;

    Upgrade(Path database) {
        this.database = database;
        this.folder = Objects.requireNonNull(database.getParent());
    }

    /** Throws where a worker is seen; asked before anything that would make it wait. */
    void refuseUnderWorker() {
        WorkerInfo holder;
        try {
            holder = WorkerLock.holder(folder);
        } catch (IOException e) {
            holder = null; // taking it says why
        }
        if (holder != null && !holder.equals(WorkerLock.UNKNOWN) && !holder.id().equals(ID)) {
            throw refused(holder, null);
        }
    }

    void begin() {
        WorkerInfo me = new WorkerInfo(
                ID, "upgrade", "this machine", ProcessHandle.current().pid(), Instant.EPOCH);
        try {
            lock = WorkerEntrance.lock(folder, me, database.toString());
        } catch (DriverPresentException e) {
            throw refused(e.holder(), e);
        }
    }

    @Override
    public void close() {
        if (lock != null) {
            lock.close();
        }
    }

    private StoreException refused(WorkerInfo holder, @Nullable Throwable cause) {
        return new StoreException(
                Kind.UNAVAILABLE,
                "the tables of " + database + " are those of an older version of Pawl, of which process " + holder.pid()
                        + " on " + holder.host() + " executes runs with them now, since " + holder.since(),
                "Look with that version, or stop that process and do the same again, which brings the tables up"
                        + " to date",
                cause);
    }
}
