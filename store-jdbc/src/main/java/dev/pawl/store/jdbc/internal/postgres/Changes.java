// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells that others may have appended. A worker hears by a notification of commands to its runs and of runs that wait for somebody;
 * what goes on in the runs of others does not concern it. Who only looks is told of everything, by a count of transactions.
 * Behind a pooler there are no notifications: then the same is counted. Only touched on the thread of the vigil, but for the
 * callback.
 */
final class Changes {

    private static final long GLANCE = TimeUnit.MILLISECONDS.toNanos(100);
    /** A count is seen to rise before what it counts is committed: it is told of for a little longer. */
    private static final long AFTERMATH = TimeUnit.SECONDS.toNanos(1);
    /** In case all else failed. */
    private static final long ANYWAY = TimeUnit.SECONDS.toNanos(30);

    private volatile @Nullable Runnable callback;
    private boolean missed;
    private long count = -1;
    private boolean countedAll;
    private long glanced;
    private long rose = System.nanoTime() - AFTERMATH;
    private long told = System.nanoTime();

    void tell(Runnable newCallback) {
        callback = newCallback;
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
        boolean heard = session.heard(millis, own);
        boolean risen = hasRisen(session, all);
        boolean changed = heard || risen || missed;
        long now = System.nanoTime();
        if (present != null && (changed || now - told > ANYWAY)) {
            missed = false;
            told = now;
            try {
                present.run();
            } catch (RuntimeException e) {
                PgFailures.LOG.warn("whoever was told of foreign changes failed", e);
            }
        }
    }

    private boolean hasRisen(VigilSession session, boolean all) throws SQLException {
        if (callback == null || (!all && session.hears())) {
            count = -1;
            return false;
        }
        long now = System.nanoTime();
        if (count >= 0 && now - glanced < GLANCE) {
            return false;
        }
        glanced = now;
        long next = all ? VigilSql.transactions(session.sql()) : VigilSql.changes(session.sql());
        boolean isFirst = count < 0 || countedAll != all;
        if (!isFirst && next != count) {
            rose = now;
        }
        count = next;
        countedAll = all;
        return !isFirst && now - rose < (all ? GLANCE : AFTERMATH);
    }
}
