// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.Effect;
import java.nio.file.Files;
import java.nio.file.Path;

/** quick. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("pawl-bench");
        int n = args.length > 0 ? Integer.parseInt(args[0]) : 5000;
        Pipeline<Integer> pipeline = TenStages.with(Effect.IDEMPOTENT, CheckpointPolicy.EVERY_STAGE);
        Pipeline<Integer> pure = TenStages.with(Effect.PURE, CheckpointPolicy.EVERY_STAGE);
        for (int i = 0; i < 4; i++) {
            double bare = BareInsert.rowsPerSecond(folder.resolve("bare" + i + ".db"), 100_000);
            try (Pawl pawl = PawlOptions.in(folder.resolve("p" + i)).open().start()) {
                double s64 = Load.stagesPerSecond(pawl, pipeline, n, 64);
                double s1000 = Load.stagesPerSecond(pawl, pipeline, n, 1000);
                double p64 = Load.stagesPerSecond(pawl, pure, n, 64);
                double p1000 = Load.stagesPerSecond(pawl, pure, n, 1000);
                System.out.printf(
                        "bare %.0f  64: %.0f (%.1f%%) 1000: %.0f (%.1f%%)  pure %.0f %.0f%n",
                        bare, s64, 100 * s64 / bare, s1000, 100 * s1000 / bare, p64, p1000);
            }
        }
    }
}
