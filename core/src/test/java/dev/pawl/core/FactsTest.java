// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Scenario.row;
import static dev.pawl.core.Words.*;

import dev.pawl.core.Command.Rejection;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** May what a worker says of its attempts be done, and what does it change? */
class FactsTest {

    private static final String A1 = RUN + "/a/0/1";
    private static final Failure CUT = new Failure(FailureKind.CUT_SHORT, "killed");
    private static final Failure SLOW = new Failure(FailureKind.TIMEOUT, "slow");

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
        return Stream.of(facts(), startsAhead(), failures()).flatMap(rows -> rows);
    }
}
