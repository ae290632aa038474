// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.StoreException;
import dev.pawl.spi.StoreException.Kind;
import dev.pawl.store.jdbc.internal.sql.Trouble;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What PostgreSQL's states mean to the engine. */
final class PgFailures implements Trouble {

    static final Logger LOG = LoggerFactory.getLogger(PostgresStore.class);

    /** Before anything is asked of it. */
    private static final String REJECTED = "08004";

    private final String place;

    PgFailures(String place) {
        this.place = place;
    }

    @Override
    public StoreException of(Throwable failure) {
        if (failure instanceof StoreException known) {
            return known;
        }
        return failure instanceof SQLException e
                ? of(e)
                : new StoreException(
                        Kind.BROKEN,
                        "the database " + place + " was not understood (" + failure + ")",
                        "Run pawl doctor, and report it",
                        failure);
    }

    /** What is wrong where the first connection could not be had: nobody tries again. */
    StoreException opening(SQLException e) {
        if (state(e).equals(REJECTED)) {
            return failed(
                    Kind.BROKEN,
                    e,
                    String.valueOf(e.getMessage()).contains("no password")
                            ? "the database " + place + " wants a password, and none was given"
                            : "the database " + place + " does not let this in as it asks to come in",
                    "Give the user and the password: to the command line as PAWL_DB_USER and PAWL_DB_PASSWORD, or in the"
                            + " URL as user=USER&password=PASSWORD");
        }
        return state(e).startsWith("08")
                ? failed(
                        Kind.TRANSIENT,
                        e,
                        "the database " + place + " cannot be reached",
                        "See that it runs, and that its host and port are right")
                : of(e);
    }

    private StoreException of(SQLException e) {
        String state = state(e);
        return switch (state) {
            case "53100" ->
                failed(
                        Kind.UNAVAILABLE,
                        e,
                        "the disk of the database " + place + " is full, so nothing can be recorded",
                        "Free some space; work goes on by itself then");
            case "25006" ->
                failed(
                        Kind.UNAVAILABLE,
                        e,
                        "the database " + place + " can only be read, so nothing can be recorded",
                        "Let it be written to, or name the server that can be; work goes on by itself then");
            case "42501" ->
                failed(
                        Kind.UNAVAILABLE,
                        e,
                        "the user of the database " + place + " may not do what Pawl needs",
                        "Grant it the schema pawl and all in it; work goes on by itself then");
            case "42P01", "42703", "3F000" ->
                failed(
                        Kind.BROKEN,
                        e,
                        "the database " + place + " does not look as this version made it",
                        "Run pawl doctor, and do not change the tables by hand");
            case "3D000", "28000", "28P01" ->
                failed(
                        Kind.BROKEN,
                        e,
                        "there is no way into the database " + place,
                        "Look at its name, the user and the password");
            default -> isOfTheKey(e) ? transientOf(e) : ofClass(state, e);
        };
    }

    private StoreException ofClass(String state, SQLException e) {
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "08", "40", "53", "55", "57" -> transientOf(e);
            case "58" ->
                failed(
                        Kind.UNAVAILABLE,
                        e,
                        "the disk of the database " + place + " does not do what it should",
                        "Look at its log and its free space; work goes on by itself when it heals");
            case "XX" ->
                failed(
                        Kind.BROKEN,
                        e,
                        "the database " + place + " is damaged",
                        "Stop what uses it, look at its log and restore a backup");
            default ->
                e instanceof SQLTransientException || e instanceof SQLTimeoutException || state.isEmpty()
                        ? transientOf(e)
                        : failed(
                                Kind.BROKEN,
                                e,
                                "the database " + place + " refused what it should have taken",
                                "Run pawl doctor, and report it");
        };
    }

    private StoreException transientOf(SQLException e) {
        return failed(
                Kind.TRANSIENT,
                e,
                "the database " + place + " cannot be reached, is busy, or ended the connection",
                "Try the same again");
    }

    @Override
    public StoreException closed() {
        return new StoreException(Kind.BROKEN, "the store " + place + " is closed; open another", null);
    }

    /** Also where it can only be read: another server may have become the one that is written to. */
    @Override
    public boolean endsSession(Throwable failure) {
        return failure instanceof SQLException e
                && (state(e).startsWith("08") || state(e).startsWith("57P") || state(e).equals("25006"));
    }

    /** Whether two transactions were in each other's way. It left no trace. */
    static boolean isConflict(SQLException e) {
        return state(e).startsWith("40");
    }

    /** Whether a row is to blame, and not the database. It left no trace. */
    static boolean isOfTheRow(SQLException e) {
        String state = state(e);
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
    }

    /** Whether it would have been a second holder of a key, or of a place. It left no trace. */
    static boolean isOfTheKey(SQLException e) {
        String words = String.valueOf(e.getMessage());
        return state(e).equals("23505") && (words.contains("run_holds_key") || words.contains("run_holds_retry"));
    }

    /** Whether the place of an entry was taken. It left no trace. */
    static boolean isOfTheEntry(SQLException e) {
        return state(e).equals("23505") && String.valueOf(e.getMessage()).contains("run_event_pkey");
    }

    private static String state(SQLException e) {
        String state = e.getSQLState();
        return state == null ? "" : state;
    }

    private static StoreException failed(Kind kind, @Nullable SQLException e, String fact, String remedy) {
        String why = e == null ? "" : " (" + e.getMessage() + ")";
        return new StoreException(kind, fact + why, remedy, e);
    }
}
