// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Kinds.*;
import static dev.pawl.core.Scenario.row;
import static dev.pawl.core.Words.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Command.Rejection;
import dev.pawl.core.Reason.Code;
import dev.pawl.core.World.Phase;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Items whose effect must not happen twice. */
@Tag("S9")
class MapDoubtTest {

    private static final StageSpec[] SENDS = {external(map(2, stage("a")))};

    @ParameterizedTest
    @MethodSource
    @Tag("S9")
    void doubts(Scenario row) {
        row.check();
    }

    static Stream<Scenario> doubts() {
        Event[] three = {claimed(), started("a"), listed("a", 3)};
        // created 1, claimed 2, started 3, listed 4, item 0 started 5
        Event[] begun = {claimed(), started("a"), listed("a", 3), itemStarted("a", 0)};
        Event[] takenOver = {
            claimed(), started("a"), listed("a", 3), itemStarted("a", 0), itemDone("a", 1), claimed(B, 2)
        };
        Event[] inDoubt = {claimed(), started("a"), listed("a", 1), itemFailedUntil(0, "a", 0), itemDoubted("a", 0)};
        return Stream.of(
                row("its start is written down first")
                        .of(SENDS)
                        .given(three)
                        .in(here())
                        .plans(record(itemStarted("a", 0)), record(itemStarted("a", 1))),
                row("that of one to run again is not")
                        .of(rerunning(map(2, stage("a"))))
                        .given(three)
                        .in(here())
                        .plans(executeItem("a", 0), executeItem("a", 1)),
                row("it executes once that is durable")
                        .of(external(map(1, stage("a"))))
                        .given(begun)
                        .in(here().acked(5, 5))
                        .plans(executeItem("a", 0)),
                row("and not before")
                        .of(external(map(1, stage("a"))))
                        .given(begun)
                        .in(here().acked(4, 5))
                        .plans()
                        .because(because(Code.NOT_DURABLE, "a")),
                row("so is the start of a retry")
                        .of(external(map(1, stage("a"))))
                        .given(claimed(), started("a"), listed("a", 1), itemStarted("a", 0), itemFailedUntil(0, "a", 0))
                        .in(here())
                        .plans(record(itemStarted("a", 0))),
                row("cut short, nobody knows what it did")
                        .of(SENDS)
                        .given(begun)
                        .when(failItem("a", 0, CUT))
                        .then(itemDoubted("a", 0)),
                row("an error is none: its code knows")
                        .of(SENDS)
                        .given(begun)
                        .when(failItem("a", 0, OOPS))
                        .then(itemFailed("a", 0)),
                row("cut short, one that may run again has only failed")
                        .of(rerunning(map(2, stage("a"))))
                        .given(three)
                        .when(failItem("a", 0, CUT))
                        .then(new Event.ItemFailed(ZERO, "a", 0, CUT, null)),
                row("the others go on meanwhile")
                        .of(external(map(1, stage("a"))))
                        .given(claimed(), started("a"), listed("a", 2), itemDoubted("a", 0))
                        .in(here())
                        .plans(record(itemStarted("a", 1))),
                row("and then a person is asked")
                        .of(SENDS)
                        .given(claimed(), started("a"), listed("a", 2), itemDoubted("a", 0), itemDone("a", 1))
                        .in(here())
                        .plans(record(doubted("a"))),
                row("not before the last has stopped")
                        .of(SENDS)
                        .given(claimed(), started("a"), listed("a", 1), itemDoubted("a", 0))
                        .in(here().with(item("a", 0), 1, Phase.STOPPING, 0))
                        .plans()
                        .because(because(Code.STOPPING, "a")),
                row("an item in doubt is settled, or nothing")
                        .of(SENDS)
                        .given(inDoubt)
                        .when(Words.done(item("a", 0, 2, 0), 1))
                        .refused(
                                Rejection.STALE_ATTEMPT,
                                "attempt " + RUN + "/a/0/2/0 under epoch 1 no longer counts: stage a is running at "
                                        + RUN + "/a/0/1 under epoch 1, and the run at epoch 1",
                                "hand its result over for a person to look at"),
                row("an interrupted map goes on")
                        .of(SENDS)
                        .given(takenOver)
                        .in(here().in(B))
                        .plans(record(started("a", 0, 1, 2))),
                row("with the items nobody knows of left alone")
                        .of(SENDS)
                        .given(and(takenOver, started("a", 0, 1, 2)))
                        .in(here().in(B))
                        .plans(record(itemStarted("a", 2))),
                row("until a person is asked about them")
                        .of(SENDS)
                        .given(and(takenOver, started("a", 0, 1, 2), itemStarted("a", 2), itemDone("a", 2)))
                        .in(here().in(B))
                        .plans(record(doubted("a"))),
                row("a draining worker gives it back as it is")
                        .of(SENDS)
                        .given(begun)
                        .in(here().draining())
                        .plans(record(released()))
                        .because(because(Code.DRAINING)),
                row("in doubt it waits")
                        .of(SENDS)
                        .given(and(inDoubt, doubted("a")))
                        .in(here())
                        .plans()
                        .because(because(Code.DOUBT, "a")),
                row("settled, it goes on as the same attempt")
                        .of(SENDS)
                        .given(and(inDoubt, doubted("a"), settled("a", SettleAs.RERUN)))
                        .in(here())
                        .plans(record(started("a"))),
                row("run again is the same attempt of the item, under its key")
                        .of(SENDS)
                        .given(and(
                                inDoubt, doubted("a"), settled("a", SettleAs.RERUN), started("a"), itemStarted("a", 0)))
                        .in(here())
                        .plans(execute(item("a", 0, 2, 0), 1)),
                row("done by hand, they are gathered")
                        .of(SENDS)
                        .given(and(inDoubt, doubted("a"), settled("a", SettleAs.DONE), started("a")))
                        .in(here())
                        .plans(gather("a"))
                        .because(because(Code.GATHERING, "a")),
                row("failed by hand, they count as failed")
                        .of(SENDS)
                        .given(and(inDoubt, doubted("a"), settled("a", SettleAs.FAILED), started("a")))
                        .when(done("a"))
                        .then(failedAs(
                                FailureKind.ITEMS,
                                "a",
                                "1 of 1 items failed; the first is item 0: settled as failed",
                                OUT)),
                row("what gathers them being cut short is no doubt: it does nothing outside")
                        .of(SENDS)
                        .given(claimed(), started("a"), listed("a", 1), itemDone("a", 0))
                        .when(fail(attempt("a"), CUT))
                        .then(failedAs(FailureKind.CUT_SHORT, "a", "killed", PARTIAL)));
    }

