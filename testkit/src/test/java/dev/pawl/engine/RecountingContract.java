// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Abandoned.interrupted;
import static dev.pawl.engine.Abandoned.two;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Diagnosis;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RecoveryAction;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import dev.pawl.internal.view.Beats;
import dev.pawl.internal.view.Unable;
import dev.pawl.spi.WorkerRow;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is counted and said of runs that were taken, and of those that could not be. */
@Tag("S1")
interface RecountingContract extends OnABench {

    @Test
    @Tag("S1")
    default void onlyACrashInTheMiddleOfWorkWithNothingToShowIsAStrike() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("one", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            if (!c.input().equals("good")) {
                                gate.pass();
                            }
                            return 1;
                        }))
                .build();
        Pawl crashed = bench().start(pipeline);
        UUID run = crashed.submit(pipeline, "bad", Submission.plain()).id();
        gate.awaitReached();
        bench().kill(crashed);
        Pawl deployed = bench().start(pipeline);
        until(deployed.run(run), view -> view.recoveries() == 1);
        bench().storeOf(deployed).sayThatItEnds().join();
        bench().kill(deployed);
        Pawl next = bench().start(pipeline);
        until(next.run(run), view -> view.recoveries() == 2);
        assertThat(events(next, run, Event.Claimed.class))
                .extracting(Event.Claimed::strike)
                .containsExactly(false, true, false);
        gate.open();
        end(next.run(run), SUCCEEDED);
    }

    /** A resume after a failure is no recovery, and a run that was given back was not lost. */
    @Test
    @Tag("S6")
    default void onlyWhatIsTakenFromTheDeadIsARecovery() throws Exception {
        Gate gate = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("one", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            if (tally.count("a") == 1) {
                                throw new IllegalStateException("at first");
                            }
                            gate.pass();
                            return 1;
                        }))
                .build();
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        end(run, FAILED);
        first.resume(run.id(), "ann");
        gate.awaitReached();
        assertThat(run.view().recoveries()).as("resumed by a person").isZero();
        first.close();
        Pawl second = bench().start(pipeline);
        until(second.run(run.id()), view -> view.owner() != null && tally.of("a") == 3);
        assertThat(second.run(run.id()).view().recoveries()).as("given back").isZero();
        bench().kill(second);
        Pawl third = bench().start(pipeline);
        until(third.run(run.id()), view -> view.recoveries() == 1);
        gate.open();
        assertThat(end(third.run(run.id()), SUCCEEDED).recoveries()).isEqualTo(1);
        assertThat(events(third, run.id(), Event.Claimed.class)).hasSize(4);
    }

    /** What a worker could not take is said as long as it is so, and no longer. */
    @Test
    @Tag("S6")
    default void whyARunCannotBeExecutedIsSaidAsLongAsItIsSo() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = two("two", new Tally(), gate);
        UUID run = interrupted(bench(), pipeline, gate).id();
        gate.open();
        Pawl knowsNothing = bench().open().startForOwnRuns();
        assertThat(knowsNothing
                        .recover(RecoveryAction.RESUME, null, Duration.ZERO)
                        .errors())
                .hasSize(1);
        assertThat(knowsNothing.diagnose(run).reasons())
                .first()
                .returns(Diagnosis.Code.PIPELINE, Diagnosis.Cause::code);
        assertThat(knowsNothing.run(run).view().sentence()).contains("pipeline two is not known");
        knowsNothing.register(pipeline);
        knowsNothing.resume(run, null);
        end(knowsNothing.run(run), SUCCEEDED);
        assertThat(knowsNothing.diagnose(run).reasons()).isEmpty();
    }

    @Test
    @Tag("S6")
    default void othersAreToldSoAsLongAsItIsSo() throws Exception {
        Gate gate = bench().gate();
        UUID run = interrupted(bench(), two("two", new Tally(), gate), gate).id();
        Pawl knowsNothing = bench().start();
        until(() -> unable(knowsNothing, run) != null);
        assertThat(unable(knowsNothing, run)).returns(Unable.Kind.PIPELINE, Unable::kind);
        knowsNothing.cancel(run, null, null);
        until(() -> unable(knowsNothing, run) == null);
    }

    private static @Nullable Unable unable(Pawl pawl, UUID run) {
        return pawl.workers().stream()
                .filter(WorkerRow::alive)
                .map(row -> Beats.read(row.pulse()).unable(run))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
