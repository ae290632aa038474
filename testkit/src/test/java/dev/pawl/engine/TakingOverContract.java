// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.CANCELLED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.core.RunStatus.WAITING;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.stage;
import static dev.pawl.engine.Bench.text;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Health;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers that die or stop: their runs go on in another. */
interface TakingOverContract extends OnABench {

    private Pipeline<String> threeStages(Tally tally, Gate gate) {
        return Pipeline.named("three", String.class)
                .stage("a", Integer.class, s -> s.run(c -> tally.count("a")))
                .stage(
                        "b",
                        String.class,
                        s -> s.after("a").run(c -> {
                            if (tally.count("b") == 1) {
                                gate.pass();
                                return "late";
                            }
                            return c.attempt().substring(37) + " " + c.epoch() + " " + c.user() + " " + c.input();
                        }))
                .stage("c", Integer.class, s -> s.after("b").run(c -> tally.count("c")))
                .build();
    }

    @Test
    @Tag("S1")
    @Tag("S4")
    @Tag("D3")
    default void theRunsOfADeadWorkerGoOnWhereTheyWere() throws Exception {
        Tally tally = new Tally();
        Gate gate = bench().gate();
        Pipeline<String> pipeline = threeStages(tally, gate);
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "in", Submission.by("ada"));
        gate.awaitReached();
        bench().kill(first);
        Pawl looking = bench().open();
        RunView interrupted = looking.run(run.id()).view();
        assertThat(interrupted.health()).isEqualTo(Health.INTERRUPTED);
        assertThat(stage(interrupted, "b").health()).isEqualTo(Health.INTERRUPTED);
        Pawl second = bench().start(pipeline);
        RunView view = end(second.run(run.id()), SUCCEEDED);
        assertThat(view.recoveries()).isEqualTo(1);
        assertThat(text(second, run.id(), "b")).isEqualTo("\"b/0/1 2 ada in\"");
        assertThat(tally.all()).isEqualTo(Map.of("a", 1, "b", 2, "c", 1));
        assertThat(second.check()).isEmpty();
    }

    @Test
    @Tag("S1")
    default void closingGivesRunsBack() throws Exception {
        Tally tally = new Tally();
        Gate gate = bench().gate();
        Pipeline<String> pipeline = threeStages(tally, gate);
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "in", Submission.plain());
        gate.awaitReached();
        first.close();
        Pawl second = bench().start(pipeline);
        end(second.run(run.id()), SUCCEEDED);
        assertThat(events(second, run.id(), Event.Released.class)).hasSize(1);
        assertThat(tally.all()).isEqualTo(Map.of("a", 1, "b", 2, "c", 1));
    }

    @Test
    default void closingDoesNotWaitForeverForStubbornCode() throws Exception {
        Gate gate = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("stubborn", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            if (tally.count("a") == 1) {
                                gate.passStubbornly();
                            }
                            return 2;
                        }))
                .build();
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        first.close();
        end(bench().start(pipeline).run(run.id()), SUCCEEDED);
    }

    @Test
    default void aCloseInBackOffKeepsTheBackOff() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("pausing", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.retry(FailingContract.retries(1, 600_000)).run(c -> {
                            throw new IllegalStateException("no");
                        }))
                .build();
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        RunView waiting = until(run, WAITING);
        first.close();
        Pawl second = bench().start(pipeline);
        RunView again = until(second.run(run.id()), WAITING);
        assertThat(stage(again, "a").retryAt()).isEqualTo(stage(waiting, "a").retryAt());
        second.cancel(run.id(), null, null);
        end(second.run(run.id()), CANCELLED);
    }

    @Test
    default void aRunSubmittedWithNoWorkerWaitsForOne() throws Exception {
        Tally tally = new Tally();
        Gate gate = bench().gate();
        gate.open();
        Pipeline<String> pipeline = threeStages(tally, gate);
        RunHandle run = bench().open().submit(pipeline, "in", Submission.plain());
        end(bench().start(pipeline).run(run.id()), SUCCEEDED);
        assertThat(end(run).status()).isEqualTo(SUCCEEDED);
        Pawl late = bench().open();
        RunHandle next = late.submit(pipeline, "in", Submission.plain());
        end(next, SUCCEEDED);
    }

    @Test
    @Tag("E6")
    default void aRunOfADeadWorkerIsCancelledAtOnce() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = threeStages(new Tally(), gate);
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "in", Submission.plain());
        gate.awaitReached();
        bench().kill(first);
        Pawl second = bench().open();
        second.cancel(run.id(), null, null);
        assertThat(second.run(run.id()).view().status()).isEqualTo(CANCELLED);
    }

    @Test
    default void eachOfManyRunsIsTakenOnce() throws Exception {
        Tally tally = new Tally();
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("many", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            tally.count(c.run() + "/" + c.epoch());
                            if (c.epoch() == 1) {
                                gate.pass();
                            }
                            return c.epoch();
                        }))
                .build();
        Pawl first = bench().start(pipeline);
        List<RunHandle> runs = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            runs.add(first.submit(pipeline, "", Submission.plain()));
        }
        until(() -> tally.all().size() == 100);
        bench().kill(first);
        Pawl second = bench().start(pipeline);
        for (RunHandle run : runs) {
            end(second.run(run.id()), SUCCEEDED);
        }
        assertThat(tally.all())
                .hasSize(200)
                .allSatisfy((attempt, n) -> assertThat(n).isEqualTo(1));
        assertThat(second.check()).isEmpty();
    }

    @Test
    @Tag("D3")
    default void manyRunsAreTakenWithFewCalls() throws Exception {
        Gate gate = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("many", String.class)
                .stage("before", Integer.class, s -> s.run(c -> 0))
                .stage(
                        "a",
                        Integer.class,
                        s -> s.after("before").run(c -> {
                            tally.count(c.run().toString());
                            gate.pass();
                            return c.epoch();
                        }))
                .build();
        Pawl first = bench().start(pipeline);
        List<RunHandle> runs = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            runs.add(first.submit(pipeline, "", Submission.plain()));
        }
        until(() -> tally.all().size() == runs.size());
        bench().kill(first);
        gate.open();
        Pawl second = bench().start(pipeline);
        until(() -> tally.all().values().stream().allMatch(times -> times == 2));
        assertThat(bench().storeOf(second).journalReads()).isLessThanOrEqualTo(3);
    }

    @Test
    default void aRunWhosePipelineIsNotKnownWaitsForIt() throws Exception {
        Gate gate = bench().gate();
        gate.open();
        Pipeline<String> known = threeStages(new Tally(), gate);
        Pipeline<String> unknown = Pipeline.named("unknown", String.class)
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .build();
        Pawl submitting = bench().open();
        RunHandle lost = submitting.submit(unknown, "", Submission.plain());
        RunHandle fine = submitting.submit(known, "", Submission.plain());
        Pawl pawl = bench().start(known);
        end(pawl.run(fine.id()), SUCCEEDED);
        assertThat(pawl.run(lost.id()).view().ended()).isFalse();
        assertThatThrownBy(() -> pawl.resume(lost.id(), null))
                .isInstanceOf(RefusedException.class)
                .extracting("code")
                .isEqualTo("NO_PIPELINE");
        pawl.register(unknown);
        pawl.resume(lost.id(), null);
        end(pawl.run(lost.id()), SUCCEEDED);
    }
}
