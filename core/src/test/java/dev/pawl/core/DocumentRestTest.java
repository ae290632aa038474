// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Documents.*;
import static dev.pawl.core.Kinds.*;
import static dev.pawl.core.Scenario.row;
import static dev.pawl.core.Words.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Command.Rejection;
import dev.pawl.core.Reason.Code;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents as a whole: at rest, refreshed, closed. */
class DocumentRestTest {

    private static final PipelineSpec DOC = document(stage("a"), stage("b", "a"), stage("c", "b"));
    private static final Event[] MADE = {
        claimed(), started("a"), succeeded("a"), started("b"), succeeded("b"), started("c"), succeeded("c"), rests()
    };

    private static Event[] made(Event... more) {
        return Stream.concat(Stream.of(MADE), Stream.of(more)).toArray(Event[]::new);
    }

    @ParameterizedTest
    @MethodSource
    @Tag("A1")
    @Tag("B2")
    void resting(Scenario row) {
        row.check();
    }

    static Stream<Scenario> resting() {
        return Stream.of(
                row("a document whose stages are done is nobody's")
                        .of(document(stage("a")))
                        .given(claimed(), started("a"), succeeded("a"))
                        .at(9)
                        .in(here())
                        .plans(record(on(9, rests())))
                        .because(because(Code.OPEN)),
                row("so is one whose stage failed")
                        .of(document(stage("a")))
                        .given(claimed(), started("a"), failed("a"))
                        .in(here())
                        .plans(record(rests()))
                        .because(because(Code.OPEN)),
                row("that waits to be pressed")
                        .of(document(manual(stage("a")), stage("b", "a")))
                        .given(claimed())
                        .in(here())
                        .plans(record(rests()))
                        .because(because(Code.MANUAL, "a"), because(Code.OPEN)),
                row("that was put back")
                        .of(document(stage("a")))
                        .given(claimed(), started("a"), putBack("a"))
                        .in(here())
                        .plans(record(rests()))
                        .because(because(Code.HELD, "a"), because(Code.OPEN)),
                row("that waits for an answer")
                        .of(document(input(stage("a"))))
                        .given(claimed(), asked("a"))
                        .in(here())
                        .plans(record(rests()))
                        .because(because(Code.PERSON, "a"), because(Code.OPEN)),
                row("whose time is not up: then it is somebody's")
                        .of(document(inputWithin(60, stage("a"))))
                        .given(claimed(), askedUntil(60, "a"))
                        .in(here())
                        .plans()
                        .because(because(Code.PERSON, "a", 60))
                        .wakes(60),
                row("or in which something runs")
                        .of(document(manual(stage("a")), stage("b")))
                        .given(claimed(), started("b"))
                        .in(here().running("b"))
                        .plans()
                        .because(because(Code.MANUAL, "a"), because(Code.EXECUTING, "b")),
                row("or has not stopped yet")
                        .of(document(manual(stage("a")), stage("b")))
                        .given(claimed(), started("b"), putBack("b"))
                        .in(here().stopping("b"))
                        .plans()
                        .because(because(Code.STOPPING, "b"), because(Code.MANUAL, "a"), because(Code.HELD, "b")),
                row("a worker that ends gives it back, and does not end it")
                        .of(document(stage("a")))
                        .given(claimed(), started("a"), succeeded("a"))
                        .in(here().draining())
                        .plans(record(released()))
                        .because(because(Code.DRAINING)),
                row("a pure stage does not run ahead: what it reads may be edited meanwhile")
                        .of(document(pure(stage("a"))))
                        .given(claimed(), started("a"))
                        .in(here().acked(2, 3))
                        .plans()
                        .because(because(Code.NOT_DURABLE, "a")),
                row("nobody gives it up: it is not stuck")
                        .of(DOC)
                        .given(made())
                        .when(giveUp())
                        .refused(
                                Rejection.WAITS,
                                "the document is open, and nothing is at work in it",
                                "leave it, or close it"),
                row("of what is, only the stage fails")
                        .of(document(stage("a")))
                        .given(claimed(), started("a"))
                        .when(giveUp())
                        .then(
                                failedAs(FailureKind.INTERRUPTED, "a", "too old", null),
                                new Event.Released(ZERO, "too old")),
                row("and what nobody knows of is for a person to say")
                        .of(document(external(stage("a"))))
                        .given(claimed(), started("a"))
                        .when(giveUp())
                        .then(doubted("a"), new Event.Released(ZERO, "too old")));
    }

