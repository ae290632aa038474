// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.RefusedException;
import dev.pawl.spi.BackupProgress;
import dev.pawl.spi.StoreException;
import dev.pawl.store.jdbc.internal.sql.SqlThreads;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Copies the database as SQLite itself does, into a file that bears another name until it is whole: an interrupted backup is
 * not taken for one. The log of the database is not cut back meanwhile, and may grow.
 */
final class Backup {

    private static final long GLANCE_MS = 100;

    private final Access access;
    private final Path database;
    private final Path target;
    private final Path partial;

    Backup(Access access, Path target) {
        this.access = access;
        this.database = access.database();
        this.target = target;
        this.partial = target.resolveSibling(
                target.getFileName() + ".partial-" + ProcessHandle.current().pid());
    }

    void make(BackupProgress progress) {
        refuse();
        leftovers().forEach(File::deleteOnExit); // Ctrl-C
        try {
            leftovers().forEach(File::delete); // of a process that was killed and had the same id
            try (SqlThreads<Session> copier =
                    new SqlThreads<>("sqlite-backup", 1, access.copier(), Failures.in(database))) {
                long most = waited(copier.submit(session -> {
                    String pages = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
                    return session.bind(pages).list(row -> row.getLong(1)).getFirst();
                }));
                follow(copier.submit(session -> copied(session)), most, progress);
            }
            toDisk();
            refuse();
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(Objects.requireNonNullElse(e.getMessage(), "input or output failed"), e);
        } finally {
            leftovers().forEach(File::delete); // there are none where all went well
        }
    }

    private List<File> leftovers() {
        return List.of(
                partial.toFile(),
                partial.resolveSibling(partial.getFileName() + "-journal").toFile());
    }

    private boolean copied(Session session) throws SQLException {
        try {
            session.execute("VACUUM INTO '" + partial.toString().replace("'", "''") + "'");
            return true;
        } catch (SQLException e) {
            if (Failures.isOfTheDisk(e)) {
                throw failed(Objects.requireNonNullElse(e.getMessage(), "SQLite failed"), e);
            }
            throw e;
        }
    }

    private void follow(CompletableFuture<Boolean> copy, long most, BackupProgress progress) throws IOException {
        while (true) {
            try {
                waited(copy, GLANCE_MS);
                progress.written(Files.size(partial), Math.max(most, Files.size(partial)));
                return;
            } catch (TimeoutException goesOn) {
                progress.written(Math.min(most, partial.toFile().length()), most);
            }
        }
    }

    private static <T> T waited(CompletableFuture<T> future) {
        return StoreException.join(future);
    }

    private static void waited(CompletableFuture<Boolean> future, long millis) throws TimeoutException {
        try {
            var unused = future.get(millis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw StoreException.from(Objects.requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(StoreException.Kind.TRANSIENT, "the backup was interrupted; make it again", e);
        }
    }

    /** SQLite leaves that to whoever asked for the copy. */
    private void toDisk() throws IOException {
        try (FileChannel file = FileChannel.open(partial, StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    private void refuse() {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new RefusedException(
                    "TARGET_EXISTS",
                    target + " is there already, and is not overwritten",
                    "name another file, or remove this one",
                    null);
        }
        Path folder = Objects.requireNonNull(target.getParent());
        if (!Files.isDirectory(folder)) {
            throw new RefusedException(
                    "NO_FOLDER", "there is no folder " + folder + " to write the copy to", "make it first", null);
        }
        if (real(folder).startsWith(real(Objects.requireNonNull(database.getParent())))) {
            throw new RefusedException(
                    "TARGET_INSIDE",
                    target + " is in the folder of the database, and would be lost together with it",
                    "name a file elsewhere, best on another disk",
                    null);
        }
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder;
        }
    }

    private StoreException failed(String why, Exception cause) {
        long mega = 1 << 20;
        Path folder = Objects.requireNonNull(target.getParent());
        return new StoreException(
                StoreException.Kind.UNAVAILABLE,
                "the copy cannot be written to " + target + " (" + why + "): " + folder + " has "
                        + folder.toFile().getUsableSpace() / mega + " MB free, the database has "
                        + database.toFile().length() / mega
                        + " MB. Nothing is left of it; make room, or name a file elsewhere",
                cause);
    }
}
