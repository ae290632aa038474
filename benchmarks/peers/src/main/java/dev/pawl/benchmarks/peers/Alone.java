// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import com.sun.management.OperatingSystemMXBean;
import com.zaxxer.hikari.HikariDataSource;
import dev.pawl.core.Effect;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;

/**
 * Pawl alone in W1, and what its stages cost besides time: CPU of this process and of the server's, bytes of bodies and of WAL.
 * These figures hold on a machine that is busy with other things, too.
 */
final class Alone {

    private static final double NANOS_PER_MICRO = 1e3;

    /** Of every so many runs one is for warming up. */
    private static final int WARM = 3;

    private final Server server;
    private final Effect effect;

    Alone(Server server, Effect effect) {
        this.server = server;
        this.effect = effect;
    }

    private record Used(long client, long server, long wal, long statements) {

        Used minus(Used earlier) {
            return new Used(
                    client - earlier.client,
                    server - earlier.server,
                    wal - earlier.wal,
                    statements - earlier.statements);
        }
    }

    /** One row of a table. */
    String row(int inFlight, int runs) throws Exception {
        try (Database database = server.fresh();
                HikariDataSource pool = database.pool();
                Connection admin = server.admin();
                Contender contender = new PawlContender(
                        new Contender.Setting(pool, pool.getJdbcUrl(), StageCode.NOTHING, inFlight, "alone"), effect)) {
            Lanes.run(contender, 0, runs / WARM, inFlight);
            Used before = used(admin, database);
            double seconds = Lanes.run(contender, runs, 2 * runs, inFlight);
            Used used = used(admin, database).minus(before);
            double stages = (double) runs * StageCode.STAGES;
            return String.format(
                    Locale.ROOT,
                    "| %s, %d in flight | %.0f | %.1f | %.1f | %.2f | %.0f | %s | %s |",
                    effect.name().toLowerCase(Locale.ROOT),
                    inFlight,
                    stages / seconds,
                    used.client / stages / NANOS_PER_MICRO,
                    used.server / stages / NANOS_PER_MICRO,
                    (double) used.statements / runs,
                    (double) used.wal / runs,
                    bodies(database),
                    hot(database));
        }
    }

    /** The head of that table. */
    static String head() {
        return """
                | W1 alone | stages/s | µs of CPU a stage here | and of the server | statements a run | WAL a run, bytes \
                | bodies a run, bytes | updates of rows, HOT |
                |---|---:|---:|---:|---:|---:|---:|---:|""";
    }

    private static Used used(Connection admin, Database database) throws SQLException {
        var here = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long servers = ProcessHandle.of(Sql.number(admin, "SELECT pg_backend_pid()"))
                .flatMap(ProcessHandle::parent)
                .orElseThrow()
                .children()
                .mapToLong(process ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
                .sum();
        return new Used(
                here.getProcessCpuTime(),
                servers,
                Sql.number(admin, "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn"),
                Sql.number(
                        admin,
                        "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid"
                                + " WHERE datname = '" + database.name() + "'"));
    }

    private static String bodies(Database database) throws SQLException {
        try (HikariDataSource pool = database.pool();
                Connection connection = pool.getConnection()) {
            return Sql.text(
                    connection,
                    "SELECT (sum(length(body)) / count(DISTINCT run_id))::bigint || ' in '"
                            + " || round(count(*)::numeric / count(DISTINCT run_id), 1) FROM pawl.run_event");
        }
    }

    /** What the server has told of so far. */
    private static String hot(Database database) throws SQLException {
        try (HikariDataSource pool = database.pool();
                Connection connection = pool.getConnection()) {
            Sql.text(connection, "SELECT pg_sleep(1.5)");
            return Sql.text(
                    connection,
                    "SELECT n_tup_upd || ', ' || n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'run'");
        }
    }
}
