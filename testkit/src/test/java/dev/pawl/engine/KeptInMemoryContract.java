// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.CheckpointPolicy;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs whose results are written only where it matters: what a death costs, and what it does not. */
interface KeptInMemoryContract extends OnABench {

    @Test
    @Tag("D4")
    default void whatWasKeptInMemoryIsExecutedAgainAfterAKill() throws Exception {
        Tally tally = new Tally();
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("memory", String.class)
                .checkpoint(CheckpointPolicy.ON_FAILURE)
                .stage("a", Integer.class, s -> s.run(c -> tally.count("a")))
                .stage(
                        "b",
                        Integer.class,
                        s -> s.after("a").run(c -> {
                            if (tally.count("b") == 1) {
                                gate.pass();
                            }
                            return c.previous(Integer.class);
                        }))
                .build();
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        bench().kill(first);
        Pawl second = bench().start(pipeline);
        end(second.run(run.id()), SUCCEEDED);
        assertThat(tally.all()).isEqualTo(Map.of("a", 2, "b", 2));
        assertThat(text(second, run.id(), "b")).isEqualTo("2");
    }

    @Test
    @Tag("D3")
    default void whatWasKeptInMemoryIsWrittenAtAFailureAndAtAClose() throws Exception {
        Tally tally = new Tally();
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("memory", String.class)
                .checkpoint(CheckpointPolicy.ON_FAILURE)
                .stage("a", Integer.class, s -> s.run(c -> tally.count("a")))
                .stage(
                        "b",
                        Integer.class,
                        s -> s.after("a").run(c -> {
                            if (tally.count("b") == 1) {
                                gate.pass();
                            } else if (tally.of("b") == 2) {
                                throw new IllegalStateException("second");
                            }
                            return c.previous(Integer.class);
                        }))
                .build();
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        first.close();
        Pawl second = bench().start(pipeline);
        end(second.run(run.id()), FAILED);
        bench().kill(second);
        Pawl third = bench().start(pipeline);
        third.resume(run.id(), null);
        end(third.run(run.id()), SUCCEEDED);
        assertThat(tally.all()).isEqualTo(Map.of("a", 1, "b", 3));
    }
}
