// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import dev.pawl.Pipeline;
import dev.pawl.core.Effect;
import dev.pawl.core.OnDoubt;
import java.time.Duration;

/** Pipelines whose runs go through everything there is to tell. */
final class Work {

    private Work() {}

    /** Two stages; the first execution of the second is held at the gate. */
    static Pipeline<String> held(Tally tally, Gate gate) {
        return Pipeline.named("held", String.class)
                .key(input -> input)
                .stage("a", Integer.class, s -> s.run(c -> tally.count("a")))
                .stage(
                        "b",
                        Integer.class,
                        s -> s.after("a").run(c -> {
                            if (tally.count("b") == 1) {
                                gate.passStubbornly();
                            }
                            return tally.of("b");
                        }))
                .build();
    }

    /** Fails that often, is tried twice a generation, and is degraded in the end. */
    static Pipeline<String> failing(Tally tally, int failures) {
        return Pipeline.named("failing", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.retry(FailingContract.retries(1, 1)).run(c -> {
                            if (tally.count("a") <= failures) {
                                throw new IllegalStateException("not yet");
                            }
                            return c.degraded(1, "a guess");
                        }))
                .build();
    }

    /** An effect outside whose first execution is held at the gate. */
    static Pipeline<String> mail(Tally tally, Gate gate) {
        return Pipeline.named("mail", String.class)
                .stage(
                        "send",
                        Integer.class,
                        s -> s.effect(Effect.EXTERNAL).onDoubt(OnDoubt.ASK).run(c -> {
                            if (tally.count("send") == 1) {
                                gate.pass();
                            }
                            return 1;
                        }))
                .build();
    }

    /** Its first attempt takes too long and ends all the same, when the gate opens; the second waits for its own. */
    static Pipeline<String> late(Gate first, Gate second) {
        return Pipeline.named("late", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.timeout(Duration.ofMillis(500))
                                .retry(FailingContract.retries(1, 1))
                                .run(c -> {
                                    if (c.attemptNumber() == 1) {
                                        first.passStubbornly();
                                    } else {
                                        second.pass();
                                    }
                                    return c.attemptNumber();
                                }))
                .build();
    }
}
