// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.core.Run;
import dev.pawl.internal.drive.RunDriver;
import dev.pawl.internal.journal.Replay;
import dev.pawl.spi.RunRow;
import java.util.Objects;

/** Looks at one run as its journal says how it stands. One that cannot be read, known or taken keeps no other from it. Thread-safe; blocks. */
final class Examining {

    private final Parts parts;
    private final Settled settled;

    Examining(Parts parts, Settled settled) {
        this.parts = parts;
        this.settled = settled;
    }

    /** Settles it so where nobody executes it. */
    void examine(Check check, RunRow row, Crew crew, Check.Settling settling) {
        Findings findings = check.findings();
        try {
            RunDriver driver = check.here() == null ? null : check.here().driver(row.id());
            Replay replay = driver == null ? Replay.load(parts.store(), row.id()) : null;
            Run run =
                    replay == null ? Objects.requireNonNull(driver).published().run() : replay.run();
            if (!run.exists() || run.ended() != null) {
                settled.troubles().forget(row.id());
                return; // it has ended, or is only being made, since the list was read
            }
            // who entered since the workers were listed is not dead
            Crew known = crew.knows(run.owner()) ? crew : Crew.now(parts.store());
            Standing standing =
                    Standing.of(row, run, known, driver, check.me(), parts.env().now());
            findings.found(settled.active(standing));
            String attended = standing.attended();
            if (attended != null || replay == null) {
                settled.troubles().forget(row.id());
                findings.skipped(row, attended == null ? "it is executed by this process" : attended);
            } else {
                settling.settle(standing, new Known(replay, known));
            }
        } catch (Throwable e) { // whatever it is, it keeps no other run from being settled
            findings.unjudged(row);
            settled.not(row, e, findings);
        }
    }
}
