// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import dev.pawl.Pipeline;
import dev.pawl.PipelineBuilder;
import dev.pawl.StageContext;
import dev.pawl.StageFailedException;
import dev.pawl.core.Effect;
import dev.pawl.core.OnDoubt;
import dev.pawl.core.RetryPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The pipelines. Each execution leaves its marks, and puts out which it is and which those were whose outputs it read: so that of
 * each result in a journal can be told how it came about.
 */
final class Work {

    static final int ITEMS = 40;

    /** So often does the flaky stage fail. */
    static final int FAILURES = 2;

    private static final int STEPS = 25;
    private static final Duration STEP = Duration.ofMillis(100);

    private final Effects effects;

    Work(Effects effects) {
        this.effects = effects;
    }

    /** For those who submit and look, and execute nothing. */
    static List<Pipeline<Order>> known() {
        return new Work(null).all();
    }

    List<Pipeline<Order>> all() {
        return List.of(chain(), map(), keyed(), charged(), asked(), flaky(), steady());
    }

    /** The last stage of a pipeline, and what its value must be in the end. */
    static long expected(String pipeline, Order order, long answer) {
        long n = order.n();
        return switch (pipeline) {
            case "chain" -> IntStream.range(0, 6).asLongStream().reduce(n, (value, i) -> 31 * value + i);
            case "map" -> IntStream.range(0, ITEMS).mapToLong(item -> n + item).sum();
            case "asked" -> n + answer;
            case "steady" -> n + STEPS;
            default -> n + 2;
        };
    }

    private Pipeline<Order> chain() {
        PipelineBuilder<Order> builder = Pipeline.named("chain", Order.class);
        for (int i = 0; i < 6; i++) {
            int place = i;
            String before = "s" + (i - 1);
            builder.stage("s" + i, Made.class, s -> {
                if (place > 0) {
                    s.after(before);
                }
                s.effect(place % 2 == 1 ? Effect.PURE : Effect.IDEMPOTENT)
                        .run(c -> make(c, 20, 200, by -> {
                            Made read = place == 0 ? null : output(c, before);
                            return new Made(
                                    by,
                                    read == null ? List.of() : List.of(read.by()),
                                    31 * (read == null ? c.input().n() : read.value()) + place);
                        }));
            });
        }
        return builder.build();
    }

    private Pipeline<Order> map() {
        return Pipeline.named("map", Order.class)
                .stage(
                        "each",
                        Made.class,
                        s -> s.parallel(8)
                                .map(
                                        c -> IntStream.range(0, ITEMS).boxed().toList(),
                                        (c, item) -> make(
                                                c,
                                                5,
                                                80,
                                                by -> new Made(
                                                        by, List.of(), c.input().n() + item))))
                .stage(
                        "sum",
                        Made.class,
                        s -> s.after("each")
                                .run(c -> make(c, 5, 20, by -> {
                                    Made[] read = Objects.requireNonNull(c.output("each", Made[].class));
                                    return new Made(
                                            by,
                                            Arrays.stream(read).map(Made::by).toList(),
                                            Arrays.stream(read)
                                                    .mapToLong(Made::value)
                                                    .sum());
                                })))
                .build();
    }

    private Pipeline<Order> keyed() {
        return twoStages("keyed").key(Order::key).build();
    }

    private PipelineBuilder<Order> twoStages(String name) {
        return Pipeline.named(name, Order.class)
                .stage("first", Made.class, s -> s.run(c -> make(c, 20, 150, by -> first(c, by))))
                .stage(
                        "second",
                        Made.class,
                        s -> s.after("first").run(c -> make(c, 20, 150, by -> next(c, "first", by))));
    }

    /** What it does outside must not be done twice, but under one attempt's id it may. */
    private Pipeline<Order> charged() {
        return Pipeline.named("charged", Order.class)
                .stage("first", Made.class, s -> s.run(c -> make(c, 10, 50, by -> first(c, by))))
                .stage(
                        "second",
                        Made.class,
                        s -> s.after("first")
                                .effect(Effect.EXTERNAL)
                                .onDoubt(OnDoubt.RERUN)
                                .run(c -> make(c, 50, 300, by -> next(c, "first", by))))
                .build();
    }

    private Pipeline<Order> asked() {
        return Pipeline.named("asked", Order.class)
                .stage("first", Made.class, s -> s.run(c -> make(c, 10, 50, by -> first(c, by))))
                .input("answer", null, s -> s.after("first"))
                .stage(
                        "second",
                        Made.class,
                        s -> s.after("first", "answer")
                                .run(c -> make(c, 10, 100, by -> {
                                    Made read = output(c, "first");
                                    long answer = Objects.requireNonNull(c.output("answer", Long.class));
                                    return new Made(by, List.of(read.by()), read.value() - 1 + answer);
                                })))
                .build();
    }

    private Pipeline<Order> flaky() {
        RetryPolicy patient = new RetryPolicy(FAILURES + 1, Duration.ofMillis(100), 2, Duration.ofSeconds(1));
        return Pipeline.named("flaky", Order.class)
                .stage("first", Made.class, s -> s.run(c -> make(c, 10, 50, by -> first(c, by))))
                .stage(
                        "second",
                        Made.class,
                        s -> s.after("first")
                                .retry(patient)
                                .run(c -> make(c, 10, 50, by -> {
                                    if (c.attemptNumber() <= FAILURES) {
                                        throw new StageFailedException(
                                                "as planned", StageFailedException.Retry.AFTER_PAUSE, null);
                                    }
                                    return next(c, "first", by);
                                })))
                .build();
    }

    /** It takes a while, and goes on where it was. */
    private Pipeline<Order> steady() {
        return Pipeline.named("steady", Order.class)
                .stage(
                        "walk",
                        Made.class,
                        s -> s.run(c -> effects.around(c, by -> {
                            Integer kept = c.lastCheckpoint(Integer.class);
                            int done = kept == null ? 0 : kept;
                            while (done < STEPS) {
                                Pause.of(STEP);
                                c.checkpoint(++done);
                            }
                            return new Made(by, List.of(), c.input().n() + done);
                        })))
                .build();
    }

    private Made make(StageContext<Order> context, int from, int to, Effects.Work<Made> work) throws Exception {
        int millis = context.input().millis(context.stage() + context.itemIndex(), from, to);
        return effects.around(context, by -> {
            Pause.of(Duration.ofMillis(millis));
            return work.did(by);
        });
    }

    private static Made first(StageContext<Order> context, String by) {
        return new Made(by, List.of(), context.input().n() + 1);
    }

    private static Made next(StageContext<Order> context, String before, String by) {
        Made read = output(context, before);
        return new Made(by, List.of(read.by()), read.value() + 1);
    }

    private static Made output(StageContext<Order> context, String stage) {
        return Objects.requireNonNull(context.output(stage, Made.class));
    }
}
