// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.Diagnosis.Code.PERSON;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.core.RunStatus.WAITING;
import static dev.pawl.engine.Abandoned.LIMIT;
import static dev.pawl.engine.Abandoned.later;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Diagnosis;
import dev.pawl.Health;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RecoveryAction;
import dev.pawl.RecoveryReport.Active;
import dev.pawl.RecoveryReport.Changed;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.spi.RunQuery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs that nobody executes and that have nothing to do now: whether somebody is to see to them. */
@Tag("S1")
interface RestingContract extends OnABench {

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
    @Tag("B2")
    default void whatWasGivenBackAndWaitsForAPersonWaitsWhereverItIsLookedAt() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("asks", String.class)
                .input("person", null, s -> {})
                .build();
        Pawl ending = bench().start(pipeline);
        RunHandle run = ending.submit(pipeline, "", Submission.plain());
        until(run, WAITING);
        ending.close();
        Pawl old = bench().open().register(pipeline);
        RunView waits = old.run(run.id()).view();
        RunView listed = old.runs(RunQuery.active(10)).getFirst();
        for (RunView view : List.of(waits, listed)) {
            assertThat(view.status()).isEqualTo(WAITING);
            assertThat(view.health()).isEqualTo(Health.HEALTHY);
        }
        assertThat(waits.sentence()).startsWith("Waiting for a person: give the output of person");
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
}
