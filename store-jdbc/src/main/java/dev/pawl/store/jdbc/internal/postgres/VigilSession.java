// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** A connection that holds locks, sees those of others, and hears notifications; where a pooler is in between, none of it. */
final class VigilSession implements AutoCloseable {

    /** Slots pass often, and concern no run. */
    private static final String SLOTS = "pawl_slot";

    private static final String PID = "SELECT pg_backend_pid()";

    private final PgSession session;
    private final UUID observer = UUID.randomUUID();
    private final boolean direct;
    private final Set<UUID> attached = new HashSet<>();
    private final @Nullable PGConnection notifications;

    private VigilSession(PgSession session, boolean direct, @Nullable PGConnection notifications) {
        this.session = session;
        this.direct = direct;
        this.notifications = notifications;
    }

    static VigilSession open(Sessions sessions) throws SQLException {
        PgSession session = sessions.watching().open();
        try {
            boolean direct = isDirect(session, sessions);
            VigilSql.knowStart(session);
            PGConnection heard = direct && session.connection().isWrapperFor(PGConnection.class)
                    ? session.connection().unwrap(PGConnection.class)
                    : null;
            if (heard != null) {
                session.execute("LISTEN pawl");
                session.execute("LISTEN " + SLOTS);
            }
            return new VigilSession(session, direct, heard);
        } catch (SQLException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** Two connections of one backend, or one of two, are no connections to a backend: something hands them out by transaction. */
    private static boolean isDirect(PgSession session, Sessions sessions) throws SQLException {
        long pid = pid(session);
        try (PgSession other = sessions.others().open()) {
            return pid != pid(other) && pid == pid(session);
        }
    }

    private static long pid(PgSession session) throws SQLException {
        return Objects.requireNonNull(session.bind(PID).first(row -> row.getLong(1)));
    }

    PgSession sql() {
        return session;
    }

    UUID observer() {
        return observer;
    }

    /** Whether locks and notifications work by it. */
    boolean isDirect() {
        return direct;
    }

    boolean hears() {
        return notifications != null;
    }

    /**
     * Takes the lock of a worker and says so, where its former connection has ended; else that is tried again.
     *
     * @return false where the worker is declared dead
     */
    boolean attach(UUID worker) throws SQLException {
        if (!direct || attached.contains(worker) || !VigilSql.lock(session, worker)) {
            return true;
        }
        if (VigilSql.present(session, worker)) {
            return attached.add(worker);
        }
        VigilSql.unlock(session, worker);
        return false;
    }

    void detach(UUID worker) throws SQLException {
        if (attached.remove(worker)) {
            VigilSql.unlock(session, worker);
        }
    }

    /** What notifications tell of. */
    record Heard(boolean runs, boolean slots) {
        static final Heard NOTHING = new Heard(false, false);
    }

    /** Waits so long at most; what came that is not of that name. */
    Heard heard(int millis, String but) throws SQLException {
        if (notifications == null) {
            return Heard.NOTHING;
        }
        // the driver takes 0 for ever
        PGNotification[] came = millis == 0 ? notifications.getNotifications() : notifications.getNotifications(millis);
        boolean runs = false;
        boolean slots = false;
        if (came != null) {
            for (PGNotification notification : came) {
                if (!but.equals(notification.getParameter())) {
                    boolean ofSlot = SLOTS.equals(notification.getName());
                    runs |= !ofSlot;
                    slots |= ofSlot;
                }
            }
        }
        return new Heard(runs, slots);
    }

    @Override
    public void close() throws SQLException {
        try {
            if (notifications != null) {
                session.execute("UNLISTEN pawl");
                session.execute("UNLISTEN " + SLOTS);
            }
            if (direct && !attached.isEmpty()) {
                session.execute("SELECT pg_advisory_unlock_all()");
            }
        } finally {
            session.close();
        }
    }
}
