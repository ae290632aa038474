// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Kinds.*;
import static dev.pawl.core.Scenario.row;
import static dev.pawl.core.Words.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Reason.Code;
import dev.pawl.core.World.Phase;
import dev.pawl.core.World.Room;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that take their worker down. */
@Tag("S1")
class SuspectTest {

    private static final Event[] TWICE_STRUCK = {
        claimed(), started("a"), struck(B, 2), started("a", 0, 1, 2), struck(A, 3)
    };

    @ParameterizedTest
    @MethodSource
    @Tag("S1")
    void strikes(Scenario row) {
        row.check();
    }

    static Stream<Scenario> strikes() {
        return Stream.of(
                row("who died over it struck it")
                        .given(claimed(), started("a"))
                        .at(9)
                        .when(claim(B, A))
                        .then(on(9, struck(B, 2))),
                row("not where it was ending on purpose")
                        .given(claimed(), started("a"))
                        .when(new Command.Claim(B, A, true))
                        .then(claimed(B, 2)),
                row("nor where it did nothing of it")
                        .given(claimed(), started("a"), failedUntil(99, "a"))
                        .when(claim(B, A))
                        .then(claimed(B, 2)),
                row("nor where it left the attempt of the one before alone")
                        .given(claimed(), started("a"), claimed(B, 2))
                        .when(claim(A, B))
                        .then(claimed(A, 3)),
                row("nor where there was a result since")
                        .of(stage("a"), stage("b"))
                        .given(claimed(), started("a"), started("b"), succeeded("a"))
                        .when(claim(B, A))
                        .then(claimed(B, 2)),
                row("a failure is a result")
                        .of(stage("a"), stage("b"))
                        .given(claimed(), started("a"), started("b"), failed("a"))
                        .when(claim(B, A))
                        .then(claimed(B, 2)),
                row("an item's is one")
                        .of(map(1, stage("a")))
                        .given(claimed(), started("a"), listed("a", 2), itemDone("a", 0))
                        .when(claim(B, A))
                        .then(claimed(B, 2)),
                row("an item's failure is one")
                        .of(map(1, stage("a")))
                        .given(claimed(), started("a"), listed("a", 2), itemFailed("a", 0))
                        .when(claim(B, A))
                        .then(claimed(B, 2)),
                row("a rejection is one")
                        .of(stage("a"), validator("v", "a", 1), stage("b"))
                        .given(
                                claimed(),
                                started("a"),
                                succeeded("a"),
                                claimed(B, 2),
                                started("b", 0, 1, 2),
                                started("v", 0, 1, 2),
                                rejected("v", "a", "a", "v"))
                        .when(claim(A, B))
                        .then(claimed(A, 3)),
                row("it counts since the claim")
                        .of(stage("a"), stage("b"))
                        .given(claimed(), started("a"), succeeded("a"), claimed(B, 2), started("b", 0, 1, 2))
                        .when(claim(A, B))
                        .then(struck(A, 3)),
                row("who takes over from itself did not die")
                        .given(claimed(), started("a"))
                        .when(claim(A, A))
                        .then(claimed(A, 2)),
                row("who died evaluating a condition struck it")
                        .of(conditional(stage("a")))
                        .given(claimed())
                        .when(claim(B, A))
                        .then(struck(B, 2)),
                row("not one that does not hold, or was put back")
                        .of(conditional(stage("a")), stage("b"))
                        .given(claimed(), started("a"), putBack("a"))
                        .when(claim(B, A))
                        .then(claimed(B, 2)),
                row("nor one whose time has not come")
                        .of(manual(stage("z")), conditional(stage("a", "z")))
                        .given(claimed())
                        .when(claim(B, A))
                        .then(claimed(B, 2)),
                row("a suspect only where it was told to have begun: before, it waits to be alone")
                        .of(conditional(stage("a")))
                        .given(claimed(), struck(B, 2), struck(A, 3))
                        .when(claim(B, A))
                        .then(claimed(B, 4)),
                row("as here")
                        .of(conditional(stage("a")))
                        .given(claimed(), struck(B, 2), struck(A, 3), conditionAsked("a", 3))
                        .when(claim(B, A))
                        .then(struck(B, 4)),
                row("what was given back has no dead owner")
                        .given(claimed(), started("a"), released())
                        .when(claim(B, A))
                        .then(claimed(B, 2)));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("S1")
    void suspects(Scenario row) {
        row.check();
    }

    static Stream<Scenario> suspects() {
        Event[] once = {claimed(), started("a"), struck(B, 2)};
        Event[] alone = and(TWICE_STRUCK, started("a", 0, 1, 3));
        Event[] thrice = and(alone, struck(B, 4));
        String crashed = "crashed its worker 3 times, the last time alone";
        return Stream.of(
                row("once is bad luck").given(once).in(here().in(B)).plans(record(started("a", 0, 1, 2))),
                row("twice is a suspect, which executes alone")
                        .given(TWICE_STRUCK)
                        .in(here())
                        .plans(new Action.AskAlone())
                        .because(because(Code.SUSPECT, "a")),
                row("however many of its stages want to")
                        .of(stage("a"), stage("b"))
                        .given(TWICE_STRUCK)
                        .in(here())
                        .plans(new Action.AskAlone())
                        .because(because(Code.SUSPECT, "a"), because(Code.SUSPECT, "b")),
                row("it asks once")
                        .given(TWICE_STRUCK)
                        .in(here().asked(new Action.AskAlone()))
                        .plans()
                        .because(because(Code.SUSPECT, "a")),
                row("and asks also while another is alone")
                        .given(TWICE_STRUCK)
                        .in(here().room(Room.CLOSED))
                        .plans(new Action.AskAlone())
                        .because(because(Code.SUSPECT, "a")),
                row("alone it starts")
                        .given(TWICE_STRUCK)
                        .in(here().room(Room.ALONE))
                        .plans(record(started("a", 0, 1, 3))),
                row("stays alone until the start is durable")
                        .given(alone)
                        .in(here().acked(5, 5).room(Room.ALONE))
                        .plans()
                        .because(because(Code.NOT_DURABLE, "a")),
                row("executes").given(alone).in(here().room(Room.ALONE)).plans(execute(attempt("a"), 3)),
                row("and stays alone")
                        .given(alone)
                        .in(here().with(attempt("a"), 3, Phase.RUNNING, 0).room(Room.ALONE))
                        .plans()
                        .because(because(Code.EXECUTING, "a")),
                row("a map stays alone from list to end")
                        .of(map(1, stage("a")))
                        .given(alone)
                        .in(here().asked(new Action.ListItems(attempt("a"), 3)).room(Room.ALONE))
                        .plans()
                        .because(because(Code.LISTING, "a")),
                row("a result clears it")
                        .of(stage("a"), stage("b"))
                        .given(and(alone, started("b", 0, 1, 3), succeeded("b")))
                        .in(here().with(attempt("a"), 3, Phase.RUNNING, 0).room(Room.ALONE))
                        .plans(new Action.LeaveAlone())
                        .because(because(Code.EXECUTING, "a")),
                row("who has nothing to execute lets others in")
                        .given(and(alone, failedUntil(99, "a")))
                        .in(here().room(Room.ALONE))
                        .plans(new Action.LeaveAlone())
                        .because(because(Code.BACK_OFF, "a", 99))
                        .wakes(99),
                row("a map whose items all wait lets others in, too")
                        .of(map(1, stage("a")))
                        .given(and(
                                alone,
                                listed("a", 1),
                                itemFailedUntil(9, "a", 0),
                                struck(B, 4),
                                struck(A, 5),
                                started("a", 0, 1, 5)))
                        .in(here().room(Room.ALONE))
                        .plans(new Action.LeaveAlone())
                        .because(because(Code.BACK_OFF, "a", 9))
                        .wakes(9),
                row("who is cancelled does when it has stopped")
                        .given(and(alone, cancelRequested()))
                        .in(here().with(attempt("a"), 3, Phase.STOPPING, 0).room(Room.ALONE))
                        .plans()
                        .because(because(Code.STOPPING, "a")),
                row("or been abandoned")
                        .given(and(alone, cancelRequested()))
                        .in(here().with(attempt("a"), 3, Phase.ABANDONED, 0).room(Room.ALONE))
                        .plans(record(cancelledBeside("a")), new Action.LeaveAlone())
                        .because(because(Code.ABANDONED, "a")),
                row("who ended, too")
                        .given(claimed(), ended(RunStatus.SUCCEEDED))
                        .in(here().room(Room.ALONE))
                        .plans(new Action.LeaveAlone())
                        .because(because(Code.ENDED)),
                row("three times, the last alone, is no accident")
                        .given(thrice)
                        .at(5)
                        .in(here().in(B))
                        .plans(record(on(5, failedAs(FailureKind.CRASHED, "a", crashed, null)))),
                row("what it did outside is asked, though")
                        .of(external(stage("a")))
                        .given(thrice)
                        .in(here().in(B))
                        .plans(record(new Event.Doubted(ZERO, "a", new Failure(FailureKind.CRASHED, crashed), null))),
                row("a person's word clears it")
                        .of(external(stage("a")))
                        .given(and(thrice, doubted("a"), settled("a", SettleAs.RERUN)))
                        .in(here().in(B))
                        .plans(record(started("a", 0, 1, 4))),
                row("and so does a resume")
                        .given(and(thrice, endedFailed("x"), resumed("a")))
                        .when(claim(A, null))
                        .then(claimed(A, 5)),
                row("a suspect's condition waits to be alone, too")
                        .of(conditional(stage("a")))
                        .given(claimed(), struck(B, 2), struck(A, 3))
                        .in(here())
                        .plans(new Action.AskAlone())
                        .because(because(Code.SUSPECT, "a")),
                row("alone it says that it begins")
                        .of(conditional(stage("a")))
                        .given(claimed(), struck(B, 2), struck(A, 3))
                        .in(here().room(Room.ALONE))
                        .plans(record(conditionAsked("a", 3))),
                row("waits until that is durable")
                        .of(conditional(stage("a")))
                        .given(claimed(), struck(B, 2), struck(A, 3), conditionAsked("a", 3))
                        .in(here().acked(4, 4).room(Room.ALONE))
                        .plans()
                        .because(because(Code.NOT_DURABLE, "a")),
                row("and is evaluated")
                        .of(conditional(stage("a")))
                        .given(claimed(), struck(B, 2), struck(A, 3), conditionAsked("a", 3))
                        .in(here().room(Room.ALONE))
                        .plans(new Action.Evaluate(attempt("a"), 3))
                        .because(because(Code.CONDITION, "a")),
                row("three times, the last alone, is no accident of a condition either")
                        .of(conditional(stage("a")))
                        .given(claimed(), struck(B, 2), struck(A, 3), conditionAsked("a", 3), struck(B, 4))
                        .in(here().in(B))
                        .plans(record(new Event.ConditionFailed(
                                ZERO, "a", new Failure(FailureKind.CRASHED, "evaluating its condition " + crashed)))),
                row("others wait while one executes alone")
                        .given(claimed())
                        .in(here().room(Room.CLOSED))
                        .plans()
                        .because(because(Code.CLOSED, "a")),
                row("also those that have started and do not execute yet")
                        .given(claimed(), started("a"))
                        .in(here().room(Room.CLOSED))
                        .plans()
                        .because(because(Code.CLOSED, "a")),
                row("items, too")
                        .of(map(2, stage("a")))
                        .given(claimed(), started("a"), listed("a", 3))
                        .in(here().room(Room.CLOSED))
                        .plans()
                        .because(because(Code.CLOSED, "a")));
    }

    @Test
    void strikesAreCounted() {
        assertThat(fold(and(new Event[] {created("a")}, TWICE_STRUCK)).strikes())
                .isEqualTo(2);
        Event[] struck = and(new Event[] {created("a", "b")}, TWICE_STRUCK);
        assertThat(fold(and(struck, succeeded("a"))).strikes()).isZero();
        assertThat(fold(and(struck, failed("a"))).strikes()).isZero();
        assertThat(fold(and(struck, notEvaluated("b"))).strikes()).isZero();
        assertThat(fold(and(struck, doubted("a"))).strikes()).isEqualTo(2);
        assertThat(fold(and(struck, doubted("a"), settled("a", SettleAs.DONE))).strikes())
                .isZero();
        assertThat(fold(and(struck, endedFailed("x"), resumed())).strikes()).isZero();
        assertThat(fold(and(struck, claimed(B, 4))).strikes()).isEqualTo(2);
    }

    @Test
    @Tag("S6")
    void onlyTheDeadAreRecoveredFrom() {
        Event[] owned = {created("a"), claimed(A, 1)};
        assertThat(fold(owned).recoveries()).isZero();
        assertThat(fold(and(owned, claimed(B, 2))).recoveries()).isEqualTo(1);
        assertThat(fold(and(owned, claimed(B, 2), claimed(A, 3))).recoveries()).isEqualTo(2);
        assertThat(fold(and(owned, claimed(A, 2))).recoveries())
                .as("by the worker itself")
                .isZero();
        assertThat(fold(and(owned, released(), claimed(B, 2))).recoveries())
                .as("given back")
                .isZero();
        assertThat(fold(and(owned, endedFailed("x"), resumed(), claimed(B, 2))).recoveries())
                .as("resumed by a person")
                .isZero();
    }

    private static Event[] and(Event[] before, Event... more) {
        return Stream.concat(Stream.of(before), Stream.of(more)).toArray(Event[]::new);
    }

    static Stream<Scenario> all() {
        return Stream.of(strikes(), suspects()).flatMap(rows -> rows);
    }
}
