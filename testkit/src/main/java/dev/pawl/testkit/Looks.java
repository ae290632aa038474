// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.spi.Renewal.Renewed;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.Sightings;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerSession;
import java.time.Instant;

/** What contracts ask of workers and those who look at them, and wait for. */
final class Looks {

    private Looks() {}

    static Sightings look(RunStore store) {
        return Subject.await(store.sightings());
    }

    static Renewed renewed(WorkerSession session) {
        return (Renewed) Subject.await(session.renew());
    }

    static boolean bury(RunStore store, WorkerInfo worker, Instant seen) {
        return Subject.await(store.bury(worker.id(), seen, "a test judged it"));
    }
}
