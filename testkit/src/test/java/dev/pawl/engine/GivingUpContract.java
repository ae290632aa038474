// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.core.RunStatus.WAITING;
import static dev.pawl.engine.Abandoned.LIMIT;
import static dev.pawl.engine.Abandoned.interrupted;
import static dev.pawl.engine.Abandoned.later;
import static dev.pawl.engine.Abandoned.two;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.text;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Diagnosis;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RecoveryAction;
import dev.pawl.RecoveryReport;
import dev.pawl.RecoveryReport.Active;
import dev.pawl.RecoveryReport.Changed;
import dev.pawl.RecoveryReport.Left;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.core.Effect;
import dev.pawl.core.Event;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.RunQuery;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Active runs that nobody executes are given up where they are old enough, and keep what they have finished. */
@Tag("S1")
interface GivingUpContract extends OnABench {

    @Test
    @Tag("B2")
    @Tag("S3")
    default void whatIsOlderThanTheLimitFailsAndKeepsWhatItHasFinished() throws Exception {
        Gate gate = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> pipeline = two("two", tally, gate);
        UUID run = interrupted(bench(), pipeline, gate).id();
        Pawl young = bench().open(later(Duration.ofMinutes(4))).register(pipeline);
        assertThat(young.recover(RecoveryAction.FAIL, null, LIMIT).skipped())
                .singleElement()
                .satisfies(left -> assertThat(left.reason()).contains("4m", "only what is silent for 5m"));
        Pawl old = bench().open(later(Duration.ofMinutes(6))).register(pipeline);
        assertThat(old.recover(RecoveryAction.FAIL, "another", LIMIT).active()).isEmpty();
        RecoveryReport report = old.recover(RecoveryAction.FAIL, "two", LIMIT);
        assertThat(report.changed())
                .singleElement()
                .returns(run, Changed::id)
                .returns("interrupted", Changed::from)
                .returns("failed", Changed::to)
                .satisfies(changed -> assertThat(changed.reason()).contains("is gone", "last sign of life was 6m"));
        RunView failed = old.run(run).view();
        assertThat(failed.status()).isEqualTo(FAILED);
        assertThat(failed.finishedAt()).isNotNull();
        assertThat(text(old, run, "a")).isEqualTo("1");
        assertThat(old.runs(RunQuery.active(10))).isEmpty();
        assertThat(old.recover(RecoveryAction.FAIL, null, LIMIT).active()).isEmpty();
        Pawl next = bench().start(pipeline);
        next.resume(run, null);
        end(next.run(run), SUCCEEDED);
        assertThat(tally.of("a")).isEqualTo(1);
    }

