// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Kinds.*;
import static dev.pawl.core.Scenario.row;
import static dev.pawl.core.Words.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Action.StopCause;
import dev.pawl.core.Command.Rejection;
import dev.pawl.core.Reason.Code;
import dev.pawl.core.World.Phase;
import dev.pawl.core.World.Room;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stage that runs once for each item of a list. */
class MapTest {

    private static final StageSpec[] TWO_AT_ONCE = {map(2, stage("a"))};

    @ParameterizedTest
    @MethodSource
    @Tag("B5")
    void listing(Scenario row) {
        row.check();
    }

    static Stream<Scenario> listing() {
        return Stream.of(
                row("a map starts like any stage, without a slot of its own")
                        .of(limited(map(2, stage("a"))))
                        .given(claimed())
                        .in(here())
                        .plans(record(started("a"))),
                row("then its items are listed")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"))
                        .in(here())
                        .plans(list("a"))
                        .because(because(Code.LISTING, "a")),
                row("which is asked once")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"))
                        .in(here().asked(list("a")))
                        .plans()
                        .because(because(Code.LISTING, "a")),
                row("but not beside a run that executes alone")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"))
                        .in(here().room(Room.CLOSED))
                        .plans()
                        .because(because(Code.CLOSED, "a")),
                row("the list is kept")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"))
                        .at(3)
                        .when(lists("a", 3))
                        .then(on(3, listed("a", 3))),
                row("a second list changes nothing: what its items have done stands")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"), listed("a", 3), itemDone("a", 0))
                        .when(lists("a", 5))
                        .then(),
                row("a list of an attempt that no longer counts")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"), putBack("a"))
                        .when(lists("a", 5))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + RUN + "/a/0/1 under epoch 1 no longer counts: stage a is idle at " + RUN
                                        + "/a/1/0 under epoch 0, and the run at epoch 1",
                                "hand its result over for a person to look at"),
                row("what cannot be listed has failed, and would again")
                        .of(twice(map(2, stage("a"))))
                        .given(claimed(), started("a"))
                        .when(new Command.Fail(attempt("a"), 1, new Failure(FailureKind.CONDITION, "no list"), null))
                        .then(failedAs(FailureKind.CONDITION, "a", "no list", null)));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("B5")
    @Tag("S4")
    void executing(Scenario row) {
        row.check();
    }

    private static Here waiting(int items) {
        Here here = here();
        for (int i = 0; i < items; i++) {
            here = here.with(item("a", i), 1, Phase.REPORTED, 0);
        }
        return here;
    }

