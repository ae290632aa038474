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

    private static final String A1 = RUN + "/a/0/1";
    private static final Failure CUT = new Failure(FailureKind.CUT_SHORT, "killed");
    private static final Failure SLOW = new Failure(FailureKind.TIMEOUT, "slow");

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
            case "cancelOwnerDead" -> cancelOwnerDead();
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
                                at(3), "p", 1, DEFINITION, List.of("a", "b"), INPUT, "key", null, Map.of("l", "v"))),
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
                        .when(cancelOwnerDead())
                        .then(cancelRequested(), ended(RunStatus.CANCELLED)),
                row("an owner that died after it was asked is not waited for")
                        .given(claimed(), started("a"), cancelRequested())
                        .when(cancelOwnerDead())
                        .then(ended(RunStatus.CANCELLED)),
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

    @ParameterizedTest
    @MethodSource
    @Tag("S5")
    @Tag("S4")
    void facts(Scenario row) {
        row.check();
    }

    static Stream<Scenario> facts() {
        return Stream.of(
                row("a result")
                        .given(claimed(), started("a"))
                        .at(6)
                        .when(done("a"))
                        .then(on(6, succeeded("a"))),
                row("a degraded result")
                        .given(claimed(), started("a"))
                        .when(doneDegraded("a"))
                        .then(degraded("a")),
                row("a result in hand is kept though the run is being cancelled")
                        .given(claimed(), started("a"), cancelRequested())
                        .when(done("a"))
                        .then(succeeded("a")),
                row("the same result twice")
                        .given(claimed(), started("a"), succeeded("a"))
                        .when(done("a"))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + A1 + " under epoch 1 no longer counts: stage a is succeeded at " + A1
                                        + " under epoch 1, and the run at epoch 1",
                                "hand its result over for a person to look at"),
                row("success is not overwritten by a late failure (Airflow #12396)")
                        .given(claimed(), started("a"), succeeded("a"))
                        .when(fail("a"))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + A1 + " under epoch 1 no longer counts: stage a is succeeded at " + A1
                                        + " under epoch 1, and the run at epoch 1",
                                "hand its result over for a person to look at"),
                row("of an attempt that was replaced by its retry")
                        .given(claimed(), started("a"), failedUntil(0, "a"), started("a", 0, 2, 1))
                        .when(done("a"))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + A1 + " under epoch 1 no longer counts: stage a is running at " + RUN
                                        + "/a/0/2 under epoch 1, and the run at epoch 1",
                                "hand its result over for a person to look at"),
                row("of an earlier generation")
                        .given(
                                claimed(),
                                started("a"),
                                failed("a"),
                                endedFailed("x"),
                                resumed("a"),
                                claimed(A, 2),
                                started("a", 1, 1, 2))
                        .when(done(attempt("a"), 2))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + A1 + " under epoch 2 no longer counts: stage a is running at " + RUN
                                        + "/a/1/1 under epoch 2, and the run at epoch 2",
                                "hand its result over for a person to look at"),
                row("of the same attempt under the epoch before")
                        .given(claimed(), started("a"), claimed(B, 2), started("a", 0, 1, 2))
                        .when(done("a"))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + A1 + " under epoch 1 no longer counts: stage a is running at " + A1
                                        + " under epoch 2, and the run at epoch 2",
                                "hand its result over for a person to look at"),
                row("of a zombie whose successor has not touched the stage yet")
                        .given(claimed(), started("a"), claimed(B, 2))
                        .when(done("a"))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + A1 + " under epoch 1 no longer counts: stage a is running at " + A1
                                        + " under epoch 1, and the run at epoch 2",
                                "hand its result over for a person to look at"),
                row("of a worker that claims an epoch it has not")
                        .given(claimed(), started("a"), claimed(B, 2))
                        .when(done(attempt("a"), 2))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + A1 + " under epoch 2 no longer counts: stage a is running at " + A1
                                        + " under epoch 1, and the run at epoch 2",
                                "hand its result over for a person to look at"),
                row("of a worker that gave the run back")
                        .given(claimed(), started("a"), released())
                        .when(done("a"))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + A1 + " under epoch 1 no longer counts: stage a is running at " + A1
                                        + " under epoch 1, and the run at epoch 1 without an owner",
                                "hand its result over for a person to look at"),
                row("of another run")
                        .given(claimed(), started("a"))
                        .when(done(new Attempt(A, "a", 0, 1), 1))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + A + "/a/0/1 under epoch 1 no longer counts: stage a is running at " + A1
                                        + " under epoch 1, and the run at epoch 1",
                                "hand its result over for a person to look at"),
                row("of a stage there is not")
                        .given(claimed())
                        .when(done("z"))
                        .refused(Rejection.UNKNOWN_STAGE, "the run has no stage z; it has a, b", "name one of these"),
                row("handed over, it is kept for a person, as what it was")
                        .given(claimed(), started("a"), claimed(B, 2))
                        .at(3)
                        .when(handOver("a", 1))
                        .then(on(3, late("a", 1))),
                row("handed over for an earlier generation and number")
                        .given(claimed())
                        .when(new Command.HandOver(attempt("a", 3, 4), 5, OUT))
                        .then(new Event.LateResult(ZERO, "a", 3, 4, Attempt.NO_ITEM, 5, OUT)),
                row("handed over for a stage there is not")
                        .given(claimed())
                        .when(handOver("z", 1))
                        .refused(Rejection.UNKNOWN_STAGE, "the run has no stage z; it has a, b", "name one of these"));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("S3")
    @Tag("S4")
    void startsAhead(Scenario row) {
        row.check();
    }

    /** Starts that were dropped with their append though their code had begun. */
    static Stream<Scenario> startsAhead() {
        String keep = "hand its result over for a person to look at";
        return Stream.of(
                row("is told again")
                        .given(claimed())
                        .at(4)
                        .when(wasStarted("a"))
                        .then(on(4, started("a"))),
                row("also under a cancel, so that the result standing on it is written")
                        .given(claimed(), cancelRequested())
                        .when(wasStarted("a"))
                        .then(started("a")),
                row("a retry, whenever it is due: it has begun")
                        .given(claimed(), started("a"), failedUntil(60, "a"))
                        .when(wasStarted(attempt("a", 0, 2)))
                        .then(started("a", 0, 2, 1)),
                row("the attempt the last owner left")
                        .given(claimed(B, 0), started("a", 0, 1, 0), claimed())
                        .when(wasStarted("a"))
                        .then(started("a")),
                row("what is known is not told twice")
                        .given(claimed(), started("a"))
                        .when(wasStarted("a"))
                        .then(),
                row("not on what was lost")
                        .given(claimed())
                        .when(wasStarted("b"))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + RUN + "/b/0/1 under epoch 1 no longer counts: stage b is idle at " + RUN
                                        + "/b/0/0 under epoch 0, and the run at epoch 1",
                                keep),
                row("not for a stage that went on meanwhile")
                        .given(claimed(), started("a"), failedUntil(60, "a"))
                        .when(wasStarted(attempt("a", 0, 3)))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + RUN + "/a/0/3 under epoch 1 no longer counts: stage a is waiting at " + A1
                                        + " under epoch 1, and the run at epoch 1",
                                keep),
                row("not of another generation")
                        .given(claimed())
                        .when(wasStarted(attempt("a", 1, 1)))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + RUN + "/a/1/1 under epoch 1 no longer counts: stage a is idle at " + RUN
                                        + "/a/0/0 under epoch 0, and the run at epoch 1",
                                keep),
                row("not by a zombie")
                        .given(claimed(), claimed(B, 2))
                        .when(wasStarted("a"))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + A1 + " under epoch 1 no longer counts: stage a is idle at " + RUN
                                        + "/a/0/0 under epoch 0, and the run at epoch 2",
                                keep),
                row("not where it never starts ahead")
                        .of(external(stage("a")))
                        .given(claimed())
                        .when(wasStarted("a"))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + A1 + " under epoch 1 no longer counts: stage a is idle at " + RUN
                                        + "/a/0/0 under epoch 0, and the run at epoch 1",
                                keep));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("B7")
    void failures(Scenario row) {
        row.check();
    }

    static Stream<Scenario> failures() {
        PipelineSpec retries = pipeline(twice(stage("a")));
        Attempt first = attempt("a");
        Attempt second = attempt("a", 0, 2);
        Attempt third = attempt("a", 0, 3);
        Failure now = new Failure(FailureKind.ERROR_RETRY_NOW, "busy");
        Failure unstorable = new Failure(FailureKind.UNSTORABLE, "too big");
        return Stream.of(
                row("without retries it is for good")
                        .given(claimed(), started("a"))
                        .at(8)
                        .when(fail("a"))
                        .then(on(8, failed("a"))),
                row("the first retry comes after a pause")
                        .of(retries)
                        .given(claimed(), started("a"))
                        .at(8)
                        .when(fail(first, OOPS))
                        .then(on(8, failedUntil(at(8).plus(TWICE.pauseAfter(first)), "a", OOPS))),
                row("the second after a longer one")
                        .of(retries)
                        .given(claimed(), started("a", 0, 2, 1))
                        .when(fail(second, OOPS))
                        .then(failedUntil(ZERO.plus(TWICE.pauseAfter(second)), "a", OOPS)),
                row("two retries are two")
                        .of(retries)
                        .given(claimed(), started("a", 0, 3, 1))
                        .when(fail(third, OOPS))
                        .then(failed("a")),
                row("a new generation has them all again")
                        .of(retries)
                        .given(claimed(), started("a", 1, 1, 1))
                        .when(fail(attempt("a", 1, 1), OOPS))
                        .then(failedUntil(ZERO.plus(TWICE.pauseAfter(attempt("a", 1, 1))), "a", OOPS)),
                row("a time-out is retried like an error")
                        .of(retries)
                        .given(claimed(), started("a"))
                        .when(fail(first, SLOW))
                        .then(failedUntil(ZERO.plus(TWICE.pauseAfter(first)), "a", SLOW)),
                row("a time-out of an external stage leaves it in doubt, whatever its retries")
                        .of(external(twice(stage("a"))))
                        .given(claimed(), started("a"))
                        .at(8)
                        .when(fail(first, SLOW))
                        .then(on(8, doubted("a", SLOW))),
                row("as does whatever else cut it short from outside")
                        .of(external(twice(stage("a"))))
                        .given(claimed(), started("a"))
                        .when(fail(first, CUT))
                        .then(doubted("a", CUT)),
                row("any other stage that was cut short is tried again")
                        .of(retries)
                        .given(claimed(), started("a"))
                        .when(fail(first, CUT))
                        .then(failedUntil(ZERO.plus(TWICE.pauseAfter(first)), "a", CUT)),
                row("also in a run that is being cancelled")
                        .of(external(stage("a")))
                        .given(claimed(), started("a"), cancelRequested())
                        .when(fail(first, SLOW))
                        .then(doubted("a", SLOW)),
                row("an error of an external stage is: its code knows what it did")
                        .of(external(twice(stage("a"))))
                        .given(claimed(), started("a"))
                        .when(fail(first, OOPS))
                        .then(failedUntil(ZERO.plus(TWICE.pauseAfter(first)), "a", OOPS)),
                row("nor does a time-out stop an external stage that may run again")
                        .of(rerunning(twice(stage("a"))))
                        .given(claimed(), started("a"))
                        .when(fail(first, SLOW))
                        .then(failedUntil(ZERO.plus(TWICE.pauseAfter(first)), "a", SLOW)),
                row("retry now means now")
                        .of(retries)
                        .given(claimed(), started("a"))
                        .at(8)
                        .when(fail(first, now))
                        .then(on(8, failedUntil(at(8), "a", now))),
                row("retry now, with none left")
                        .of(retries)
                        .given(claimed(), started("a", 0, 3, 1))
                        .when(fail(third, now))
                        .then(failedUntil(null, "a", now)),
                row("what cannot be stored cannot be stored next time")
                        .of(retries)
                        .given(claimed(), started("a"))
                        .when(fail(first, unstorable))
                        .then(failedUntil(null, "a", unstorable)),
                row("what its code calls final is")
                        .of(retries)
                        .given(claimed(), started("a"))
                        .when(fail(first, new Failure(FailureKind.ERROR_FINAL, "never")))
                        .then(failedUntil(null, "a", new Failure(FailureKind.ERROR_FINAL, "never"))),
                row("a person's word is not retried")
                        .of(retries)
                        .given(claimed(), started("a"))
                        .when(fail(first, new Failure(FailureKind.SETTLED, "no")))
                        .then(failedUntil(null, "a", new Failure(FailureKind.SETTLED, "no"))),
                row("nothing is retried once the run is being cancelled")
                        .of(retries)
                        .given(claimed(), started("a"), cancelRequested())
                        .when(fail(first, OOPS))
                        .then(failed("a")),
                row("a stage the pipeline no longer has")
                        .of(stage("b"))
                        .madeWith("a", "b")
                        .given(claimed(), started("a"))
                        .when(fail(first, OOPS))
                        .then(failed("a")),
                row("nor is there anybody to ask about it")
                        .of(stage("b"))
                        .madeWith("a", "b")
                        .given(claimed(), started("a"))
                        .when(fail(first, SLOW))
                        .then(failedUntil(null, "a", SLOW)));
    }

    static Stream<Scenario> all() {
        return Stream.of(creates(), claims(), cancels(), resumes(), settles(), facts(), startsAhead(), failures())
                .flatMap(rows -> rows);
    }

    static List<List<Event>> stories() {
        return Stream.concat(STATUSES.values().stream(), all().map(Scenario::story))
                .toList();
    }
}