    @Test
    @Tag("B2")
    default void aWorkerMayGiveUpOldRunsWhenItStarts() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = two("two", new Tally(), gate);
        UUID run = interrupted(bench(), pipeline, gate).id();
        Pawl next = bench().start(later(Duration.ofMinutes(6)).onStart(RecoveryAction.FAIL), pipeline);
        end(next.run(run), FAILED);
        assertThat(events(next, run, Event.Claimed.class)).hasSize(1);
    }

    @Test
    @Tag("B1")
    @Tag("B2")
    default void whatWasNeverAtWorkIsStartedAndNeverGivenUp() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = two("two", new Tally(), gate);
        UUID stuck = interrupted(bench(), pipeline, gate).id();
        gate.open();
        UUID queued = bench().open().submit(pipeline, "", Submission.plain()).id();
        Pawl old = bench().open(later(Duration.ofDays(1))).register(pipeline);
        assertThat(old.recovery(null, LIMIT))
                .satisfies(
                        look -> assertThat(look.stuck()).extracting(Active::id).containsExactly(stuck))
                .satisfies(look -> assertThat(look.skipped()).isEmpty());
        for (RecoveryReport report : List.of(
                old.recovery(RecoveryAction.FAIL, null, LIMIT), old.recover(RecoveryAction.FAIL, null, LIMIT))) {
            assertThat(report.active()).extracting(Active::id).containsExactly(queued, stuck);
            assertThat(report.skipped())
                    .singleElement()
                    .returns(queued, Left::id)
                    .satisfies(left -> assertThat(left.reason()).startsWith("it is queued and was never at work"));
        }
        assertThat(old.run(stuck).view().status()).isEqualTo(FAILED);
        assertThat(old.run(queued).view().status()).isEqualTo(RunStatus.QUEUED);
        old.startForOwnRuns();
        assertThat(old.recover(RecoveryAction.RESUME, null, Duration.ZERO).changed())
                .singleElement()
                .returns(queued, Changed::id)
                .returns("queued", Changed::from)
                .returns("started", Changed::to);
        end(old.run(queued), SUCCEEDED);
    }

    @Test
    @Tag("S9")
    default void givingUpLeavesAnExternalEffectToAPerson() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("sends", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.effect(Effect.EXTERNAL).run(c -> {
                            gate.pass();
                            return 1;
                        }))
                .build();
        UUID run = interrupted(bench(), pipeline, gate).id();
        Pawl old = bench().open(later(Duration.ofDays(1))).register(pipeline);
        assertThat(old.recover(RecoveryAction.FAIL, null, LIMIT).changed())
                .singleElement()
                .returns("waiting", Changed::to);
        assertThat(events(old, run, Event.Doubted.class)).hasSize(1);
    }

    @Test
    @Tag("E6")
    default void aCancelThatNobodyCarriedOutIsCarriedOut() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("deaf", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.run(c -> {
                            gate.passStubbornly();
                            return 1;
                        }))
                .build();
        Pawl dying = bench().start(Bench.options().grace(Duration.ofMinutes(1)), pipeline);
        RunHandle run = dying.submit(pipeline, "in", Submission.plain());
        gate.awaitReached();
        dying.cancel(run.id(), null, null);
        bench().kill(dying);
        Pawl old = bench().open(later(Duration.ofDays(1))).register(pipeline);
        assertThat(old.recover(RecoveryAction.FAIL, null, LIMIT).changed())
                .singleElement()
                .returns("cancelled", Changed::to);
    }

    @Test
    @Tag("B2")
    default void aRunOfAPipelineNobodyKnowsCanBeGivenUp() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = two("two", new Tally(), gate);
        UUID run = interrupted(bench(), pipeline, gate).id();
        Pawl knowsNothing = bench().open(later(Duration.ofDays(1)));
        assertThat(knowsNothing.recovery(null, LIMIT).errors())
                .as("it cannot go on here")
                .extracting(Left::id)
                .containsExactly(run);
        assertThat(knowsNothing.recovery(RecoveryAction.FAIL, null, LIMIT).stuck())
                .extracting(Active::id)
                .containsExactly(run);
        RecoveryReport report = knowsNothing.recover(RecoveryAction.FAIL, null, LIMIT);
        assertThat(report.errors()).isEmpty();
        assertThat(report.changed())
                .singleElement()
                .returns("failed", Changed::to)
                .satisfies(changed -> assertThat(changed.reason()).contains("its pipeline is not known here"));
        assertThat(text(knowsNothing, run, "a")).isEqualTo("1");
        gate.open();
        Pawl knows = bench().start(pipeline);
        knows.resume(run, null);
        end(knows.run(run), SUCCEEDED);
    }

    @Test
    @Tag("B2")
    default void whyARunWasGivenUpIsSaidWhereverItIsShown() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = two("two", new Tally(), gate);
        UUID run = interrupted(bench(), pipeline, gate).id();
        Pawl old = bench().open(later(Duration.ofDays(1))).register(pipeline);
        String reason = old.recover(RecoveryAction.FAIL, null, LIMIT)
                .changed()
                .getFirst()
                .reason();
        RunView failed = old.run(run).view();
        assertThat(failed.error()).isEqualTo(reason);
        assertThat(failed.sentence()).contains(reason);
        assertThat(Bench.stage(failed, "b").error()).isEqualTo(reason);
        assertThat(old.diagnose(run).reasons())
                .singleElement()
                .returns(Diagnosis.Code.FAILED, Diagnosis.Cause::code)
                .satisfies(cause -> assertThat(cause.words()).contains(reason));
    }

    /** Then no stage has the reason, but the run has. */
    @Test
    @Tag("B2")
    default void alsoWhereNoStageWasAtWork() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = two("two", new Tally(), gate);
        Pawl draining = bench().start(pipeline);
        RunHandle run = draining.submit(pipeline, "in", Submission.plain());
        gate.awaitReached();
        draining.reset(run.id(), "b", null);
        until(run, WAITING);
        bench().kill(draining);
        Pawl old = bench().open(later(Duration.ofDays(1))).register(pipeline);
        old.press(run.id(), "b", null);
        Pawl older = bench().open(later(Duration.ofDays(2))).register(pipeline);
        String reason = older.recover(RecoveryAction.FAIL, null, LIMIT)
                .changed()
                .getFirst()
                .reason();
        assertThat(older.diagnose(run.id()).reasons())
                .singleElement()
                .returns(Diagnosis.Code.FAILED, Diagnosis.Cause::code)
                .returns("the run failed: " + reason, Diagnosis.Cause::words);
    }
}
