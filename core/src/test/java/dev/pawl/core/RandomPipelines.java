// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Pipelines of all kinds of stages, from a seed. */
record RandomPipelines(Luck luck) {

    private static final Effect[] INSIDE = {Effect.PURE, Effect.IDEMPOTENT};

    PipelineSpec next() {
        CheckpointPolicy policy = luck.chance(6) ? CheckpointPolicy.ON_FAILURE : CheckpointPolicy.EVERY_STAGE;
        boolean held = policy == CheckpointPolicy.ON_FAILURE;
        boolean interactive = !held && luck.chance(3);
        boolean checked = luck.chance(2);
        List<StageSpec> stages = new ArrayList<>();
        int size = 1 + luck.upTo(7);
        for (int i = 0; i < size; i++) {
            StageSpec stage = stage(i, held, checked);
            stages.add(interactive ? stage.but().conditional(luck.chance(2)).build() : stage);
        }
        return new PipelineSpec("p", 1, policy, false, interactive, stages);
    }

    private StageSpec stage(int i, boolean held, boolean checked) {
        List<String> after = new ArrayList<>();
        for (int up = 0; up < i; up++) {
            if (luck.chance(checked ? 5 : 2)) {
                after.add("s" + up);
            }
        }
        return StageSpec.named("s" + i)
                .after(after.toArray(String[]::new))
                .kind(kind(i, held, checked))
                .manual(!held && luck.chance(8))
                .conditional(luck.chance(4))
                .effect(luck.any(List.of(held ? INSIDE : Effect.values())))
                .onDoubt(luck.chance(4) ? OnDoubt.RERUN : OnDoubt.ASK)
                .onInterrupt(luck.chance(2) ? OnInterrupt.RESUME : luck.any(List.of(OnInterrupt.values())))
                .retry(checked || luck.chance(2) ? Words.TWICE : RetryPolicy.NONE)
                .timeout(luck.chance(3) ? Duration.ofSeconds(20) : null)
                .silence(new Silence(
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(12),
                        luck.chance(3),
                        luck.any(List.of(OnStall.values()))))
                .limit(luck.chance(5) ? new Limit("gpu", 1 + luck.upTo(2)) : null)
                .priority(luck.upTo(3))
                .build();
    }

    private StageKind kind(int i, boolean held, boolean checked) {
        return switch (luck.upTo(checked ? 6 : 10)) {
            case 0, 1 ->
                held
                        ? new StageKind.Task()
                        : new StageKind.Map(1 + luck.upTo(3), new AllowedFailures(luck.upTo(2), luck.upTo(60)));
            case 2, 3, 4 ->
                i == 0
                        ? new StageKind.Task()
                        : new StageKind.Validator("s" + (luck.chance(2) ? 0 : luck.upTo(i)), luck.upTo(3));
            case 5 -> held ? new StageKind.Task() : new StageKind.Input(luck.chance(2) ? Duration.ofSeconds(30) : null);
            default -> new StageKind.Task();
        };
    }
}
