// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.core.Run;
import dev.pawl.internal.drive.RunDriver;
import dev.pawl.internal.journal.Replay;
import dev.pawl.spi.RunRow;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Looks at runs as their journals say how they stand. One that cannot be read, known or taken keeps no other from it. Thread-safe;
 * blocks.
 */
final class Examining {

    private final Parts parts;
    private final Settled settled;

    Examining(Parts parts, Settled settled) {
        this.parts = parts;
        this.settled = settled;
    }

    /** A run, and what is to be done with it where nobody executes it. */
    record Candidate(RunRow row, Check.Settling settling) {}

    /** Settles those that nobody executes, in their order; their journals are read together. */
    void examine(Check check, List<Candidate> candidates, Crew crew) {
        Map<UUID, Replay> journals = parts.folds()
                .load(candidates.stream()
                        .map(one -> one.row().id())
                        .filter(run -> driver(check, run) == null)
                        .toList());
        for (Candidate one : candidates) {
            if (check.over()) {
                return;
            }
            examine(check, one, journals.get(one.row().id()), crew);
        }
    }

    private void examine(Check check, Candidate one, @Nullable Replay read, Crew crew) {
        RunRow row = one.row();
        Findings findings = check.findings();
        try {
            RunDriver driver = driver(check, row.id());
            Replay replay =
                    driver != null ? null : read != null ? read : parts.folds().load(row.id());
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
                one.settling().settle(standing, new Known(replay, known));
            }
        } catch (Throwable e) { // whatever it is, it keeps no other run from being settled
            findings.unjudged(row);
            settled.not(row, e, findings);
        }
    }

    private static @Nullable RunDriver driver(Check check, UUID run) {
        return check.here() == null ? null : check.here().driver(run);
    }
}
