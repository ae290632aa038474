// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Pipeline;
import dev.pawl.RecoveryReport;
import dev.pawl.internal.view.Unable;
import dev.pawl.spi.Env;
import dev.pawl.spi.RunRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of runs that nobody executed: notes it, and says it in the log. Thread-safe. */
final class Settled {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Env env;
    private final Pipelines pipelines;
    private final Troubles troubles = new Troubles();

    Settled(Env env, Pipelines pipelines) {
        this.env = env;
        this.pipelines = pipelines;
    }

    /** Runs that could not be settled, and why. */
    Troubles troubles() {
        return troubles;
    }

    /** As a report lists it. */
    RecoveryReport.Active active(Standing run) {
        Pipeline<?> known = pipelines.find(run.run().created());
        return run.active(known == null ? null : known.spec(), env.now());
    }

    /**
     * It was settled.
     *
     * @param was how it was listed before
     */
    void so(RecoveryReport.Active was, Standing run, String to, String reason, Findings findings) {
        troubles.forget(run.row().id());
        findings.changed(run, to, reason);
        LOG.info(
                "run {} {} ({}): {}/{}, {} -> {}, {}",
                was.number(),
                was.id(),
                was.pipeline(),
                was.done(),
                was.total(),
                run.story(),
                to,
                reason);
    }

    /** It could not be settled. The same reason is told once. */
    void not(RunRow row, Throwable error, Findings findings) {
        if (Troubles.isRace(error)) {
            findings.skipped(row, "somebody took it, or ended it, meanwhile");
            return;
        }
        String waits = Troubles.waits(error);
        if (waits != null) {
            troubles.forget(row.id());
            findings.skipped(row, waits);
            return;
        }
        Unable why = Troubles.of(error);
        findings.error(row, why.words());
        if (troubles.note(row.id(), why)) {
            Throwable fault = why.kind() == Unable.Kind.FAULT ? error : null;
            LOG.warn(
                    "run {} {} ({}) cannot be settled: {}", row.number(), row.id(), row.pipeline(), why.words(), fault);
        }
    }
}
