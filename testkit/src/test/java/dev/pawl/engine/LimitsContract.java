// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.QUEUED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.core.RunStatus.WAITING;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Diagnosis;
import dev.pawl.Diagnosis.Code;
import dev.pawl.Limits;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RecoveryAction;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.spi.RunQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pipelines of which only so many runs are at work at once: what is submitted beyond that waits, and says for what. */
interface LimitsContract extends OnABench {

    String FULL = "1 of 1 run of one is running, the limit across all workers";

    private static Pipeline<String> one(Gate gate) {
        return Pipeline.named("one", String.class)
                .limits(Limits.NONE.running(1))
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            if (c.input().equals("gate")) {
                                gate.pass();
                            }
                            if (c.input().equals("fails") && c.epoch() == 1) {
                                throw new IllegalStateException("no");
                            }
                            return 1;
                        }))
                .build();
    }

    @Test
    @Tag("B7")
    default void theLimitsThatCountAreThoseOfThePipelineAsItIsRegistered() throws Exception {
        Gate gate = bench().gate();
        Pawl pawl = bench().start(one(gate));
        RunHandle first = pawl.submit(one(gate), "gate", Submission.plain());
        gate.awaitReached();
        Pipeline<String> unlimited = Pipeline.named("one", String.class)
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .build();
        RunHandle second = pawl.submit(unlimited, "", Submission.plain());
        until(() -> second.view().sentence().equals("Waiting in the queue: " + FULL));
        gate.open();
        end(first, SUCCEEDED);
        end(second, SUCCEEDED);
    }

    @Test
    @Tag("B7")
    default void neverMoreRunsAreAtWorkThanMayAcrossAllWorkers() throws Exception {
        Gauge gauge = new Gauge(2);
        Pipeline<String> two = Pipeline.named("two", String.class)
                .limits(Limits.NONE.running(2))
                .stage("a", Integer.class, s -> s.run(c -> gauge.work()))
                .stage("b", Integer.class, s -> s.after("a").run(c -> gauge.work()))
                .build();
        List<Pawl> fleet = fleet(two);
        List<RunHandle> runs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            runs.add(fleet.get(i % fleet.size()).submit(two, "", Submission.plain()));
        }
        for (RunHandle run : runs) {
            end(run, SUCCEEDED);
        }
        assertThat(gauge.most()).isEqualTo(2);
        assertThat(fleet.getFirst().check()).isEmpty();
    }

    @Test
    @Tag("B7")
    @Tag("E7")
    default void whatIsBeyondTheLimitWaitsAndSaysSoAndStarvesNoOther() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> one = one(gate);
        Pipeline<String> free = Pipeline.named("free", String.class)
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .build();
        Pawl pawl = bench().start(one, free);
        RunHandle first = pawl.submit(one, "gate", Submission.plain());
        gate.awaitReached();
        RunHandle second = pawl.submit(one, "", Submission.plain().priority(9));
        end(pawl.submit(free, "", Submission.plain().delay(Duration.ofMillis(1))), SUCCEEDED);
        until(() -> second.view().sentence().equals("Waiting in the queue: " + FULL));
        assertThat(second.view().status()).isEqualTo(QUEUED);
        assertThat(pawl.runs(RunQuery.newest(10)).stream()
                        .filter(run -> run.id().equals(second.id()))
                        .map(RunView::sentence))
                .containsExactly("Waiting in the queue: " + FULL);
        assertThat(pawl.diagnose(second.id()).reasons()).containsExactly(new Diagnosis.Cause(Code.LIMIT, null, FULL));
        assertThat(pawl.recovery(RecoveryAction.RESUME, null, Duration.ZERO).skipped())
                .extracting("reason")
                .contains(FULL);
        assertThat(pawl.recover(RecoveryAction.RESUME, null, Duration.ZERO).skipped())
                .extracting("reason")
                .contains(FULL);
        Pawl desk = bench().open();
        desk.register(one);
        until(() -> desk.run(second.id()).view().sentence().equals("Waiting in the queue: " + FULL));
        assertThat(desk.recovery(RecoveryAction.RESUME, "one", Duration.ZERO).skipped())
                .extracting("reason")
                .contains(FULL);
        gate.open();
        end(first, SUCCEEDED);
        end(second, SUCCEEDED);
    }

    @Test
    @Tag("B7")
    default void whatWaitsForAPersonMakesRoom() throws Exception {
        Pipeline<String> asks = Pipeline.named("asks", String.class)
                .limits(Limits.NONE.running(1))
                .input("ask", null, s -> {})
                .build();
        Pawl pawl = bench().start(asks);
        List<RunHandle> runs = List.of(
                pawl.submit(asks, "", Submission.plain()),
                pawl.submit(asks, "", Submission.plain()),
                pawl.submit(asks, "", Submission.plain()));
        for (RunHandle run : runs) {
            until(run, WAITING);
        }
    }

    @Test
    @Tag("B7")
    @Tag("C1")
    default void whatIsResumedBeyondTheLimitWaitsItsTurn() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> one = one(gate);
        Pawl pawl = bench().start(one);
        RunHandle failed = pawl.submit(one, "fails", Submission.plain());
        end(failed, FAILED);
        RunHandle first = pawl.submit(one, "gate", Submission.plain());
        gate.awaitReached();
        pawl.resume(failed.id(), "ada");
        until(() -> failed.view().sentence().contains(FULL));
        assertThat(failed.view().status()).isEqualTo(QUEUED);
        gate.open();
        end(first, SUCCEEDED);
        end(failed, SUCCEEDED);
    }

    @Test
    @Tag("B7")
    @Tag("S1")
    default void theRunsOfADeadWorkerGoOnAndCount() throws Exception {
        Gate gate = bench().gate();
        Gauge gauge = new Gauge();
        Pipeline<String> one = Pipeline.named("one", String.class)
                .limits(Limits.NONE.running(1))
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            if (c.input().equals("gate") && c.epoch() == 1) {
                                gate.pass();
                            }
                            return gauge.work();
                        }))
                .build();
        Pawl dies = bench().start(one);
        RunHandle first = dies.submit(one, "gate", Submission.plain());
        gate.awaitReached();
        RunHandle second = dies.submit(one, "", Submission.plain());
        bench().kill(dies);
        Pawl pawl = bench().start(one);
        end(pawl.run(first.id()), SUCCEEDED);
        end(pawl.run(second.id()), SUCCEEDED);
        assertThat(gauge.most()).isEqualTo(1);
    }

    @Test
    @Tag("B7")
    default void runsOfOneKeyBeginInTheOrderSubmittedWhereThePipelineSaysSo() throws Exception {
        List<String> began = Collections.synchronizedList(new ArrayList<>());
        Gate gate = bench().gate();
        Pipeline<String> ordered = Pipeline.named("ordered", String.class)
                .limits(Limits.NONE.inKeyOrder())
                .key(input -> input.substring(0, 1))
                .stage(
                        "a",
                        String.class,
                        s -> s.run(c -> {
                            began.add(c.input());
                            if (c.input().equals("a1")) {
                                gate.pass();
                            }
                            return c.input();
                        }))
                .build();
        Pawl pawl = bench().start(ordered);
        List<RunHandle> runs = new ArrayList<>();
        runs.add(pawl.submit(ordered, "a1", Submission.plain()));
        gate.awaitReached();
        for (String input : List.of("a2", "a3", "b1", "a4")) {
            runs.add(pawl.submit(ordered, input, Submission.plain()));
        }
        end(runs.get(3), SUCCEEDED);
        assertThat(began).containsExactly("a1", "b1");
        gate.open();
        for (RunHandle run : runs) {
            end(run, SUCCEEDED);
        }
        assertThat(began).containsExactly("a1", "b1", "a2", "a3", "a4");
    }

    @Test
    @Tag("B7")
    default void aRunThatBeginsIsAskedForOnce() throws Exception {
        Pipeline<String> one = one(bench().gate());
        Pawl pawl = bench().start(one);
        for (int i = 0; i < 3; i++) {
            end(pawl.submit(one, "", Submission.plain()), SUCCEEDED);
        }
        assertThat(bench().storeOf(pawl).limits()).containsOnly("admit").hasSize(3);
    }
}