    private static Event[] and(Event[] before, Event... more) {
        return Stream.concat(Stream.of(before), Stream.of(more)).toArray(Event[]::new);
    }

    @Test
    void settlingKnowsWhatTheItemsWere() {
        Event[] inDoubt = {
            created("a"),
            claimed(),
            started("a"),
            listed("a", 2),
            itemDone("a", 1),
            itemFailedUntil(0, "a", 0),
            itemDoubted("a", 0),
            doubted("a")
        };
        ItemState doubted = fold(inDoubt).stage("a").items().get(0);
        assertThat(doubted).isEqualTo(new ItemState(ItemStatus.DOUBT, 1, null, null, null, CUT));
        StageState again = fold(and(inDoubt, settled("a", SettleAs.RERUN))).stage("a");
        assertThat(again.number()).isZero();
        assertThat(again.generation()).isZero();
        assertThat(again.items().get(0)).isEqualTo(new ItemState(ItemStatus.OPEN, 1, null, null, null, CUT));
        assertThat(again.items().get(1).status()).isEqualTo(ItemStatus.SUCCEEDED);
        assertThat(fold(and(inDoubt, settled("a", SettleAs.DONE)))
                        .stage("a")
                        .items()
                        .get(0))
                .isEqualTo(new ItemState(ItemStatus.SUCCEEDED, 1, null, OUT, null, null));
        assertThat(fold(and(inDoubt, settled("a", SettleAs.FAILED)))
                        .stage("a")
                        .items()
                        .get(0))
                .isEqualTo(new ItemState(
                        ItemStatus.FAILED, 2, null, null, null, new Failure(FailureKind.SETTLED, "settled as failed")));
    }

    @Test
    void whatNobodyKnowsOfIsAskedAboutHoweverTheMapCameToAnEnd() {
        Event[] atWork = {
            created("a"), claimed(), started("a"), listed("a", 3), itemStarted("a", 0), itemDoubted("a", 1)
        };
        for (Event[] end : List.of(
                new Event[] {putBack("a")},
                new Event[] {failed("a"), endedFailed("x"), resumed("a")},
                new Event[] {claimed(B, 2), started("a", 0, 1, 2)},
                new Event[] {failedUntil(0, "a"), started("a", 0, 2, 1)})) {
            Items items = fold(and(atWork, end)).stage("a").items();
            assertThat(items.get(0).status()).isEqualTo(ItemStatus.DOUBT);
            assertThat(items.get(1).status()).isEqualTo(ItemStatus.DOUBT);
            assertThat(items.get(2)).isEqualTo(ItemState.OPEN);
        }
    }

    static Stream<Scenario> all() {
        return doubts();
    }
}