    private static Event[] onABadOutput() {
        return new Event[] {claimed(), started("a"), succeeded("a"), started("b"), failed("b"), rests(), edited("a", X)
        };
    }

    @ParameterizedTest
    @MethodSource
    @Tag("A3")
    @Tag("A13")
    void refreshing(Scenario row) {
        row.check();
    }

    static Stream<Scenario> refreshing() {
        Event[] asked = made(edited("a", X), refreshAsked("b", "c"), claimed(B, 2));
        return Stream.of(
                row("stale stages do not run by themselves")
                        .of(DOC)
                        .given(made(edited("a", X), claimed(B, 2)))
                        .in(here().in(B))
                        .plans(record(rests()))
                        .because(because(Code.OPEN)),
                row("all that is stale is asked for")
                        .of(DOC)
                        .given(made(edited("a", X)))
                        .when(refresh())
                        .then(refreshAsked("b", "c")),
                row("and nothing else")
                        .of(DOC)
                        .given(made(edited("b", X)))
                        .when(refresh())
                        .then(refreshAsked("c")),
                row("once").of(DOC).given(asked).when(refresh()).then(),
                row("where there is any").of(DOC).given(made()).when(refresh()).then(),
                row("one after the other").of(DOC).given(asked).in(here().in(B)).plans(record(again("b"))),
                row("and what only begins waits for what is made again")
                        .of(document(stage("a"), stage("b", "a"), stage("c", "b")))
                        .given(
                                claimed(),
                                started("a"),
                                succeeded("a"),
                                started("b"),
                                succeeded("b"),
                                edited("a", X),
                                refreshAsked("b"))
                        .in(here())
                        .plans(record(again("b"))),
                row("what stands on another output now is next")
                        .of(DOC)
                        .given(concat(asked, again("b"), started("b", 1, 1, 2), Documents.succeeded("b", Y)))
                        .in(here().in(B))
                        .plans(record(again("c"))),
                row("what stands on the same once more is not run")
                        .of(DOC)
                        .given(concat(asked, again("b"), started("b", 1, 1, 2), succeeded("b")))
                        .in(here().in(B))
                        .plans(record(kept("c"))),
                row("and that is all")
                        .of(DOC)
                        .given(concat(asked, again("b"), started("b", 1, 1, 2), succeeded("b"), kept("c")))
                        .in(here().in(B))
                        .plans(record(rests()))
                        .because(because(Code.OPEN)),
                row("while the one before runs it waits")
                        .of(DOC)
                        .given(concat(asked, again("b"), started("b", 1, 1, 2)))
                        .in(here().in(B).with(attempt("b", 1, 1), 2, World.Phase.RUNNING, 0))
                        .plans()
                        .because(because(Code.EXECUTING, "b")),
                row("what fails is the end of it")
                        .of(DOC)
                        .given(concat(asked, again("b"), started("b", 1, 1, 2), failed("b")))
                        .in(here().in(B))
                        .plans(record(rests()))
                        .because(because(Code.OPEN)),
                row("what failed on another output than there is now is asked for with it")
                        .of(DOC)
                        .given(onABadOutput())
                        .when(refresh())
                        .then(refreshAsked("b")),
                row("and runs again")
                        .of(DOC)
                        .given(concat(onABadOutput(), refreshAsked("b"), claimed(B, 2)))
                        .in(here().in(B))
                        .plans(record(again("b"))),
                row("what failed on what is there now would fail again")
                        .of(DOC)
                        .given(claimed(), started("a"), succeeded("a"), started("b"), failed("b"), rests())
                        .when(refresh())
                        .then(),
                row("so it would where that is there again before its turn comes")
                        .of(DOC)
                        .given(concat(onABadOutput(), refreshAsked("b"), undone("a", 1), claimed(B, 2)))
                        .in(here().in(B))
                        .plans(record(kept("b"))),
                row("of a condition, too, that failed on it")
                        .of(document(stage("a"), conditional(stage("b", "a"))))
                        .given(claimed(), started("a"), succeeded("a"), notEvaluated("b"), rests(), edited("a", X))
                        .when(refresh())
                        .then(refreshAsked("b")),
                row("which would fail again otherwise")
                        .of(document(stage("a"), conditional(stage("b", "a"))))
                        .given(claimed(), started("a"), succeeded("a"), notEvaluated("b"), rests())
                        .when(refresh())
                        .then(),
                row("what a person answered is not asked again, nor made again what stands on that")
                        .of(document(stage("a"), input(stage("b", "a")), stage("c", "b"), stage("d", "a")))
                        .given(
                                claimed(),
                                started("a"),
                                succeeded("a"),
                                asked("b"),
                                edited("b", Y),
                                started("c"),
                                succeeded("c"),
                                started("d"),
                                succeeded("d"),
                                edited("a", X))
                        .when(refresh())
                        .then(refreshAsked("d")),
                row("of a run that is no document")
                        .given(claimed(), started("a"), succeeded("a"))
                        .when(refresh())
                        .refused(
                                Rejection.NOT_INTERACTIVE,
                                "pipeline p makes no documents: its runs end by themselves",
                                "declare it interactive, and start a new run"));
    }

