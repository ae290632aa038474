// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import com.zaxxer.hikari.HikariDataSource;
import dev.pawl.core.Effect;
import java.util.List;

/** What is measured: Pawl, and systems beside it. */
enum Entrant {
    PAWL("Pawl", 10_000, 200),
    PAWL_PURE("Pawl, pure stages", 10_000, 200),
    DBOS("DBOS Transact", 2_000, 200),
    DB_SCHEDULER("db-scheduler", 4_000, 200),
    JOBRUNR("JobRunr", 1_000, 5),
    SPRING_BATCH("Spring Batch", 200, 30);

    /** Those that are worth measuring with a thousand runs in flight. */
    static final List<Entrant> THOUSANDS = List.of(PAWL, PAWL_PURE, DBOS, DB_SCHEDULER);

    /** Those that notice the death of a process by themselves. */
    static final List<Entrant> TAKING_OVER = List.of(PAWL, DB_SCHEDULER, JOBRUNR);

    /** Those that have to take up what a killed process left. */
    static final List<Entrant> RECOVERING = List.of(PAWL, DBOS, DB_SCHEDULER, JOBRUNR, SPRING_BATCH);

    /** Those that keep what has ended. */
    static final List<Entrant> REMEMBERING = List.of(PAWL, DBOS, JOBRUNR, SPRING_BATCH);

    final String title;

    /** So many for a figure of some seconds. */
    final int runs;

    /** So many one after another for a figure of some seconds. */
    final int samples;

    Entrant(String title, int runs, int samples) {
        this.title = title;
        this.runs = runs;
        this.samples = samples;
    }

    /** Its tables are made where they are missing. */
    Contender open(HikariDataSource database, StageCode code, int atOnce, String worker) throws Exception {
        Contender.Setting setting = new Contender.Setting(database, database.getJdbcUrl(), code, atOnce, worker);
        return switch (this) {
            case PAWL -> new PawlContender(setting, Effect.IDEMPOTENT);
            case PAWL_PURE -> new PawlContender(setting, Effect.PURE);
            case DBOS -> new DbosContender(setting);
            case DB_SCHEDULER -> new DbSchedulerContender(setting);
            case JOBRUNR -> new JobRunrContender(setting);
            case SPRING_BATCH -> new BatchContender(setting);
        };
    }
}
