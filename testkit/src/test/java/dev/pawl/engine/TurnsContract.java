// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.CANCELLED;
import static dev.pawl.core.RunStatus.QUEUED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Diagnosis;
import dev.pawl.OnConflict;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RecoveryAction;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.testkit.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs that begin later: when their time has come, when their key is free, and those of higher priority first. */
interface TurnsContract extends OnABench {

    Submission IN_LINE = Submission.plain().key("k").onConflict(OnConflict.QUEUE);

    private static Pipeline<String> noting(List<String> began, Gate gate) {
        return Pipeline.named("turns", String.class)
                .stage(
                        "a",
                        String.class,
                        s -> s.run(c -> {
                            began.add(c.input());
                            gate.pass();
                            return c.input();
                        }))
                .build();
    }

    @Test
    @Tag("B7")
    @Tag("E3")
    default void runsOfOneKeyExecuteOneAfterTheOtherInTheOrderSubmitted() throws Exception {
        List<String> began = Collections.synchronizedList(new ArrayList<>());
        Gate gate = bench().gate();
        Pipeline<String> pipeline = noting(began, gate);
        Pawl pawl = bench().start(pipeline);
        RunHandle first = pawl.submit(pipeline, "1", IN_LINE);
        gate.awaitReached();
        List<RunHandle> behind = new ArrayList<>();
        for (int i = 2; i <= 5; i++) {
            behind.add(pawl.submit(pipeline, String.valueOf(i), IN_LINE.priority(i)));
        }
        assertThat(behind).extracting(run -> run.view().status()).containsOnly(QUEUED);
        assertThat(behind.getFirst().view().sentence()).isEqualTo("Waiting in line for key k");
        assertThat(pawl.diagnose(behind.getFirst().id()).reasons())
                .extracting(Diagnosis.Cause::words)
                .contains("it waits in line for key k");
        assertThatThrownBy(() -> pawl.submit(pipeline, "6", Submission.plain().key("k")))
                .isInstanceOf(RefusedException.class)
                .extracting("activeRun")
                .isEqualTo(first.id());
        gate.open();
        end(first, SUCCEEDED);
        for (RunHandle run : behind) {
            end(run, SUCCEEDED);
        }
        assertThat(began).containsExactly("1", "2", "3", "4", "5");
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    @Tag("B7")
    default void whoIsInLineIsTakenByAnotherWhenTheFirstOnesWorkerHasDied() throws Exception {
        List<String> began = Collections.synchronizedList(new ArrayList<>());
        Gate gate = bench().gate();
        Pipeline<String> pipeline = noting(began, gate);
        Pawl dies = bench().start(pipeline);
        dies.submit(pipeline, "1", IN_LINE);
        gate.awaitReached();
        RunHandle second = dies.submit(pipeline, "2", IN_LINE);
        bench().kill(dies);
        gate.open();
        Pawl pawl = bench().start(pipeline);
        end(pawl.run(second.id()), SUCCEEDED);
        assertThat(began).containsExactly("1", "1", "2");
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    @Tag("B7")
    default void whatIsToBeginLaterBeginsThen() throws Exception {
        List<String> began = Collections.synchronizedList(new ArrayList<>());
        Gate gate = bench().gate();
        gate.open();
        Pipeline<String> pipeline = noting(began, gate);
        SettableClock clock = new SettableClock();
        Pawl pawl = bench().start(Bench.options().clock(clock), pipeline);
        RunHandle later = pawl.submit(pipeline, "later", Submission.plain().delay(Duration.ofHours(1)));
        RunHandle never = pawl.submit(pipeline, "never", Submission.plain().delay(Duration.ofHours(1)));
        end(pawl.submit(pipeline, "now", Submission.plain()), SUCCEEDED);
        assertThat(later.view().status()).isEqualTo(QUEUED);
        assertThat(later.view().sentence()).isEqualTo("Waiting for its time, in 1h");
        assertThat(pawl.recovery(RecoveryAction.RESUME, null, Duration.ZERO).skipped())
                .extracting("reason")
                .containsOnly("it is to begin at 2026-01-01T01:00:00Z");
        pawl.cancel(never.id(), null, null);
        end(never, CANCELLED);
        clock.advance(Duration.ofMinutes(59));
        pawl.recover(RecoveryAction.RESUME, null, Duration.ZERO);
        assertThat(later.view().status()).isEqualTo(QUEUED);
        clock.advance(Duration.ofMinutes(1));
        end(later, SUCCEEDED);
        assertThat(began).containsExactly("now", "later");
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    @Tag("B7")
    default void whatIsSubmittedBeyondTheRoomWaitsAndThoseOfHigherPriorityBeginFirst() throws Exception {
        List<String> began = Collections.synchronizedList(new ArrayList<>());
        Gate gate = bench().gate();
        Pipeline<String> pipeline = noting(began, gate);
        Pawl pawl = bench().start(Bench.options().maxRuns(1), pipeline);
        pawl.submit(pipeline, "first", Submission.plain());
        gate.awaitReached();
        List<RunHandle> waiting = List.of(
                pawl.submit(pipeline, "low", Submission.plain().priority(-1)),
                pawl.submit(pipeline, "plain", Submission.plain()),
                pawl.submit(pipeline, "high", Submission.plain().priority(7)),
                pawl.submit(pipeline, "plain too", Submission.plain()));
        assertThat(waiting).extracting(run -> run.view().status()).containsOnly(QUEUED);
        gate.open();
        for (RunHandle run : waiting) {
            end(run, SUCCEEDED);
        }
        assertThat(began).containsExactly("first", "high", "plain", "plain too", "low");
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    @Tag("B7")
    @Tag("B1")
    default void howeverManyWaitNoneIsSaidToWaitForAnother() {
        Pipeline<String> pipeline = noting(new ArrayList<>(), bench().gate());
        Pawl desk = bench().open();
        desk.register(pipeline);
        for (int i = 0; i < 510; i++) {
            desk.submit(pipeline, "", Submission.plain());
        }
        assertThat(desk.recovery(RecoveryAction.RESUME, null, Duration.ZERO).active())
                .hasSize(510);
        assertThat(desk.recovery(RecoveryAction.RESUME, null, Duration.ZERO).skipped())
                .isEmpty();
    }
}
