// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Kinds.*;
import static dev.pawl.core.Scenario.row;
import static dev.pawl.core.Words.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Action.StopCause;
import dev.pawl.core.Command.Rejection;
import dev.pawl.core.Reason.Code;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people do: give outputs, press, put back. */
class PersonTest {

    private static final PipelineSpec ASKS = pipeline(inputWithin(60, stage("a")), stage("b", "a"));
    private static final PipelineSpec BY_HAND = pipeline(manual(stage("a")), stage("b", "a"));

    @ParameterizedTest
    @MethodSource
    @Tag("A1")
    void inputs(Scenario row) {
        row.check();
    }

    static Stream<Scenario> inputs() {
        return Stream.of(
                row("a person is asked, for so long")
                        .of(ASKS)
                        .given(claimed())
                        .at(5)
                        .in(here())
                        .plans(record(on(5, askedUntil(65, "a")))),
                row("or for ever")
                        .of(input(stage("a")))
                        .given(claimed())
                        .in(here())
                        .plans(record(asked("a"))),
                row("and waited for")
                        .of(ASKS)
                        .given(claimed(), askedUntil(60, "a"))
                        .at(59)
                        .in(here())
                        .plans()
                        .because(because(Code.PERSON, "a", 60))
                        .wakes(60),
                row("without an end")
                        .of(input(stage("a")))
                        .given(claimed(), asked("a"))
                        .in(here())
                        .plans()
                        .because(because(Code.PERSON, "a")),
                row("they answer")
                        .of(ASKS)
                        .given(claimed(), askedUntil(60, "a"))
                        .at(9)
                        .when(edit("a"))
                        .then(on(9, edited("a"))),
                row("and the next goes on")
                        .of(ASKS)
                        .given(claimed(), askedUntil(60, "a"), edited("a"))
                        .in(here())
                        .plans(record(started("b"))),
                row("nobody answers in time")
                        .of(ASKS)
                        .given(claimed(), askedUntil(60, "a"))
                        .at(60)
                        .in(here())
                        .plans(record(
                                on(60, failedAs(FailureKind.DEADLINE, "a", "nobody gave its output in time", null)))),
                row("an answer nobody waits for")
                        .of(ASKS)
                        .given(claimed())
                        .when(edit("a"))
                        .refused(
                                Rejection.NOT_WAITING,
                                "stage a is idle and does not wait for a person's output",
                                "give an output to an input stage once everything before it is done"),
                row("an answer to what is in doubt")
                        .of(external(stage("a")))
                        .given(claimed(), started("a"), doubted("a"))
                        .when(edit("a"))
                        .refused(
                                Rejection.NOT_WAITING,
                                "stage a is waiting and does not wait for a person's output",
                                "give an output to an input stage once everything before it is done"),
                row("a run given back waits on, under whoever has it")
                        .of(ASKS)
                        .given(claimed(), askedUntil(60, "a"), claimed(B, 2))
                        .in(here().in(B))
                        .plans()
                        .because(because(Code.PERSON, "a", 60))
                        .wakes(60));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("A2")
    void pressing(Scenario row) {
        row.check();
    }

    static Stream<Scenario> pressing() {
        Event[] backed = {claimed(), started("a"), putBack("a")};
        return Stream.of(
                row("a manual stage waits for a person, and keeps no run from succeeding")
                        .of(BY_HAND)
                        .given(claimed())
                        .in(here())
                        .plans(record(ended(RunStatus.SUCCEEDED)))
                        .because(because(Code.MANUAL, "a")),
                row("while others go on")
                        .of(manual(stage("a")), stage("b"))
                        .given(claimed(), started("b"))
                        .in(here().running("b"))
                        .plans()
                        .because(because(Code.MANUAL, "a"), because(Code.EXECUTING, "b")),
                row("it is pressed")
                        .of(BY_HAND)
                        .given(claimed())
                        .at(3)
                        .when(press("a"))
                        .then(on(3, pressed("a"))),
                row("and starts")
                        .of(BY_HAND)
                        .given(claimed(), pressed("a"))
                        .in(here())
                        .plans(record(started("a"))),
                row("pressed twice it starts once")
                        .of(BY_HAND)
                        .given(claimed(), pressed("a"))
                        .when(press("a"))
                        .then(),
                row("pressed at work")
                        .of(BY_HAND)
                        .given(claimed(), pressed("a"), started("a"))
                        .when(press("a"))
                        .then(),
                row("pressed while it waits")
                        .of(BY_HAND)
                        .given(claimed(), pressed("a"), started("a"), failedUntil(9, "a"))
                        .when(press("a"))
                        .then(),
                row("pressed when it has failed")
                        .of(BY_HAND)
                        .given(claimed(), pressed("a"), started("a"), failed("a"))
                        .when(press("a"))
                        .refused(
                                Rejection.NOT_PRESSABLE,
                                "stage a has failed in this run",
                                "reset it first, or let the run end and resume it"),
                row("pressed when it has succeeded")
                        .of(BY_HAND)
                        .given(claimed(), pressed("a"), started("a"), succeeded("a"))
                        .when(press("a"))
                        .refused(
                                Rejection.NOT_PRESSABLE,
                                "stage a has succeeded in this run",
                                "start a new run to have it run again"),
                row("what starts by itself is not pressed")
                        .given(claimed())
                        .when(press("a"))
                        .refused(
                                Rejection.NOT_PRESSABLE,
                                "stage a starts by itself once what it depends on is done",
                                "look at what it waits for"),
                row("nor what cannot start yet")
                        .of(stage("a"), stage("x"), stage("y"), manual(stage("b", "a", "x", "y")))
                        .given(claimed(), started("x"), succeeded("x"))
                        .when(press("b"))
                        .refused(Rejection.NOT_PRESSABLE, "stage b waits for a, y", "press it when these are done"),
                row("nor what uses what a validator may send back")
                        .of(stage("a"), validator("v", "a", 1), manual(stage("b", "a")))
                        .given(claimed(), started("a"), succeeded("a"))
                        .when(press("b"))
                        .refused(Rejection.NOT_PRESSABLE, "stage b waits for v", "press it when these are done"),
                row("nor what needs a stage the run was made without")
                        .of(stage("new"), manual(stage("a", "new")))
                        .madeWith("a")
                        .given(claimed())
                        .when(press("a"))
                        .refused(Rejection.NOT_PRESSABLE, "stage a waits for new", "press it when these are done"),
                row("a stage the pipeline no longer has may be pressed if it comes back")
                        .of(stage("b"))
                        .madeWith("a", "b")
                        .given(backed)
                        .when(press("a"))
                        .then(pressed("a")),
                row("a manual stage nobody pressed is behind its manual upstream")
                        .of(manual(stage("a")), stage("b", "a"), stage("c", "b"))
                        .madeWith("a", "b", "c", "gone")
                        .given(claimed(), started("gone"), succeeded("gone"))
                        .in(here())
                        .plans(record(ended(RunStatus.SUCCEEDED)))
                        .because(because(Code.MANUAL, "a")),
                row("on every way there")
                        .of(manual(stage("a")), stage("b", "a"), stage("c", "a"), stage("d", "b", "c"))
                        .madeWith("a", "b", "c", "d", "gone")
                        .given(claimed(), started("gone"), succeeded("gone"))
                        .in(here())
                        .plans(record(ended(RunStatus.SUCCEEDED)))
                        .because(because(Code.MANUAL, "a")),
                row("but one behind a stage the run was made without is named")
                        .of(manual(stage("a")), stage("new"), stage("b", "a", "new"), stage("c", "b"))
                        .madeWith("a", "b", "c")
                        .given(claimed())
                        .in(here())
                        .plans()
                        .because(
                                because(Code.MANUAL, "a"),
                                because(Code.DEFINITION, "b"),
                                because(Code.DEFINITION, "c")),
                row("a draining worker ends a run of which only manual stages are left")
                        .of(BY_HAND)
                        .given(claimed())
                        .in(here().draining())
                        .plans(record(ended(RunStatus.SUCCEEDED)))
                        .because(because(Code.DRAINING)));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("A7")
    void puttingBack(Scenario row) {
        row.check();
    }

    static Stream<Scenario> puttingBack() {
        Event[] backed = {claimed(), started("a"), putBack("a")};
        return Stream.of(
                row("what runs is put back")
                        .given(claimed(), started("a"))
                        .at(8)
                        .when(reset("a"))
                        .then(on(8, putBack("a"))),
                row("what waits")
                        .given(claimed(), started("a"), failedUntil(9, "a"))
                        .when(reset("a"))
                        .then(putBack("a")),
                row("what waits for a person")
                        .of(ASKS)
                        .given(claimed(), askedUntil(60, "a"))
                        .when(reset("a"))
                        .then(putBack("a")),
                row("and what has failed")
                        .given(claimed(), started("a"), failed("a"))
                        .when(reset("a"))
                        .then(putBack("a")),
                row("once").given(backed).when(reset("a")).then(),
                row("not what is in doubt")
                        .of(external(stage("a")))
                        .given(claimed(), started("a"), doubted("a"))
                        .when(reset("a"))
                        .refused(
                                Rejection.NOT_RESETTABLE,
                                "stage a is in doubt: nobody knows what it did outside",
                                "settle it: run again, done, or failed"),
                row("not what has not begun")
                        .given(claimed())
                        .when(reset("a"))
                        .refused(
                                Rejection.NOT_RESETTABLE,
                                "stage a is idle",
                                "put back a stage that runs, waits or has failed"),
                row("not what is done")
                        .given(claimed(), started("a"), succeeded("a"))
                        .when(reset("a"))
                        .refused(
                                Rejection.NOT_RESETTABLE,
                                "stage a is succeeded",
                                "put back a stage that runs, waits or has failed"),
                row("its attempt is stopped, and it waits to be pressed")
                        .given(backed)
                        .in(here().running("a"))
                        .plans(stop("a", StopCause.FENCED))
                        .because(because(Code.HELD, "a")),
                row("the run does not end over it")
                        .given(backed)
                        .in(here())
                        .plans()
                        .because(because(Code.HELD, "a")),
                row("a draining worker gives it back")
                        .given(backed)
                        .in(here().draining())
                        .plans(record(released()))
                        .because(because(Code.DRAINING)),
                row("also where it is manual")
                        .of(manual(stage("a")))
                        .given(claimed(), pressed("a"), started("a"), putBack("a"))
                        .in(here())
                        .plans()
                        .because(because(Code.HELD, "a")),
                row("a result that comes later does not count")
                        .given(backed)
                        .when(done("a"))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + RUN + "/a/0/1 under epoch 1 no longer counts: stage a is idle at " + RUN
                                        + "/a/1/0 under epoch 0, and the run at epoch 1",
                                "hand its result over for a person to look at"),
                row("nor is its start told again")
                        .given(backed)
                        .when(wasStarted(attempt("a", 1, 1)))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + RUN + "/a/1/1 under epoch 1 no longer counts: stage a is idle at " + RUN
                                        + "/a/1/0 under epoch 0, and the run at epoch 1",
                                "hand its result over for a person to look at"),
                row("it is pressed").given(backed).when(press("a")).then(pressed("a")),
                row("and starts anew, once the former has stopped")
                        .given(claimed(), started("a"), putBack("a"), pressed("a"))
                        .in(here().stopping("a"))
                        .plans()
                        .because(because(Code.STOPPING, "a")),
                row("in a new generation")
                        .given(claimed(), started("a"), putBack("a"), pressed("a"))
                        .in(here())
                        .plans(record(started("a", 1, 1, 1))),
                row("put back before an upstream that failed it does not keep the run from failing")
                        .of(stage("a"), stage("b", "a"), validator("v", "a", 1, "b"))
                        .given(
                                claimed(),
                                started("a"),
                                succeeded("a"),
                                started("b"),
                                putBack("b"),
                                rejected("v", "a", "a", "b", "v"),
                                started("a", 1, 1, 1),
                                failed("a"))
                        .in(here())
                        .plans(record(endedFailed("stage a: oops"))),
                row("resumed, it is still held")
                        .of(stage("a"), stage("b", "a"))
                        .given(claimed(), started("a"), succeeded("a"), started("b"), putBack("b"), resumed("b"))
                        .in(here())
                        .plans()
                        .because(because(Code.HELD, "b")),
                row("what was put back ends only with its work stopped")
                        .of(stage("x"), stage("a", "x"), stage("b", "a"))
                        .given(claimed(), started("x"), failed("x"), started("a"), putBack("a"))
                        .in(here().running("a"))
                        .plans(stop("a", StopCause.FENCED)));
    }

