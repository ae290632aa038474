// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.store.jdbc.internal.sql.Opener;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Opens sessions with the settings of their kind.
 *
 * <p>All read what is committed when a statement begins, one statement a transaction: a process that is frozen inside of one would
 * keep others out for ever. Where the tables are small or new the planner would rather read all of a table, and keep that plan:
 * so it never may.
 */
final class Sessions {

    /** What a statement may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration SLACK = Duration.ofSeconds(5);
    /** A session by which a worker lives must know soon that it is cut off. */
    private static final Duration VIGIL = Duration.ofSeconds(3);

    private final Source source;
    private final String name;

    /**
     * Opens none yet.
     *
     * @param name of all its connections, by which they can be ended
     */
    Sessions(Source source, String name) {
        this.source = source;
        this.name = name;
    }

    /** How the database calls the connections. */
    String name() {
        return name;
    }

    /** The plan of an append is the same however many there are. */
    Opener<PgSession> appending() {
        return () -> opened(PATIENCE, Map.of("plan_cache_mode", "force_generic_plan"));
    }

    Opener<PgSession> others() {
        return () -> opened(PATIENCE, Map.of());
    }

    /** For migrations and inspections, which take as long as they take. */
    PgSession patient() throws SQLException {
        return opened(Duration.ZERO, Map.of());
    }

    /**
     * For locks and leases. A server that can no longer reach this process keeps the lock for about as long as a lease: a worker
     * that was only cut off is not taken for dead before it must have stopped.
     */
    Opener<PgSession> watching() {
        return () -> opened(
                VIGIL, Map.of("tcp_user_timeout", "15s", "tcp_keepalives_idle", "5", "tcp_keepalives_count", "5"));
    }

    private PgSession opened(Duration patience, Map<String, String> more) throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("application_name", name);
        settings.put("statement_timeout", patience.toMillis() + "ms");
        settings.put("idle_in_transaction_session_timeout", "5s");
        settings.put("default_transaction_isolation", "read committed");
        settings.put("enable_seqscan", "off");
        settings.put("enable_mergejoin", "off");
        settings.put("jit", "off");
        settings.put("tcp_keepalives_interval", "2");
        settings.put("tcp_keepalives_idle", "5");
        settings.put("tcp_keepalives_count", "3");
        settings.put("tcp_user_timeout", "5s");
        settings.putAll(more);
        Connection connection = source.open(patience.isZero() ? patience : patience.plus(SLACK));
        try {
            if (!connection.getAutoCommit()) {
                connection.setAutoCommit(true);
            }
            Lent lent = Lent.with(connection, settings);
            return source.isShared() ? new PgSession(connection, lent) : new PgSession(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }
}
