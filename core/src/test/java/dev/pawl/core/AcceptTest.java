// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Scenario.row;
import static dev.pawl.core.Words.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Command.Rejection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** May this be done, and what does it change? */
class AcceptTest {

    static final Map<String, List<Event>> STATUSES = Map.of(
            "none", List.of(),
            "queued", List.of(created("a")),
            "running", List.of(created("a"), claimed(), started("a")),
            "waiting", List.of(created("a"), claimed(), started("a"), doubted("a")),
            "cancelling", List.of(created("a"), claimed(), started("a"), cancelRequested()),
            "succeeded", List.of(created("a"), claimed(), started("a"), succeeded("a"), ended(RunStatus.SUCCEEDED)),
            "failed", List.of(created("a"), claimed(), started("a"), failed("a"), endedFailed("stage a: oops")),
            "cancelled", List.of(created("a"), cancelRequested(), ended(RunStatus.CANCELLED)));

    private static final List<String> COLUMNS =
            List.of("none", "queued", "running", "waiting", "cancelling", "succeeded", "failed", "cancelled");

    @Tag("S2")
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            create          | Created | EXISTS                | EXISTS           | EXISTS           | EXISTS           | EXISTS | EXISTS     | EXISTS
            claim           | NO_RUN  | Claimed               | OWNED            | OWNED            | OWNED            | ENDED  | AT_REST    | ENDED
            claimFromDead   | NO_RUN  | Claimed               | Claimed          | Claimed          | Claimed          | ENDED  | AT_REST    | ENDED
            cancel          | NO_RUN  | CancelRequested Ended | CancelRequested  | CancelRequested  | -                | ENDED  | ENDED      | -
            cancelOwnerDead | NO_RUN  | CancelRequested Ended | CancelRequested Ended | CancelRequested Ended | Ended  | ENDED  | ENDED      | -
            resume          | NO_RUN  | -                     | -                | -                | -                | ENDED  | Resumed    | ENDED
            settle          | NO_RUN  | NOT_IN_DOUBT          | NOT_IN_DOUBT     | Settled          | NOT_IN_DOUBT     | ENDED  | AT_REST    | ENDED
            started         | NO_RUN  | STALE_ATTEMPT         | -                | STALE_ATTEMPT    | -                | ENDED  | AT_REST    | ENDED
            done            | NO_RUN  | STALE_ATTEMPT         | AttemptSucceeded | STALE_ATTEMPT    | AttemptSucceeded | ENDED  | AT_REST    | ENDED
            fail            | NO_RUN  | STALE_ATTEMPT         | AttemptFailed    | STALE_ATTEMPT    | AttemptFailed    | ENDED  | AT_REST    | ENDED
            handOver        | NO_RUN  | LateResult            | LateResult       | LateResult       | LateResult       | ENDED  | LateResult | ENDED
            """)
    void everyCommandInEveryStatus(
            String command,
            String none,
            String queued,
            String running,
            String waiting,
            String cancelling,
            String succeeded,
            String failed,
            String cancelled) {
        List<String> expected = List.of(none, queued, running, waiting, cancelling, succeeded, failed, cancelled);
        Command what = switch (command) {
            case "create" -> create("ann");
            case "claim" -> claim(B, null);
            case "claimFromDead" -> claim(B, A);
            case "cancel" -> cancel();
            case "cancelOwnerDead" -> cancelOwnerDead(A);
            case "resume" -> resume();
            case "settle" -> settle("a", SettleAs.RERUN);
            case "started" -> wasStarted("a");
            case "done" -> done("a");
            case "fail" -> fail("a");
            default -> handOver("a", 1);
        };
        for (int i = 0; i < COLUMNS.size(); i++) {
            String status = COLUMNS.get(i);
            Run run = fold(STATUSES.get(status));
            if (run.exists()) {
                assertThat(run.status()).isEqualTo(RunStatus.valueOf(status.toUpperCase(Locale.ROOT)));
            }
            assertThat(words(Decider.accept(pipeline(external(stage("a"))), run, what, ZERO)))
                    .as("%s when %s", command, status)
                    .isEqualTo(expected.get(i));
        }
    }

    private static String words(Command.Outcome outcome) {
        return switch (outcome) {
            case Command.Rejected refused -> refused.code().name();
            case Command.Accepted accepted -> accepted.unchanged() ? "-" : names(accepted.events());
        };
    }

    private static String names(List<Event> events) {
        return String.join(
                " ",
                events.stream().map(event -> event.getClass().getSimpleName()).toList());
    }

    @ParameterizedTest
    @MethodSource
    @Tag("D2")
    void creates(Scenario row) {
        row.check();
    }

    static Stream<Scenario> creates() {
        return Stream.of(
                row("a run knows its pipeline, definition, stages, input, key, user and labels")
                        .noRun()
                        .when(create("ann"))
                        .then(created("a", "b")),
                row("no user is fine where none is needed")
                        .noRun()
                        .at(3)
                        .when(create(null))
                        .then(new Event.Created(
                                at(3),
                                "p",
                                1,
                                DEFINITION,
                                List.of("a", "b"),
                                INPUT,
                                "key",
                                null,
                                Map.of("l", "v"),
                                Queueing.NONE)),
                row("a user where one is needed")
                        .of(forUser(stage("a")))
                        .noRun()
                        .when(create("ann"))
                        .then(created("a")),
                row("no user where one is needed")
                        .of(forUser(stage("a")))
                        .noRun()
                        .when(create(null))
                        .refused(
                                Rejection.NO_USER,
                                "pipeline p needs the user a run is for, and none was given",
                                "name the user"),
                row("a blank user is none")
                        .of(forUser(stage("a")))
                        .noRun()
                        .when(create(" "))
                        .refused(
                                Rejection.NO_USER,
                                "pipeline p needs the user a run is for, and none was given",
                                "name the user"),
                row("an id is used once")
                        .when(create("ann"))
                        .refused(Rejection.EXISTS, "run " + RUN + " exists already", "use a new id"),
                row("nothing else may be done to a run that is not there")
                        .noRun()
                        .when(cancel())
                        .refused(Rejection.NO_RUN, "there is no run " + RUN, "look at the list of runs"));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("S5")
    @Tag("D3")
    void claims(Scenario row) {
        row.check();
    }

    static Stream<Scenario> claims() {
        return Stream.of(
                row("the first claim is epoch 1").at(2).when(claim(A, null)).then(on(2, claimed(A, 1))),
                row("each claim raises the epoch")
                        .given(claimed(A, 1))
                        .when(claim(B, A))
                        .then(claimed(B, 2)),
                row("a run given back is nobody's")
                        .given(claimed(A, 1), released())
                        .when(claim(B, null))
                        .then(claimed(B, 2)),
                row("one given back is free also for who thinks its owner dead")
                        .given(claimed(A, 1), released())
                        .when(claim(B, A))
                        .then(claimed(B, 2)),
                row("nor where another had it since it was found")
                        .given(claimed(), new Event.Released(ZERO, "drained"))
                        .when(new Command.Claim(B, null, false, 0))
                        .refused(
                                Rejection.OWNED,
                                "another worker has had the run since it was found",
                                "look again whether it may be taken"),
                row("though it may who saw that")
                        .given(claimed(), new Event.Released(ZERO, "drained"))
                        .when(new Command.Claim(B, null, false, 1))
                        .then(claimed(B, 2)),
                row("a living run is not recovered by a second process (DBOS)")
                        .given(claimed(A, 1))
                        .when(claim(B, null))
                        .refused(
                                Rejection.OWNED,
                                "worker " + A + " owns the run",
                                "wait until it ends or gives it back"),
                row("what a worker owns it need not claim")
                        .given(claimed(A, 1))
                        .when(claim(A, null))
                        .then(),
                row("what it owns and no longer drives it claims anew")
                        .given(claimed(A, 1))
                        .when(claim(A, A))
                        .then(claimed(A, 2)),
                row("somebody else than its owner is dead")
                        .given(claimed(A, 1))
                        .when(claim(B, B))
                        .refused(
                                Rejection.OWNED,
                                "worker " + A + " owns the run",
                                "wait until it ends or gives it back"),
                row("a failed run wants to be resumed first")
                        .given(claimed(), started("a"), failed("a"), endedFailed("stage a: oops"))
                        .when(claim(B, null))
                        .refused(Rejection.AT_REST, "the run has failed and rests", "resume it first"),
                row("a resumed one is free")
                        .given(claimed(), started("a"), failed("a"), endedFailed("stage a: oops"), resumed("a"))
                        .when(claim(B, null))
                        .then(claimed(B, 2)),
                row("a dead worker's run is not handed out again after it was cancelled (Kestra #19730)")
                        .given(claimed(), started("a"), cancelRequested(), ended(RunStatus.CANCELLED))
                        .when(claim(B, A))
                        .refused(Rejection.ENDED, "the run was cancelled and changes no more", "start a new run"),
                row("nor one that succeeded")
                        .given(claimed(), ended(RunStatus.SUCCEEDED))
                        .when(claim(B, A))
                        .refused(Rejection.ENDED, "the run has succeeded and changes no more", "start a new run"));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("E6")
    @Tag("S1")
    void cancels(Scenario row) {
        row.check();
    }

    static Stream<Scenario> cancels() {
        return Stream.of(
                row("a run nobody owns is cancelled at once")
                        .at(4)
                        .when(cancel())
                        .then(on(4, cancelRequested()), on(4, ended(RunStatus.CANCELLED))),
                row("so is one that was given back")
                        .given(claimed(), started("a"), released())
                        .when(cancel())
                        .then(cancelRequested(), ended(RunStatus.CANCELLED)),
                row("a living owner stops the work first")
                        .given(claimed(), started("a"))
                        .when(cancel())
                        .then(cancelRequested()),
                row("a dead owner is not waited for")
                        .given(claimed(), started("a"))
                        .when(cancelOwnerDead(A))
                        .then(cancelRequested(), ended(RunStatus.CANCELLED)),
                row("an owner that died after it was asked is not waited for")
                        .given(claimed(), started("a"), cancelRequested())
                        .when(cancelOwnerDead(A))
                        .then(ended(RunStatus.CANCELLED)),
                row("another than who was known to be dead has it by now, and stops the work first")
                        .given(claimed(), started("a"))
                        .when(cancelOwnerDead(B))
                        .then(cancelRequested()),
                row("once is enough")
                        .given(claimed(), started("a"), cancelRequested())
                        .when(cancel())
                        .then(),
                row("cancelled is cancelled")
                        .given(cancelRequested(), ended(RunStatus.CANCELLED))
                        .when(cancel())
                        .then(),
                row("success is not overwritten (Airflow #12396, Dagster #8729)")
                        .given(claimed(), ended(RunStatus.SUCCEEDED))
                        .when(cancel())
                        .refused(Rejection.ENDED, "the run has succeeded: there is nothing to cancel", "leave it"),
                row("nor is failure")
                        .given(claimed(), started("a"), failed("a"), endedFailed("stage a: oops"))
                        .when(cancel())
                        .refused(
                                Rejection.ENDED,
                                "the run has failed: there is nothing to cancel",
                                "resume it, or leave it"),
                row("cancel does not come before what happened")
                        .given(on(9, claimed()))
                        .at(4)
                        .when(cancel())
                        .then(on(9, cancelRequested())));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("D1")
    void resumes(Scenario row) {
        row.check();
    }

    static Stream<Scenario> resumes() {
        return Stream.of(
                row("reopens what failed, all of it, and nothing else")
                        .of(stage("a"), stage("b"), stage("c"), stage("d", "c"))
                        .given(
                                claimed(),
                                started("a"),
                                started("b"),
                                started("c"),
                                failed("c"),
                                succeeded("b"),
                                failed("a"),
                                endedFailed("stage a: oops"))
                        .at(7)
                        .when(resume())
                        .then(on(7, resumed("a", "c"))),
                row("asks nothing of an active run")
                        .given(claimed())
                        .when(resume())
                        .then(),
                row("does not bring back a success")
                        .given(claimed(), ended(RunStatus.SUCCEEDED))
                        .when(resume())
                        .refused(Rejection.ENDED, "the run has succeeded and changes no more", "start a new run"),
                row("resume of a cancelled run does not succeed doing nothing (Argo #13210)")
                        .given(cancelRequested(), ended(RunStatus.CANCELLED))
                        .when(resume())
                        .refused(Rejection.ENDED, "the run was cancelled and changes no more", "start a new run"));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("S9")
    void settles(Scenario row) {
        row.check();
    }

    static Stream<Scenario> settles() {
        PipelineSpec sends = pipeline(external(stage("a")), stage("b"));
        Event[] inDoubt = {claimed(), started("a"), claimed(B, 2), doubted("a")};
        return Stream.of(
                row("run again")
                        .of(sends)
                        .given(inDoubt)
                        .at(5)
                        .when(settle("a", SettleAs.RERUN))
                        .then(on(5, settled("a", SettleAs.RERUN))),
                row("enter the result")
                        .of(sends)
                        .given(inDoubt)
                        .when(settle("a", SettleAs.DONE))
                        .then(settled("a", SettleAs.DONE)),
                row("fail")
                        .of(sends)
                        .given(inDoubt)
                        .when(settle("a", SettleAs.FAILED))
                        .then(settled("a", SettleAs.FAILED)),
                row("done without its output")
                        .of(sends)
                        .given(inDoubt)
                        .when(new Command.Settle("a", SettleAs.DONE, null, "bob"))
                        .refused(
                                Rejection.OUTPUT,
                                "settling as done needs the output",
                                "give an output exactly when the effect happened"),
                row("failed with an output")
                        .of(sends)
                        .given(inDoubt)
                        .when(new Command.Settle("a", SettleAs.FAILED, OUT, "bob"))
                        .refused(
                                Rejection.OUTPUT,
                                "only settling as done takes an output",
                                "give an output exactly when the effect happened"),
                row("run again with an output")
                        .of(sends)
                        .given(inDoubt)
                        .when(new Command.Settle("a", SettleAs.RERUN, OUT, "bob"))
                        .refused(
                                Rejection.OUTPUT,
                                "only settling as done takes an output",
                                "give an output exactly when the effect happened"),
                row("a stage nobody doubts")
                        .of(sends)
                        .given(inDoubt)
                        .when(settle("b", SettleAs.RERUN))
                        .refused(
                                Rejection.NOT_IN_DOUBT,
                                "stage b is idle, not in doubt",
                                "settle only a stage that was stopped in the middle of an external effect"),
                row("a stage whose worker may be gone, which nobody has found out yet")
                        .of(sends)
                        .given(claimed(), started("a"))
                        .when(settle("a", SettleAs.RERUN))
                        .refused(
                                Rejection.NOT_IN_DOUBT,
                                "stage a is running, not in doubt",
                                "if its worker is gone, resume the run: then it is in doubt, and can be settled"),
                row("a stage that waits for its next attempt")
                        .given(claimed(), started("a"), failedUntil(9, "a"))
                        .when(settle("a", SettleAs.RERUN))
                        .refused(
                                Rejection.NOT_IN_DOUBT,
                                "stage a is waiting, not in doubt",
                                "settle only a stage that was stopped in the middle of an external effect"),
                row("twice")
                        .of(sends)
                        .given(claimed(), started("a"), doubted("a"), settled("a", SettleAs.DONE))
                        .when(settle("a", SettleAs.RERUN))
                        .refused(
                                Rejection.NOT_IN_DOUBT,
                                "stage a is succeeded, not in doubt",
                                "settle only a stage that was stopped in the middle of an external effect"),
                row("a stage there is not")
                        .of(sends)
                        .given(inDoubt)
                        .when(settle("z", SettleAs.RERUN))
                        .refused(Rejection.UNKNOWN_STAGE, "the run has no stage z; it has a, b", "name one of these"));
    }

    static Stream<Scenario> all() {
        return Stream.of(creates(), claims(), cancels(), resumes(), settles()).flatMap(rows -> rows);
    }
}
