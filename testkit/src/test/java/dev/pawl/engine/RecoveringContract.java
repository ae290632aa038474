// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.Diagnosis.Code.PERSON;
import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.core.RunStatus.WAITING;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.text;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.pawl.Diagnosis;
import dev.pawl.Health;
import dev.pawl.Json;
import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RecoveryAction;
import dev.pawl.RecoveryReport;
import dev.pawl.RecoveryReport.Active;
import dev.pawl.RecoveryReport.Changed;
import dev.pawl.RecoveryReport.Left;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.core.Effect;
import dev.pawl.core.Event;
import dev.pawl.core.RunStatus;
import dev.pawl.internal.view.Beats;
import dev.pawl.internal.view.Unable;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.WorkerRow;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Active runs that nobody executes are found, and settled as was asked. */
@Tag("S1")
interface RecoveringContract extends OnABench {

    Duration LIMIT = Duration.ofMinutes(5);

    private static PawlOptions later(Duration by) {
        return Bench.options().clock(Clock.offset(Clock.systemUTC(), by));
    }

    private static Pipeline<String> two(String name, Tally tally, Gate gate) {
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
    private RunHandle interrupted(Pipeline<String> pipeline, Gate gate) throws Exception {
        Pawl dying = bench().start(pipeline);
        RunHandle run = dying.submit(pipeline, "in", Submission.plain());
        gate.awaitReached();
        bench().kill(dying);
        return run;
    }

    @Test
    @Tag("B4")
    default void aLookTellsWhoIsStuckAndChangesNothing() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = two("two", new Tally(), gate);
        UUID stuck = interrupted(pipeline, gate).id();
        Pawl looking = bench().open(later(Duration.ofMinutes(7)));
        UUID queued = looking.register(pipeline)
                .submit(pipeline, "", Submission.plain())
                .id();
        int before = looking.run(stuck).view().asOfSeq();
        RecoveryReport report = looking.recovery(null, LIMIT);
        assertThat(report.active()).extracting(Active::id).containsExactly(queued, stuck);
        assertThat(report.active().getLast())
                .returns(RunStatus.RUNNING, Active::status)
                .returns(Health.INTERRUPTED, Active::health)
                .returns(1, Active::done)
                .returns(2, Active::total)
                .satisfies(run -> assertThat(run.age()).isBetween(Duration.ofMinutes(6), Duration.ofMinutes(8)));
        assertThat(report.active().getFirst())
                .returns(RunStatus.QUEUED, Active::status)
                .returns(null, Active::health);
        assertThat(report.skipped()).extracting(Left::id).containsExactly(queued);
        assertThat(report.stuck()).extracting(Active::id).containsExactly(stuck);
        assertThat(report.changed()).isEmpty();
        assertThat(looking.run(stuck).view().asOfSeq()).isEqualTo(before);
        JsonNode json = Json.views().valueToTree(report);
        assertThat(json.propertyNames())
                .containsExactlyInAnyOrder("checkedAt", "olderThan", "active", "changed", "skipped", "errors");
        assertThat(json.get("olderThan").asString()).isEqualTo("PT5M");
        assertThat(json.get("active").get(1).get("status").asString()).isEqualTo("running");
    }

    @Test
    @Tag("B2")
    @Tag("S3")
    default void whatIsOlderThanTheLimitFailsAndKeepsWhatItHasFinished() throws Exception {
        Gate gate = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> pipeline = two("two", tally, gate);
        UUID run = interrupted(pipeline, gate).id();
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
    @Tag("B3")
    default void aRunThatReallyRunsIsLeftAloneHoweverOld() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = two("two", new Tally(), gate);
        Pawl working = bench().start(pipeline);
        RunHandle run = working.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        int before = run.view().asOfSeq();
        Pawl other = bench().open(later(Duration.ofDays(300))).register(pipeline);
        for (Pawl pawl : List.of(other, working)) {
            RecoveryReport report = pawl.recover(RecoveryAction.FAIL, null, Duration.ZERO);
            assertThat(report.changed()).isEmpty();
            assertThat(report.skipped())
                    .singleElement()
                    .satisfies(left -> assertThat(left.reason()).contains("it is executed by"));
        }
        assertThat(working.recover(RecoveryAction.RESUME, null, Duration.ZERO).changed())
                .isEmpty();
        assertThat(run.view().asOfSeq()).isEqualTo(before);
        gate.open();
        end(run, SUCCEEDED);
    }

