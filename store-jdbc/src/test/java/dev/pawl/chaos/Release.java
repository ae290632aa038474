// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import dev.pawl.Pipeline;
import dev.pawl.PipelineBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A pipeline in two versions: the second has one stage more at its end. */
final class Release {

    /** What only the second version has. */
    static final String NEW = "d";

    private Release() {}

    /**
     * That version.
     *
     * @param effects where executions leave their marks, or null for those who execute nothing
     */
    static Pipeline<Order> pipeline(int version, @Nullable Effects effects) {
        PipelineBuilder<Order> builder = Pipeline.named("release", Order.class).version(version);
        stage(builder, "a", null, 20, 100, effects);
        stage(builder, "b", "a", 100, 4_000, effects);
        stage(builder, "c", "b", 20, 100, effects);
        if (version > 1) {
            stage(builder, NEW, "c", 20, 100, effects);
        }
        return builder.build();
    }

    private static void stage(
            PipelineBuilder<Order> builder,
            String id,
            @Nullable String before,
            int from,
            int to,
            @Nullable Effects effects) {
        builder.stage(id, Made.class, s -> {
            if (before != null) {
                s.after(before);
            }
            s.run(c -> Objects.requireNonNull(effects).around(c, by -> {
                Pause.of(Duration.ofMillis(c.input().millis(id, from, to)));
                return new Made(by, List.of(), c.input().n());
            }));
        });
    }
}
