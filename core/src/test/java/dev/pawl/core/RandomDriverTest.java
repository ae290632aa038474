// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Thousands of runs in bad weather. {@code -Dpawl.seed=N} tells the story of one. */
@Tag("S1")
@Tag("S2")
@Tag("S3")
@Tag("S4")
@Tag("S5")
@Tag("S9")
class RandomDriverTest {

    static final int SEEDS = 2_000;
    static final int STEPS = 120;

    @Test
    void everyRunEndsAndNothingIsDoneTwice() {
        Long only = Long.getLong("pawl.seed");
        long from = only == null ? 0 : only;
        long to = only == null ? SEEDS : only + 1;
        Map<RunStatus, Integer> ends = new EnumMap<>(RunStatus.class);
        for (long seed = from; seed < to; seed++) {
            ends.merge(drive(seed), 1, Integer::sum);
        }
        if (only == null) {
            assertThat(ends.keySet()).isEqualTo(EnumSet.of(RunStatus.SUCCEEDED, RunStatus.CANCELLED));
        }
    }

    private static RunStatus drive(long seed) {
        RandomDriver driver = new RandomDriver(seed);
        try {
            driver.drive(STEPS);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "seed " + seed + "\n  "
                            + driver.story.stream().map(String::valueOf).collect(Collectors.joining("\n  ")),
                    e);
        }
        if (Long.getLong("pawl.seed") != null) {
            driver.story.forEach(System.out::println);
        }
        return Words.fold(driver.durable).status();
    }

    @Test
    void whateverIsAppliedNothingThrows() {
        PipelineSpec pipeline = Words.pipeline(
                Kinds.map(2, Words.stage("a")), Words.stage("b", "a"), Kinds.validator("c", "a", 1, "b"));
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            Run run = Run.empty(Words.RUN);
            for (int n = 0; n < 20; n++) {
                run = Decider.apply(run, n == 0 && i % 2 == 0 ? Words.created("a", "b", "c") : anyEvent(random));
                World world = Words.here().running("a").items(1).stopping("z").world();
                Decider.next(pipeline, run, world, Words.ZERO);
                Decider.accept(pipeline, run, Words.done("a"), Words.ZERO);
                Decider.accept(pipeline, run, Kinds.doneItem("a", 1), Words.ZERO);
                Decider.accept(pipeline, run, Words.resume(), Words.ZERO);
                Decider.accept(pipeline, run, Kinds.giveUp(), Words.ZERO);
            }
        }
    }

    private static Event anyEvent(Random random) {
        String stage = new String[] {"a", "b", "c", "z"}[random.nextInt(4)];
        Event event = switch (random.nextInt(26)) {
            case 0 -> Words.created("a", "b", "c");
            case 1, 2 -> Words.claimed(Words.A, 1 + random.nextInt(3));
            case 3 -> Words.released();
            case 4, 5 -> Words.started(stage, random.nextInt(2), 1 + random.nextInt(2), 1 + random.nextInt(3));
            case 6 -> Words.succeeded(stage);
            case 7 -> Words.failed(stage);
            case 8 -> Words.failedUntil(random.nextInt(9), stage);
            case 9 -> Words.doubted(stage);
            case 10 -> Words.settled(stage, List.of(SettleAs.values()).get(random.nextInt(3)));
            case 11 -> Words.resumed(stage, "z");
            case 12 -> Words.late(stage, 1);
            case 13 -> Kinds.evaluated(stage, random.nextBoolean());
            case 14 -> Kinds.notEvaluated(stage);
            case 15 -> Kinds.askedUntil(9, stage);
            case 16 -> Kinds.edited(stage);
            case 17 -> Kinds.pressed(stage);
            case 18 -> Kinds.putBack(stage);
            case 19 -> Kinds.listed(stage, random.nextInt(4));
            case 20 -> Kinds.itemStarted(stage, random.nextInt(4));
            case 21 -> Kinds.itemDone(stage, random.nextInt(4));
            case 22 -> Kinds.itemFailedUntil(random.nextInt(9), stage, random.nextInt(4));
            case 23 -> Kinds.itemDoubted(stage, random.nextInt(4));
            case 24 -> random.nextBoolean() ? Kinds.rejected(stage, "a", "a", "z") : Kinds.rejected(stage, "a");
            default -> random.nextInt(5) == 0 ? Words.ended(RunStatus.FAILED) : Words.cancelRequested();
        };
        return Words.on(random.nextInt(9), event);
    }
}
