// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import java.time.Clock;
import java.time.Duration;

/** Runs whose worker died, and those who look at them long after. */
final class Abandoned {

    static final Duration LIMIT = Duration.ofMinutes(5);

    private Abandoned() {}

    static PawlOptions later(Duration by) {
        return Bench.options().clock(Clock.offset(Clock.systemUTC(), by));
    }

    static Pipeline<String> two(String name, Tally tally, Gate gate) {
        return Pipeline.named(name, String.class)
                .stage("a", Integer.class, s -> s.run(c -> tally.count("a")))
                .stage(
                        "b",
                        Integer.class,
                        s -> s.after("a").run(c -> {
                            int n = tally.count("b");
                            if (n == 1) {
                                gate.pass();
                            }
                            return n;
                        }))
                .build();
    }

    /** The journal of a run that died at its second stage. */
    static RunHandle interrupted(Bench bench, Pipeline<String> pipeline, Gate gate) throws Exception {
        Pawl dying = bench.start(pipeline);
        RunHandle run = dying.submit(pipeline, "in", Submission.plain());
        gate.awaitReached();
        bench.kill(dying);
        return run;
    }
}
