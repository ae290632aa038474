// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import com.zaxxer.hikari.HikariDataSource;
import java.util.List;

/** The systems that are measured beside Pawl. */
enum Peer {
    DBOS("DBOS Transact", 2_000, 200),
    DB_SCHEDULER("db-scheduler", 4_000, 200),
    JOBRUNR("JobRunr", 1_000, 5),
    SPRING_BATCH("Spring Batch", 200, 30);

    /** Those that are worth measuring with a thousand runs in flight. */
    static final List<Peer> THOUSANDS = List.of(DBOS, DB_SCHEDULER);

    /** Those that notice the death of a process by themselves. */
    static final List<Peer> TAKING_OVER = List.of(DB_SCHEDULER, JOBRUNR);

    final String title;

    /** So many for a figure of some seconds. */
    final int runs;

    /** So many one after another for a figure of some seconds. */
    final int samples;

    Peer(String title, int runs, int samples) {
        this.title = title;
        this.runs = runs;
        this.samples = samples;
    }

    /** Its tables are made where they are missing. */
    Contender open(HikariDataSource database, StageCode code, int atOnce, String worker) throws Exception {
        Contender.Setting setting = new Contender.Setting(database, code, atOnce, worker);
        return switch (this) {
            case DBOS -> new DbosContender(setting);
            case DB_SCHEDULER -> new DbSchedulerContender(setting);
            case JOBRUNR -> new JobRunrContender(setting);
            case SPRING_BATCH -> new BatchContender(setting);
        };
    }
}