    private static Event[] concat(Event[] first, Event... more) {
        return Stream.concat(Stream.of(first), Stream.of(more)).toArray(Event[]::new);
    }

    @ParameterizedTest
    @MethodSource
    @Tag("A3")
    void dismissingAndAccepting(Scenario row) {
        row.check();
    }

    static Stream<Scenario> dismissingAndAccepting() {
        return Stream.of(
                row("a mark is dismissed")
                        .of(DOC)
                        .given(made(edited("a", X)))
                        .when(dismiss("b"))
                        .then(dismissed("b")),
                row("once")
                        .of(DOC)
                        .given(made(edited("a", X), dismissed("b")))
                        .when(dismiss("b"))
                        .then(),
                row("and again after the next change")
                        .of(DOC)
                        .given(made(edited("a", X), dismissed("b"), edited("a", Y)))
                        .when(dismiss("b"))
                        .then(dismissed("b")),
                row("where there is one")
                        .of(DOC)
                        .given(made())
                        .when(dismiss("b"))
                        .then(),
                row("an output is taken as current")
                        .of(DOC)
                        .given(made(edited("a", X)))
                        .when(accept("b"))
                        .then(accepted("b")),
                row("once")
                        .of(DOC)
                        .given(made(edited("a", X), accepted("b")))
                        .when(accept("b"))
                        .then(),
                row("what stands on it is fresh by that, too")
                        .of(DOC)
                        .given(made(edited("a", X), accepted("b")))
                        .when(accept("c"))
                        .then(),
                row("undone after that, what it stands on is what it was made of: nothing is to run")
                        .of(DOC)
                        .given(made(edited("a", X), accepted("b"), undone("a", 1)))
                        .when(refresh())
                        .then(),
                row("a third output is neither")
                        .of(DOC)
                        .given(made(edited("a", X), accepted("b"), edited("a", Y)))
                        .when(refresh())
                        .then(refreshAsked("b", "c")),
                row("and alone, though what it stands on is stale")
                        .of(DOC)
                        .given(made(edited("a", X), accepted("c")))
                        .when(refresh())
                        .then(refreshAsked("b")));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("A1")
    void closing(Scenario row) {
        row.check();
    }

    static Stream<Scenario> closing() {
        return Stream.of(
                row("a document is closed")
                        .of(DOC)
                        .given(made())
                        .at(9)
                        .when(close())
                        .then(on(9, closed()), on(9, ended(RunStatus.SUCCEEDED))),
                row("once")
                        .of(DOC)
                        .given(made(closed(), ended(RunStatus.SUCCEEDED)))
                        .when(close())
                        .then(),
                row("it has failed where a stage has, and says which")
                        .of(DOC)
                        .given(claimed(), started("a"), succeeded("a"), started("b"), failed("b"), rests())
                        .when(close())
                        .then(closed(), endedFailed("stage b: oops")),
                row("the first of them, where several have")
                        .of(document(stage("a"), stage("b")))
                        .given(claimed(), started("a"), started("b"), failed("b"), failed("a"), rests())
                        .when(close())
                        .then(closed(), endedFailed("stage a: oops")),
                row("as such it is closed once, too")
                        .of(document(stage("a")))
                        .given(claimed(), started("a"), failed("a"), rests(), closed(), ended(RunStatus.FAILED))
                        .when(close())
                        .then(),
                row("and is opened again at what failed")
                        .of(document(stage("a")))
                        .given(claimed(), started("a"), failed("a"), rests(), closed(), ended(RunStatus.FAILED))
                        .when(resume())
                        .then(resumed("a")),
                row("what failed and was put back is left behind")
                        .of(document(stage("a")))
                        .given(claimed(), started("a"), failed("a"), putBack("a"), rests())
                        .when(close())
                        .then(closed(), ended(RunStatus.SUCCEEDED)),
                row("not while something runs")
                        .of(DOC)
                        .given(claimed(), started("a"))
                        .when(close())
                        .refused(
                                Rejection.BUSY, "stage a runs", "wait until it has ended, or reset it, and close then"),
                row("nor is about to")
                        .of(DOC)
                        .given(claimed(), started("a"), failedUntil(60, "a"))
                        .when(close())
                        .refused(
                                Rejection.BUSY,
                                "stage a is about to be tried again",
                                "wait until it has ended, or reset it, and close then"),
                row("nor while nobody knows what it did outside")
                        .of(document(external(stage("a"))))
                        .given(claimed(), started("a"), doubted("a"))
                        .when(close())
                        .refused(
                                Rejection.NOT_EDITABLE,
                                "stage a is in doubt: nobody knows what it did outside",
                                "settle it: run again, done, or failed"),
                row("an answer that nobody gave is not waited for")
                        .of(document(input(stage("a"))))
                        .given(claimed(), asked("a"))
                        .when(close())
                        .then(putBack("a"), closed(), ended(RunStatus.SUCCEEDED)),
                row("not while it is cancelled")
                        .of(DOC)
                        .given(claimed(), started("a"), cancelRequested())
                        .when(close())
                        .refused(Rejection.BUSY, "the document is being cancelled", "wait until it is"),
                row("nor after that")
                        .of(DOC)
                        .given(made(cancelRequested(), ended(RunStatus.CANCELLED)))
                        .when(close())
                        .refused(Rejection.ENDED, "the run was cancelled and changes no more", "start a new run"),
                row("a run that is no document ends by itself")
                        .given(claimed())
                        .when(close())
                        .refused(
                                Rejection.NOT_INTERACTIVE,
                                "pipeline p makes no documents: its runs end by themselves",
                                "declare it interactive, and start a new run"),
                row("closed, it changes no more")
                        .of(DOC)
                        .given(made(closed(), ended(RunStatus.SUCCEEDED)))
                        .when(Documents.edit("a", X, null))
                        .refused(Rejection.ENDED, "the run has succeeded and changes no more", "start a new run"));
    }

    @Test
    @Tag("B2")
    void atRestItIsNobodysUntilThereIsSomethingToDo() {
        Run rests = fold(with(opened("a", "b", "c"), made()));
        assertThat(rests.status()).isEqualTo(RunStatus.WAITING);
        assertThat(rests.owner()).isNull();
        for (Event nothingToDo :
                new Event[] {edited("a", X), undone("a", 1), adopted("a"), dismissed("b"), accepted("b"), late("a", 1)
                }) {
            assertThat(Decider.apply(rests, nothingToDo).status())
                    .as("%s", nothingToDo)
                    .isEqualTo(RunStatus.WAITING);
        }
        for (Event toDo : new Event[] {pressed("a"), refreshAsked("b")}) {
            assertThat(Decider.apply(rests, toDo).status()).as("%s", toDo).isEqualTo(RunStatus.QUEUED);
        }
        Run failed = fold(with(opened("a", "b"), claimed(), started("a"), failed("a"), rests()));
        assertThat(Decider.apply(failed, edited("a", X)).status()).isEqualTo(RunStatus.QUEUED);
    }

    @Test
    @Tag("A13")
    void whatIsAskedForInARefreshIsForgottenAtRest() {
        Run run = fold(with(opened("a", "b", "c"), made(edited("a", X), refreshAsked("b", "c"), claimed(B, 2))));
        assertThat(run.stage("c").past().refreshing()).isTrue();
        assertThat(Decider.apply(run, released()).stage("c").past().refreshing())
                .isTrue();
        assertThat(Decider.apply(run, rests()).stage("c").past().refreshing()).isFalse();
    }

    private static Event[] with(Event first, Event... more) {
        return concat(new Event[] {first}, more);
    }

    static Stream<Scenario> all() {
        return Stream.of(resting(), refreshing(), dismissingAndAccepting(), closing())
                .flatMap(rows -> rows);
    }
}
