// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

import dev.pawl.Limits;
import dev.pawl.Pipeline;
import dev.pawl.PipelineBuilder;
import dev.pawl.StageOptions;
import dev.pawl.core.AllowedFailures;
import dev.pawl.core.Attempt;
import dev.pawl.core.CheckpointPolicy;
import dev.pawl.core.Effect;
import dev.pawl.core.Event;
import dev.pawl.core.OnDoubt;
import dev.pawl.core.OnInterrupt;
import dev.pawl.core.OnStall;
import dev.pawl.core.PipelineSpec;
import dev.pawl.core.RetryPolicy;
import dev.pawl.core.StageSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Pipelines of all shapes. */
final class Pipelines {

    private final List<Pipeline<String>> all = new ArrayList<>();
    private final Map<String, Pipeline<String>> byName = new HashMap<>();
    private Luck luck = new Luck(0);
    private Bug bug = Bug.NONE;

    Pipelines(Luck luck, Bug bug) {
        int count = 1 + luck.upTo(2);
        for (int i = 0; i < count; i++) {
            String name = "p" + i;
            long seed = luck.any();
            byName.put(name, make(name, seed, Bug.NONE));
            all.add(make(name, seed, bug));
        }
    }

    /** Those and no others. */
    Pipelines(List<Pipeline<String>> given) {
        all.addAll(given);
        given.forEach(pipeline -> byName.put(pipeline.name(), pipeline));
    }

    /** As engines have them. */
    List<Pipeline<String>> all() {
        return all;
    }

    /** How many of its runs are at work at once. */
    int running(Event.Created run) {
        return Objects.requireNonNull(byName.get(run.pipeline())).limits().running();
    }

    StageSpec spec(Event.Created run, String stage) {
        return Objects.requireNonNull(spec(run).stage(stage));
    }

    PipelineSpec spec(Event.Created run) {
        return Objects.requireNonNull(byName.get(run.pipeline())).spec();
    }

    /** Whether an attempt may begin before its start is durable. */
    boolean runsAhead(Event.Created run, Attempt attempt) {
        Pipeline<String> pipeline = Objects.requireNonNull(byName.get(run.pipeline()));
        return !attempt.ofItem()
                && (spec(run, attempt.stage()).effect() == Effect.PURE
                        || pipeline.spec().checkpoint() == CheckpointPolicy.ON_FAILURE);
    }

    private Pipeline<String> make(String name, long seed, Bug with) {
        luck = new Luck(seed);
        bug = with;
        boolean held = luck.oneIn(6);
        PipelineBuilder<String> builder = Pipeline.named(name, String.class)
                .checkpoint(held ? CheckpointPolicy.ON_FAILURE : CheckpointPolicy.EVERY_STAGE)
                .limits(limits());
        if (!held && luck.oneIn(4)) {
            builder.interactive();
        }
        int size = 1 + luck.upTo(5);
        for (int i = 0; i < size; i++) {
            stage(builder, i, held);
        }
        return builder.build();
    }

    private Limits limits() {
        Limits limits = luck.oneIn(4) ? Limits.NONE.running(1 + luck.upTo(2)) : Limits.NONE;
        return luck.oneIn(8) ? limits.rate(2, Duration.ofSeconds(10)) : limits;
    }

    private void stage(PipelineBuilder<String> builder, int i, boolean held) {
        String id = "s" + i;
        String[] after = IntStream.range(0, i)
                .filter(up -> luck.oneIn(2) || (up == i - 1 && luck.oneIn(2)))
                .mapToObj(up -> "s" + up)
                .toArray(String[]::new);
        int kind = held ? 9 : luck.upTo(10);
        if (kind == 0) {
            Duration deadline = luck.oneIn(2) ? Duration.ofSeconds(30) : null;
            builder.input(id, deadline, stage -> stage.after(after));
        } else {
            builder.stage(id, Object.class, stage -> {
                stage.after(bug == Bug.STALE_DEFINITION ? new String[0] : after);
                if (kind <= 2) {
                    int items = luck.upTo(5);
                    stage.map(
                                    context -> {
                                        Machine.takesTime();
                                        return IntStream.range(0, items).boxed().toList();
                                    },
                                    (context, item) -> {
                                        throw new IllegalStateException("simulated elsewhere");
                                    })
                            .parallel(1 + luck.upTo(3))
                            .allowFailed(new AllowedFailures(luck.upTo(2), luck.oneIn(3) ? 50 : 0));
                } else {
                    stage.run(context -> {
                        throw new IllegalStateException("simulated elsewhere");
                    });
                    if (kind == 3 && i > 0) {
                        stage.validates("s" + luck.upTo(i), luck.upTo(3));
                    }
                }
                options(stage, held);
            });
        }
    }

    private void options(StageOptions<String, Object> stage, boolean held) {
        stage.effect(luck.any(
                held
                        ? List.of(Effect.PURE, Effect.IDEMPOTENT)
                        : List.of(Effect.PURE, Effect.IDEMPOTENT, Effect.IDEMPOTENT, Effect.EXTERNAL)));
        stage.onDoubt(luck.oneIn(4) || bug == Bug.DOUBT_REPEATED ? OnDoubt.RERUN : OnDoubt.ASK);
        stage.onInterrupt(luck.oneIn(4) ? luck.any(List.of(OnInterrupt.values())) : OnInterrupt.RESUME);
        if (luck.oneIn(2)) {
            stage.retry(new RetryPolicy(1 + luck.upTo(2), Duration.ofSeconds(1), 2, Duration.ofSeconds(10)));
        }
        if (luck.oneIn(4)) {
            stage.timeout(Duration.ofSeconds(2 + luck.upTo(10)));
        }
        if (luck.oneIn(4)) {
            stage.heartbeat(Duration.ofSeconds(2)).onStall(luck.any(List.of(OnStall.values())));
        }
        if (luck.oneIn(4)) {
            stage.limit("gpu", 1 + luck.upTo(2));
        }
        if (luck.oneIn(5)) {
            int how = luck.upTo(6);
            stage.when(context -> {
                Machine.takesTime();
                if (how == 0) {
                    throw new IllegalStateException("chance");
                }
                return how > 2;
            });
        }
        if (!held && luck.oneIn(12)) {
            stage.manual();
        }
    }
}
