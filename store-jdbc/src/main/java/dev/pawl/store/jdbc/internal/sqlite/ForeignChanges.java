// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.store.jdbc.internal.sql.Waiting;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices what others commit, by {@code PRAGMA data_version} each 100 ms. It asks the connection that writes, because there the
 * version stands still for what this process commits itself.
 */
final class ForeignChanges {

    private static final long MILLIS = 100;

    private final Writer writer;
    private volatile @Nullable Runnable callback;
    private volatile CompletableFuture<?> asked = CompletableFuture.completedFuture(null);
    /** Only touched on the writer's thread. */
    private long version;

    ForeignChanges(Writer writer) {
        this.writer = writer;
    }

    /** The first callback begins the polling; what is committed after this returns is noticed. */
    synchronized void call(Runnable newCallback, ScheduledExecutorService timer) {
        boolean first = callback == null;
        callback = newCallback;
        if (first) {
            Waiting.on(writer.look(session -> version = version(session)));
            var unused = timer.scheduleWithFixedDelay(this::poll, MILLIS, MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void poll() {
        if (asked.isDone()) {
            asked = writer.look(session -> {
                        long now = version(session);
                        boolean changed = now != version;
                        version = now;
                        return changed;
                    })
                    .thenAccept(this::tell);
        }
    }

    private void tell(boolean changed) {
        Runnable present = callback;
        if (changed && present != null) {
            try {
                present.run();
            } catch (RuntimeException e) {
                Failures.LOG.warn("whoever was told of foreign changes failed", e);
            }
        }
    }

    private static long version(Session session) throws SQLException {
        return Objects.requireNonNull(session.bind("PRAGMA data_version").first(row -> row.getLong(1)));
    }
}
