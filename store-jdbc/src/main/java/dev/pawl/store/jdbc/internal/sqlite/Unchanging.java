// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.spi.StoreException;
import dev.pawl.spi.StoreException.Kind;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.store.jdbc.internal.folder.WorkerLock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a database whose folder cannot be written to. SQLite shares a file with a writer by way of files beside it that each
 * reader writes to; without them it reads rightly only what nobody changes. So whoever else might be writing is looked for
 * before each reading, and what was not yet moved from the log into the database cannot be seen from here.
 */
record Unchanging(Path folder, Path database) implements SqlOpener {

    @Override
    public Session open() throws SQLException {
        check();
        String name = "file:" + database.toUri().getRawPath() + "?mode=ro&immutable=1";
        return SqlOpener.opened(name, session -> {
            Migrations.refuseForeign(session, database);
            Migrations.refuseOlder(session, database);
        });
    }

    @Override
    public void check() {
        WorkerInfo worker;
        try {
            worker = WorkerLock.holder(folder);
        } catch (IOException e) {
            throw refused("whether anybody works there cannot be known (" + e + ")", e);
        }
        if (worker != null) {
            throw refused(
                    "process " + worker.pid() + " on " + worker.host()
                            + " works there, whose database only those can read who may write to it",
                    null);
        }
        if (database.resolveSibling(database.getFileName() + "-wal").toFile().length() > 0) {
            throw refused(
                    "the last entries still stand beside the database, in " + database.getFileName() + "-wal", null);
        }
    }

    private StoreException refused(String why, @Nullable Throwable cause) {
        return new StoreException(
                Kind.UNAVAILABLE,
                "the folder " + folder + " cannot be written to, and " + why,
                "Let " + System.getProperty("user.name") + " write to it, or look at it as somebody who may",
                cause);
    }
}
