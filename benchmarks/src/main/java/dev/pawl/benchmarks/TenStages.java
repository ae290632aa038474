// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks;

import dev.pawl.Pipeline;
import dev.pawl.PipelineBuilder;
import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.Effect;

/** The pipeline most workloads run: ten stages one after another, each returning about 200 bytes of JSON at once. */
final class TenStages {

    static final int STAGES = 10;

    private static final String TEXT = "x".repeat(160);

    private TenStages() {}

    /** About 200 bytes as JSON. */
    record Output(int stage, String text) {}

    static Output output(int n) {
        return new Output(n, TEXT);
    }

    static Pipeline<Integer> with(Effect effect, CheckpointPolicy policy) {
        return chain(STAGES, effect, policy);
    }

    /** As many as that, one after another. */
    static Pipeline<Integer> chain(int length, Effect effect, CheckpointPolicy policy) {
        PipelineBuilder<Integer> builder = Pipeline.named("ten", Integer.class).checkpoint(policy);
        for (int i = 1; i <= length; i++) {
            int n = i;
            builder.stage("s" + n, Output.class, s -> {
                s.effect(effect).run(c -> output(n));
                if (n > 1) {
                    s.after("s" + (n - 1));
                }
            });
        }
        return builder.build();
    }
}
