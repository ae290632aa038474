// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.store.jdbc.internal.postgres.VigilSession.Heard;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells that others may have appended, and that they may have given slots. A worker hears by a notification of commands to its runs and of runs that wait for somebody;
 * what goes on in the runs of others does not concern it. Who only looks is told of everything, by a count of transactions.
 * Behind a pooler there are no notifications: then the same is counted. Only touched on the thread of the vigil, but for the
 * callback.
 */
final class Changes {

    private static final long GLANCE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long AFTERMATH = TimeUnit.SECONDS.toNanos(1);
    /** In case all else failed. */
    private static final long ANYWAY = TimeUnit.SECONDS.toNanos(30);

    private final Rising everything = new Rising(GLANCE);
    private final Rising runs = new Rising(AFTERMATH);
    private final Rising slots = new Rising(AFTERMATH);
    private volatile @Nullable Runnable callback;
    private volatile @Nullable Runnable ofSlots;
    private boolean missed;
    private long glanced = System.nanoTime() - GLANCE;
    private long told = System.nanoTime();

    void tell(Runnable newCallback) {
        callback = newCallback;
    }

    void tellOfSlots(Runnable newCallback) {
        ofSlots = newCallback;
    }

    /** Notifications may have been missed. */
    void reconnected() {
        missed = true;
    }

    /**
     * Waits a little for news, and tells them.
     *
     * @param all whether everything is of interest
     * @param own the name of notifications of our own
     */
    void look(VigilSession session, boolean all, String own, int millis) throws SQLException {
        Runnable present = callback;
        Heard heard = session.heard(millis, own);
        Heard counted = counted(session, all);
        boolean changed = heard.runs() || counted.runs() || missed;
        long now = System.nanoTime();
        if (present != null && (changed || now - told > ANYWAY)) {
            missed = false;
            told = now;
            run(present);
        }
        Runnable waiting = ofSlots;
        if (waiting != null && (heard.slots() || counted.slots())) {
            run(waiting);
        }
    }

    private static void run(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            PgFailures.LOG.warn("whoever was told of foreign changes failed", e);
        }
    }

    private Heard counted(VigilSession session, boolean all) throws SQLException {
        boolean nothing = callback == null || (!all && session.hears());
        if (nothing || !all) {
            everything.forget();
        }
        if (nothing || all) {
            runs.forget();
            slots.forget();
        }
        long now = System.nanoTime();
        if (nothing || now - glanced < GLANCE) {
            return Heard.NOTHING;
        }
        glanced = now;
        return all
                ? new Heard(everything.to(VigilSql.transactions(session.sql()), now), false)
                : new Heard(
                        runs.to(VigilSql.changes(session.sql()), now), slots.to(VigilSql.slots(session.sql()), now));
    }
}