    @Test
    @Tag("A7")
    void whatIsPutBackIsAsNewButForItsGeneration() {
        Run run = fold(created("a"), claimed(), pressed("a"), evaluated("a", true), started("a"), putBack("a"));
        StageState a = run.stage("a");
        assertThat(a.held()).isTrue();
        assertThat(a.pressed()).isFalse();
        assertThat(a.cleared()).isFalse();
        assertThat(a.generation()).isEqualTo(1);
        assertThat(a.number()).isZero();
        assertThat(a.epoch()).isZero();
        assertThat(a.startOrdinal()).isZero();
        assertThat(a.startedAt()).isNull();
        assertThat(run.status()).isEqualTo(RunStatus.WAITING);
        StageState pressed = Decider.apply(run, pressed("a")).stage("a");
        assertThat(pressed.held()).isFalse();
        assertThat(pressed.pressed()).isTrue();
    }

    @Test
    @Tag("A1")
    void whatIsAskedSaysSince() {
        Run run = fold(created("a"), claimed(), on(4, askedUntil(60, "a")));
        StageState a = run.stage("a");
        assertThat(a.waitsFor()).isEqualTo(WaitFor.PERSON);
        assertThat(a.startedAt()).isEqualTo(at(4));
        assertThat(a.until()).isEqualTo(at(60));
        assertThat(a.retryAt()).isNull();
        assertThat(run.status()).isEqualTo(RunStatus.WAITING);
        StageState done = Decider.apply(run, on(7, edited("a"))).stage("a");
        assertThat(done.status()).isEqualTo(StageStatus.SUCCEEDED);
        assertThat(done.output()).isEqualTo(OUT);
        assertThat(done.finishedAt()).isEqualTo(at(7));
        assertThat(done.until()).isNull();
    }

    static Stream<Scenario> all() {
        return Stream.of(inputs(), pressing(), puttingBack()).flatMap(rows -> rows);
    }
}
