// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.spi.StoreException;
import dev.pawl.spi.StoreException.Kind;
import dev.pawl.store.jdbc.internal.sql.Trouble;
import java.nio.file.Path;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What SQLite's result codes mean to the engine. */
final class Failures {

    static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);

    static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int NOMEM = 7;
    private static final int READONLY = 8;
    private static final int INTERRUPT = 9;
    private static final int IOERR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANTOPEN = 14;
    private static final int PROTOCOL = 15;
    private static final int TOOBIG = 18;
    private static final int CONSTRAINT = 19;
    private static final int MISMATCH = 20;
    private static final int NOTADB = 26;

    private static final long LITTLE = 1 << 20;

    private Failures() {}

    static StoreException of(SQLException e, Path database) {
        return switch (e.getErrorCode()) {
            case BUSY, LOCKED, NOMEM, INTERRUPT, PROTOCOL ->
                failed(
                        Kind.TRANSIENT,
                        e,
                        "another process keeps the" + " database " + database + " busy, or memory is short",
                        "Try the same again");
            case FULL ->
                failed(
                        Kind.UNAVAILABLE,
                        e,
                        "the disk under " + database + " is full, so nothing can be recorded",
                        "Free some space; work goes on by itself then");
            case READONLY, CANTOPEN ->
                failed(
                        Kind.UNAVAILABLE,
                        e,
                        "the database " + database + " cannot be written to by " + System.getProperty("user.name"),
                        "Let it write to the file and its folder; work goes on by itself then");
            case IOERR ->
                failed(
                        Kind.UNAVAILABLE,
                        e,
                        "the disk under " + database + " does not do what it should",
                        "Look at the system's log and the free space; work goes on by itself when it heals");
            case CORRUPT ->
                failed(
                        Kind.BROKEN,
                        e,
                        "the database " + database + " is damaged",
                        "Stop what uses it and restore a backup, or save what is left with sqlite3 .recover");
            case NOTADB ->
                failed(
                        Kind.BROKEN,
                        e,
                        database + " is no SQLite database, and runs are kept in one",
                        "Move the file away, or name another folder");
            default ->
                failed(
                        Kind.BROKEN,
                        e,
                        "the database " + database + " does not look as this version made it",
                        "Run pawl doctor, and do not change the tables by hand");
        };
    }

    /** What no result code stands for. */
    static StoreException of(Throwable e, Path database) {
        return e instanceof StoreException known
                ? known
                : new StoreException(
                        Kind.BROKEN,
                        "the database " + database + " was not understood (" + e + ")",
                        "Run pawl doctor, and report it",
                        e);
    }

    static StoreException closed(Path database) {
        return new StoreException(Kind.BROKEN, "the store " + database + " is closed; open another", null);
    }

    /** The same for a database whose sessions never end by themselves. */
    static Trouble in(Path database) {
        return new Trouble() {
            @Override
            public StoreException of(Throwable failure) {
                return failure instanceof SQLException e ? Failures.of(e, database) : Failures.of(failure, database);
            }

            @Override
            public StoreException closed() {
                return Failures.closed(database);
            }

            @Override
            public boolean endsSession(Throwable failure) {
                return false;
            }
        };
    }

    /** Whether the ballast would help: a disk that is full can also show as one that fails. */
    static boolean isFull(SQLException e, Path database) {
        return e.getErrorCode() == FULL
                || (e.getErrorCode() == IOERR && database.toFile().getUsableSpace() < LITTLE);
    }

    /** Whether a file cannot be written. */
    static boolean isOfTheDisk(SQLException e) {
        int code = e.getErrorCode();
        return code == FULL || code == IOERR || code == READONLY || code == CANTOPEN;
    }

    /** Whether the row is to blame, and not the database. The statement has left no trace. */
    static boolean isOfTheRow(SQLException e) {
        return e.getErrorCode() == CONSTRAINT || e.getErrorCode() == TOOBIG || e.getErrorCode() == MISMATCH;
    }

    private static StoreException failed(Kind kind, SQLException e, String fact, String remedy) {
        return new StoreException(kind, fact + " (" + e.getMessage() + ")", remedy, e);
    }
}
