// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Abandoned.LIMIT;
import static dev.pawl.engine.Abandoned.interrupted;
import static dev.pawl.engine.Abandoned.later;
import static dev.pawl.engine.Abandoned.two;
import static dev.pawl.engine.Bench.end;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.pawl.Health;
import dev.pawl.Json;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RecoveryAction;
import dev.pawl.RecoveryReport;
import dev.pawl.RecoveryReport.Active;
import dev.pawl.RecoveryReport.Changed;
import dev.pawl.RecoveryReport.Left;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.RunStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Active runs that nobody executes are found, and go on; what really runs is left alone. */
@Tag("S1")
interface RecoveringContract extends OnABench {

    @Test
    @Tag("B4")
    default void aLookTellsWhoIsStuckAndChangesNothing() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = two("two", new Tally(), gate);
        UUID stuck = interrupted(bench(), pipeline, gate).id();
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
    @Tag("B4")
    default void resumingTakesWhatNobodyExecutesAndNothingElse() throws Exception {
        Gate gate = bench().gate();
        Gate second = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> mine = two("mine", tally, gate);
        Pipeline<String> other = two("other", new Tally(), second);
        UUID run = interrupted(bench(), mine, gate).id();
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
        UUID good = interrupted(bench(), known, gate).id();
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
}