    @Test
    @Tag("B2")
    default void whatWaitsForAPersonIsExempt() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("asks", String.class)
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .input("person", null, s -> s.after("a"))
                .build();
        Pawl dying = bench().start(pipeline);
        RunHandle run = dying.submit(pipeline, "", Submission.plain());
        until(run, WAITING);
        bench().kill(dying);
        Pawl old = bench().open(later(Duration.ofDays(3))).register(pipeline);
        assertThat(old.recover(RecoveryAction.FAIL, null, LIMIT).skipped())
                .singleElement()
                .satisfies(left -> assertThat(left.reason()).isEqualTo("it waits for a person, at person"));
        RunView waits = old.run(run.id()).view();
        RunView listed = old.runs(RunQuery.active(10)).getFirst();
        for (RunView view : List.of(waits, listed)) {
            assertThat(view.health()).isEqualTo(Health.HEALTHY);
            assertThat(view.status()).isEqualTo(WAITING);
            assertThat(view.actions())
                    .filteredOn(action -> action.name().equals("resume"))
                    .singleElement()
                    .returns("it waits for a person", RunView.Possible::reason);
        }
        assertThat(waits.sentence()).startsWith("Waiting for a person: give the output of person");
        assertThat(listed.sentence()).startsWith("Waiting");
        assertThat(old.diagnose(run.id()).reasons())
                .extracting(Diagnosis.Cause::code)
                .containsExactly(PERSON);
        assertThat(old.recovery(null, LIMIT).active()).singleElement().returns(Health.HEALTHY, Active::health);
        old.startForOwnRuns();
        assertThat(old.recover(RecoveryAction.RESUME, null, Duration.ZERO).changed())
                .isEmpty();
        old.edit(run.id(), "person", RawJson.of("7".getBytes(StandardCharsets.UTF_8)), "ann");
        assertThat(old.run(run.id()).view().health())
                .as("now somebody is to see to it")
                .isEqualTo(Health.INTERRUPTED);
        assertThat(old.recover(RecoveryAction.RESUME, null, Duration.ZERO).changed())
                .singleElement()
                .returns("resumed", Changed::to);
        end(old.run(run.id()), SUCCEEDED);
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
        UUID run = interrupted(pipeline, gate).id();
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
    @Tag("B4")
    default void resumingTakesWhatNobodyExecutesAndNothingElse() throws Exception {
        Gate gate = bench().gate();
        Gate second = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> mine = two("mine", tally, gate);
        Pipeline<String> other = two("other", new Tally(), second);
        UUID run = interrupted(mine, gate).id();
        Pawl next = bench().open().register(mine).register(other);
        UUID queued = next.submit(other, "", Submission.plain()).id();
        assertThatThrownBy(() -> next.recover(RecoveryAction.RESUME, null, Duration.ZERO))
                .isInstanceOf(RefusedException.class)
                .extracting("code")
                .isEqualTo("NO_WORKER");
        next.startForOwnRuns();
        assertThat(next.recover(RecoveryAction.RESUME, "mine", Duration.ZERO).changed())
                .singleElement()
                .returns(run, Changed::id)
                .returns("resumed", Changed::to);
        end(next.run(run), SUCCEEDED);
        assertThat(tally.of("a")).isEqualTo(1);
        assertThat(next.run(queued).view().status()).isEqualTo(RunStatus.QUEUED);
        assertThat(next.recover(RecoveryAction.RESUME, null, Duration.ZERO).changed())
                .singleElement()
                .returns("queued", Changed::from);
        second.open();
        end(next.run(queued), SUCCEEDED);
    }