    static Stream<Scenario> executing() {
        Event[] three = {claimed(), started("a"), listed("a", 3)};
        PipelineSpec limited = pipeline(within(30, map(2, stage("a"))));
        return Stream.of(
                row("so many items execute at once")
                        .of(TWO_AT_ONCE)
                        .given(three)
                        .in(here())
                        .plans(executeItem("a", 0), executeItem("a", 1)),
                row("those at work count")
                        .of(TWO_AT_ONCE)
                        .given(three)
                        .in(here().items(0))
                        .plans(executeItem("a", 1))
                        .because(because(Code.EXECUTING, "a"))
                        .wakes(30),
                row("and are not executed again")
                        .of(TWO_AT_ONCE)
                        .given(three)
                        .in(here().items(0, 1))
                        .plans()
                        .because(because(Code.EXECUTING, "a"))
                        .wakes(30),
                row("one whose result is still being stored keeps its place")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"), listed("a", 4))
                        .in(here().with(item("a", 0), 1, Phase.FINISHED, 0).items(1))
                        .plans()
                        .because(because(Code.STORING, "a"), because(Code.EXECUTING, "a"))
                        .wakes(30),
                row("one that waits to be durable gives its place away")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"), listed("a", 4))
                        .in(here().with(item("a", 0), 1, Phase.REPORTED, 0).items(1))
                        .plans(executeItem("a", 2))
                        .because(because(Code.STORING, "a"), because(Code.EXECUTING, "a"))
                        .wakes(30),
                row("but not to any number")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"), listed("a", 100))
                        .in(waiting(64))
                        .plans()
                        .because(because(Code.STORING, "a")),
                row("what has ended gives its place away")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"), listed("a", 4), itemDone("a", 0), itemFailed("a", 2))
                        .in(here().items(1))
                        .plans(executeItem("a", 3))
                        .because(because(Code.EXECUTING, "a"))
                        .wakes(30),
                row("nothing executes before the start of the map is durable")
                        .of(TWO_AT_ONCE)
                        .given(three)
                        .in(here().acked(2, 4))
                        .plans()
                        .because(because(Code.NOT_DURABLE, "a")),
                row("also not where it is pure")
                        .of(pure(map(2, stage("a"))))
                        .given(three)
                        .in(here().acked(2, 4))
                        .plans()
                        .because(because(Code.NOT_DURABLE, "a")),
                row("nor before its list is: listed again, it might be another")
                        .of(TWO_AT_ONCE)
                        .given(three)
                        .in(here().acked(3, 3))
                        .plans()
                        .because(because(Code.NOT_DURABLE, "a")),
                row("an attempt of an item waits until its former has stopped")
                        .of(map(1, stage("a")))
                        .given(claimed(), started("a"), listed("a", 1), itemFailedUntil(0, "a", 0))
                        .in(here().with(item("a", 0), 1, Phase.STOPPING, 0))
                        .plans()
                        .because(because(Code.STOPPING, "a")),
                row("or been abandoned")
                        .of(map(1, stage("a")))
                        .given(claimed(), started("a"), listed("a", 1), itemFailedUntil(0, "a", 0))
                        .in(here().with(item("a", 0), 1, Phase.ABANDONED, 0))
                        .plans(execute(item("a", 0, 2, 0), 1))
                        .because(because(Code.ABANDONED, "a")),
                row("an abandoned one that still counts is not executed twice")
                        .of(map(1, stage("a")))
                        .given(claimed(), started("a"), listed("a", 1))
                        .in(here().with(item("a", 0), 1, Phase.ABANDONED, 0))
                        .plans()
                        .because(because(Code.ABANDONED, "a")),
                row("an attempt of the map itself takes no item's place")
                        .of(map(1, stage("a")))
                        .given(three)
                        .in(here().running("a"))
                        .plans(executeItem("a", 0))
                        .because(because(Code.EXECUTING, "a"))
                        .wakes(30),
                row("an item there is not is stopped")
                        .of(map(1, stage("a")))
                        .given(claimed(), started("a"), listed("a", 1))
                        .in(here().items(1))
                        .plans(stop(item("a", 1), 1, StopCause.FENCED)),
                row("an item that is done is stopped")
                        .of(map(1, stage("a")))
                        .given(claimed(), started("a"), listed("a", 1), itemDone("a", 0))
                        .in(here().items(0))
                        .plans(stop(item("a", 0), 1, StopCause.FENCED)),
                row("each item has its time")
                        .of(limited)
                        .given(three)
                        .at(31)
                        .in(here().items(0).with(item("a", 1), 1, Phase.RUNNING, 9))
                        .plans(stop(item("a", 0), 1, StopCause.TIMEOUT))
                        .because(because(Code.EXECUTING, "a", 39))
                        .wakes(39),
                row("the next owner starts the map again, and what its items have done stays done")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"), listed("a", 2), itemDone("a", 0), claimed(B, 2))
                        .in(here().in(B))
                        .plans(record(started("a", 0, 1, 2))),
                row("and only the missing ones execute")
                        .of(TWO_AT_ONCE)
                        .given(
                                claimed(),
                                started("a"),
                                listed("a", 2),
                                itemDone("a", 0),
                                claimed(B, 2),
                                started("a", 0, 1, 2))
                        .in(here().in(B))
                        .plans(execute(item("a", 1), 2)));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("B7")
    void timing(Scenario row) {
        row.check();
    }

    static Stream<Scenario> timing() {
        Event[] failing = {claimed(), started("a"), listed("a", 2), itemDone("a", 1), itemFailedUntil(10, "a", 0)};
        return Stream.of(
                row("an item waits for its next attempt")
                        .of(TWO_AT_ONCE)
                        .given(failing)
                        .at(9)
                        .in(here())
                        .plans()
                        .because(because(Code.BACK_OFF, "a", 10))
                        .wakes(10),
                row("and is executed when it is due")
                        .of(TWO_AT_ONCE)
                        .given(failing)
                        .at(10)
                        .in(here())
                        .plans(execute(item("a", 0, 2, 0), 1)),
                row("others go on meanwhile")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"), listed("a", 2), itemFailedUntil(10, "a", 0))
                        .in(here().items(1))
                        .plans()
                        .because(because(Code.EXECUTING, "a"))
                        .wakes(10),
                row("of many the first is waited for")
                        .of(map(9, stage("a")))
                        .given(
                                claimed(),
                                started("a"),
                                listed("a", 3),
                                itemFailedUntil(30, "a", 0),
                                itemFailedUntil(20, "a", 1),
                                itemFailedUntil(25, "a", 2))
                        .at(22)
                        .in(here())
                        .plans(execute(item("a", 0, 2, 1), 1))
                        .wakes(25),
                row("with none due the earliest is named")
                        .of(map(9, stage("a")))
                        .given(
                                claimed(),
                                started("a"),
                                listed("a", 2),
                                itemFailedUntil(30, "a", 0),
                                itemFailedUntil(20, "a", 1))
                        .in(here())
                        .plans()
                        .because(because(Code.BACK_OFF, "a", 20))
                        .wakes(20),
                row("each item has retries of its own")
                        .of(twice(map(1, stage("a"))))
                        .given(claimed(), started("a"), listed("a", 2), itemFailedUntil(0, "a", 1))
                        .when(fail(item("a", 0, 2, 1), OOPS))
                        .then(new Event.ItemFailed(
                                ZERO, "a", 1, OOPS, ZERO.plus(TWICE.pauseAfter(item("a", 0, 2, 1))))));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("B5")
    @Tag("S3")
    void results(Scenario row) {
        row.check();
    }

    static Stream<Scenario> results() {
        Event[] two = {claimed(), started("a"), listed("a", 2)};
        Event[] oneFailed = {claimed(), started("a"), listed("a", 4), itemDone("a", 0), itemFailed("a", 1)};
        String stale = " under epoch 1 no longer counts: stage a is running at " + RUN
                + "/a/0/1 under epoch 1, and the run at epoch 1";
        String keep = "hand its result over for a person to look at";
        return Stream.of(
                row("each result is kept")
                        .of(TWO_AT_ONCE)
                        .given(two)
                        .at(4)
                        .when(doneItem("a", 1))
                        .then(on(4, itemDone("a", 1))),
                row("and what was said of it")
                        .of(TWO_AT_ONCE)
                        .given(two)
                        .when(new Command.Done(item("a", 1), 1, OUT, "thin"))
                        .then(new Event.ItemSucceeded(ZERO, "a", 1, OUT, "thin")),
                row("so is each failure")
                        .of(TWO_AT_ONCE)
                        .given(two)
                        .when(failItem("a", 0, OOPS))
                        .then(itemFailed("a", 0)),
                row("the same result twice")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"), listed("a", 2), itemDone("a", 0))
                        .when(doneItem("a", 0))
                        .refused(Rejection.STALE_ATTEMPT, "attempt " + RUN + "/a/0/1/0" + stale, keep),
                row("of an item that failed for good")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"), listed("a", 2), itemFailed("a", 0))
                        .when(doneItem("a", 0))
                        .refused(Rejection.STALE_ATTEMPT, "attempt " + RUN + "/a/0/1/0" + stale, keep),
                row("of an attempt that was replaced by its retry")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"), listed("a", 2), itemFailedUntil(0, "a", 0))
                        .when(doneItem("a", 0))
                        .refused(Rejection.STALE_ATTEMPT, "attempt " + RUN + "/a/0/1/0" + stale, keep),
                row("of an item there is not")
                        .of(TWO_AT_ONCE)
                        .given(two)
                        .when(doneItem("a", 2))
                        .refused(Rejection.STALE_ATTEMPT, "attempt " + RUN + "/a/0/1/2" + stale, keep),
                row("of an item that has not been listed")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"))
                        .when(doneItem("a", 0))
                        .refused(Rejection.STALE_ATTEMPT, "attempt " + RUN + "/a/0/1/0" + stale, keep),
                row("once all are done they are gathered")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"), listed("a", 2), itemDone("a", 0), itemFailed("a", 1))
                        .in(here())
                        .plans(gather("a"))
                        .because(because(Code.GATHERING, "a")),
                row("which is asked once")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"), listed("a", 1), itemDone("a", 0))
                        .in(here().asked(gather("a")))
                        .plans()
                        .because(because(Code.GATHERING, "a")),
                row("and not before the last has stopped")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"), listed("a", 1), itemFailed("a", 0))
                        .in(here().with(item("a", 0), 1, Phase.STOPPING, 0))
                        .plans()
                        .because(because(Code.STOPPING, "a")),
                row("nothing is gathered too")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"), listed("a", 0))
                        .in(here())
                        .plans(gather("a"))
                        .because(because(Code.GATHERING, "a")),
                row("all well")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"), listed("a", 1), itemDone("a", 0))
                        .when(done("a"))
                        .then(succeeded("a")),
                row("one that deserves a look is named")
                        .of(TWO_AT_ONCE)
                        .given(
                                claimed(),
                                started("a"),
                                listed("a", 2),
                                itemDone("a", 0),
                                new Event.ItemSucceeded(ZERO, "a", 1, OUT, "thin"))
                        .when(done("a"))
                        .then(new Event.AttemptSucceeded(ZERO, "a", OUT, "item 1: thin")),
                row("no failure is allowed unless said")
                        .of(TWO_AT_ONCE)
                        .given(oneFailed)
                        .when(done("a"))
                        .then(failedAs(FailureKind.ITEMS, "a", "1 of 4 items failed; the first is item 1: oops", OUT)),
                row("below the limit they degrade")
                        .of(map(2, new AllowedFailures(1, 0), stage("a")))
                        .given(oneFailed)
                        .when(done("a"))
                        .then(new Event.AttemptSucceeded(
                                ZERO, "a", OUT, "1 of 4 items failed; the first is item 1: oops")),
                row("the limit may be a share")
                        .of(map(2, new AllowedFailures(0, 25), stage("a")))
                        .given(oneFailed)
                        .when(done("a"))
                        .then(new Event.AttemptSucceeded(
                                ZERO, "a", OUT, "1 of 4 items failed; the first is item 1: oops")),
                row("over the limit they fail")
                        .of(map(2, new AllowedFailures(0, 24.5), stage("a")))
                        .given(oneFailed)
                        .when(done("a"))
                        .then(failedAs(
                                FailureKind.ITEMS,
                                "a",
                                "1 of 4 items failed, and 24.5 % may; the first is item 1: oops",
                                OUT)),
                row("of a map the pipeline no longer has none may fail")
                        .of(stage("b"))
                        .madeWith("a", "b")
                        .given(oneFailed)
                        .when(done("a"))
                        .then(failedAs(FailureKind.ITEMS, "a", "1 of 4 items failed; the first is item 1: oops", OUT)),
                row("a result too late is kept as that item's")
                        .of(TWO_AT_ONCE)
                        .given(claimed(), started("a"), listed("a", 2), claimed(B, 2))
                        .when(new Command.HandOver(item("a", 1), 1, OUT))
                        .then(new Event.LateResult(ZERO, "a", 0, 1, 1, 1, OUT)));
    }

    @Test
    @Tag("B5")
    @Tag("S4")
    void whatFailedIsOpenAgainAndWhatIsDoneStaysDone() {
        Run failed = fold(
                created("a"),
                claimed(),
                started("a"),
                listed("a", 3),
                itemDone("a", 0),
                itemFailedUntil(9, "a", 1),
                itemFailed("a", 1),
                itemFailed("a", 2),
                failed("a"),
                endedFailed("x"),
                resumed("a"));
        StageState a = failed.stage("a");
        assertThat(a.generation()).isEqualTo(1);
        assertThat(a.items()).isNotNull();
        assertThat(a.items().get(0)).isEqualTo(new ItemState(ItemStatus.SUCCEEDED, 0, null, OUT, null, null));
        assertThat(a.items().get(1)).isEqualTo(ItemState.OPEN);
        assertThat(a.items().get(2)).isEqualTo(ItemState.OPEN);
        assertThat(a.items().list()).isEqualTo(LIST);
    }

    @Test
    void anItemIsAsItsEventsLeftIt() {
        Run run = fold(created("a"), claimed(), started("a"), listed("a", 3), itemFailedUntil(9, "a", 1));
        Items items = run.stage("a").items();
        assertThat(items.get(1)).isEqualTo(new ItemState(ItemStatus.BACK_OFF, 1, at(9), null, null, OOPS));
        Run gone = fold(
                created("a"),
                claimed(),
                started("a"),
                listed("a", 3),
                itemFailedUntil(9, "a", 1),
                itemStarted("a", 1),
                itemStarted("a", 7),
                itemDone("a", -1));
        assertThat(gone.stage("a").items().get(1))
                .isEqualTo(new ItemState(ItemStatus.STARTED, 1, null, null, null, OOPS));
        assertThat(gone.stage("a").startOrdinal()).isEqualTo(7);
        assertThat(items.toString()).isEqualTo("3 items [2, 0, 1, 0, 0, 0]");
        assertThat(fold(created("a"), claimed(), started("a"), itemDone("a", 0))
                        .stage("a")
                        .items())
                .isNull();
    }

    static Stream<Scenario> all() {
        return Stream.of(listing(), executing(), timing(), results()).flatMap(rows -> rows);
    }
}
