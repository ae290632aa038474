// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.benchmarks.Measured.Figure;
import dev.pawl.benchmarks.Measured.Subject;
import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.Effect;
import java.nio.file.Path;
import java.util.List;

/** Runs of ten durable no-op stages on SQLite, against bare inserts and against the store's bare append. */
final class W7 {

    private final Fresh folders;
    private final int runs;

    /** Measures in fresh databases in that folder; {@code runs} runs a figure. */
    W7(Path folder, int runs) {
        this.folders = new Fresh(folder, "w7");
        this.runs = runs;
    }

    /** The first is the limit. */
    List<Measured> measure(int rounds) throws Exception {
        pawl(Effect.IDEMPOTENT, Math.min(runs, 1000)).measure(); // warms up
        return Measured.inTurn(
                rounds,
                List.of(
                        new Subject("bare inserts, 1,000 a transaction", "rows/s", this::bareInserts),
                        new Subject("bare appends, 1,000 in flight", "rows/s", () -> bareAppends(1000)),
                        new Subject("bare appends, 64 in flight", "rows/s", () -> bareAppends(64)),
                        new Subject("Pawl, 1,000 in flight", "stages/s", pawl(Effect.IDEMPOTENT, 1000)),
                        new Subject("Pawl, 64 in flight", "stages/s", pawl(Effect.IDEMPOTENT, 64)),
                        new Subject("Pawl, pure stages, 1,000 in flight", "stages/s", pawl(Effect.PURE, 1000)),
                        new Subject("Pawl, pure stages, 64 in flight", "stages/s", pawl(Effect.PURE, 64))));
    }

    private double bareInserts() throws Exception {
        return BareInsert.rowsPerSecond(folders.next().resolve("bare.db"), runs * TenStages.STAGES);
    }

    private double bareAppends(int inFlight) {
        return BareAppend.appendsPerSecond(folders.next().resolve("pawl.db"), runs, Math.min(inFlight, runs));
    }

    private Figure pawl(Effect effect, int inFlight) {
        return () -> {
            try (Pawl pawl = PawlOptions.in(folders.next()).open().start()) {
                return Load.stagesPerSecond(pawl, TenStages.with(effect, CheckpointPolicy.EVERY_STAGE), runs, inFlight);
            }
        };
    }
}