    /** As Kestra and DBOS: one poisoned row stopped the loop. */
    @Test
    @Tag("B1")
    default void aRunThatCannotBeJudgedKeepsNoOtherFromBeingSettled() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> known = two("known", new Tally(), gate);
        UUID good = interrupted(known, gate).id();
        Pawl before = bench().open();
        UUID unknown = before.submit(two("unknown", new Tally(), gate), "", Submission.plain())
                .id();
        UUID damaged = before.submit(known, "", Submission.plain()).id();
        Pawl pawl = bench().open(later(Duration.ofMinutes(6))).register(known);
        bench().storeOf(pawl).breakReadsOf(damaged);
        assertThat(pawl.recovery(null, LIMIT).errors())
                .extracting(Left::id, left -> left.reason().replaceAll("[,;] .*", ""))
                .containsExactly(
                        tuple(damaged, "the database is damaged"),
                        tuple(unknown, "pipeline unknown is not known to this process"));
        assertThat(pawl.recovery(null, LIMIT).active()).extracting(Active::id).containsExactly(damaged, unknown, good);
        assertThat(pawl.recover(RecoveryAction.FAIL, null, LIMIT).changed())
                .extracting(Changed::id)
                .containsExactly(good);
        Pawl worker = bench().open().register(known);
        bench().storeOf(worker).breakReadsOf(damaged);
        UUID more = worker.submit(known, "", Submission.plain()).id();
        worker.start();
        end(worker.run(more), SUCCEEDED);
    }

    @Test
    @Tag("B2")
    default void aWorkerMayGiveUpOldRunsWhenItStarts() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = two("two", new Tally(), gate);
        UUID run = interrupted(pipeline, gate).id();
        Pawl next = bench().start(later(Duration.ofMinutes(6)).onStart(RecoveryAction.FAIL), pipeline);
        end(next.run(run), FAILED);
        assertThat(events(next, run, Event.Claimed.class)).hasSize(1);
    }

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

    @Test
    @Tag("B1")
    @Tag("B2")
    default void whatWasNeverAtWorkIsStartedAndNeverGivenUp() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = two("two", new Tally(), gate);
        UUID stuck = interrupted(pipeline, gate).id();
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
    @Tag("B2")
    default void whyARunWasGivenUpIsSaidWhereverItIsShown() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = two("two", new Tally(), gate);
        UUID run = interrupted(pipeline, gate).id();
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

    @Test
    @Tag("B2")
    default void aRunOfAPipelineNobodyKnowsCanBeGivenUp() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = two("two", new Tally(), gate);
        UUID run = interrupted(pipeline, gate).id();
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
    default void oneThatWaitsForAPersonIsLeftAloneByThoseWhoDoNotKnowIt() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("asks", String.class)
                .input("person", null, s -> {})
                .build();
        Pawl dying = bench().start(pipeline);
        RunHandle run = dying.submit(pipeline, "", Submission.plain());
        until(run, WAITING);
        bench().kill(dying);
        assertThat(bench().open(later(Duration.ofDays(1)))
                        .recover(RecoveryAction.FAIL, null, LIMIT)
                        .skipped())
                .singleElement()
                .satisfies(left -> assertThat(left.reason()).isEqualTo("it waits for a person, at person"));
    }

    /** What a worker could not take is said as long as it is so, and no longer. */
    @Test
    @Tag("S6")
    default void whyARunCannotBeExecutedIsSaidAsLongAsItIsSo() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = two("two", new Tally(), gate);
        UUID run = interrupted(pipeline, gate).id();
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
        UUID run = interrupted(two("two", new Tally(), gate), gate).id();
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

    /** It would go on by itself, had it somebody to execute it. */
    @Test
    @Tag("S1")
    default void whatWaitsForATimeIsInterruptedLikeAllThatWouldGoOn() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("again", String.class)
                .stage(
                        "a",
                        Integer.class,
                        s -> s.retry(FailingContract.retries(1, 3_600_000)).run(c -> {
                            throw new IllegalStateException("later");
                        }))
                .build();
        Pawl dying = bench().start(pipeline);
        RunHandle run = dying.submit(pipeline, "", Submission.plain());
        until(run, WAITING);
        bench().kill(dying);
        Pawl looking = bench().open().register(pipeline);
        assertThat(looking.run(run.id()).view().health()).isEqualTo(Health.INTERRUPTED);
        assertThat(looking.runs(RunQuery.active(10))).singleElement().returns(Health.INTERRUPTED, RunView::health);
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
}
