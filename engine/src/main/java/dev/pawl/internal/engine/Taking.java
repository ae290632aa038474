// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.RecoveryReport;
import dev.pawl.core.Run;
import dev.pawl.internal.view.Full;
import java.util.concurrent.CompletableFuture;

/** Has a run that nobody executes executed here. Thread-safe. */
final class Taking {

    private final Settled settled;

    Taking(Settled settled) {
        this.settled = settled;
    }

    /** It was found by a check: its turn has come, and nobody executes it. */
    void take(Worker here, Standing run, Known known, Findings findings) {
        RecoveryReport.Active was = settled.active(run); // asked here, where it may read
        Full full = here.admissions().refused(run.run());
        if (full != null) {
            settled.troubles().forget(run.row().id());
            findings.skipped(run.row(), full.words());
            return;
        }
        CompletableFuture<Run> claim = here.admissions()
                .claim(
                        run.run(),
                        () -> here.claims().take(known.replay(), run.row().number(), null, known.crew()));
        findings.awaits(claim.handle((taken, error) -> {
            if (error != null) {
                settled.not(run.row(), error, findings);
            } else {
                settled.so(was, run, run.queued() ? "started" : "resumed", run.why(), findings);
            }
            return null;
        }));
    }
}
