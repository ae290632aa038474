// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import static dev.pawl.core.Documents.*;
import static dev.pawl.core.Kinds.*;
import static dev.pawl.core.Scenario.row;
import static dev.pawl.core.Words.*;

import dev.pawl.core.Command.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people do to the outputs of a document. */
class DocumentTest {

    private static final PipelineSpec DOC = document(stage("a"), manual(stage("b", "a")));
    private static final Event[] WRITTEN = {
        claimed(), started("a"), succeeded("a"), pressed("b"), started("b"), succeeded("b"), rests()
    };

    private static Event[] written(Event... more) {
        List<Event> all = new ArrayList<>(List.of(WRITTEN));
        all.addAll(List.of(more));
        return all.toArray(Event[]::new);
    }

    /** Stage a, in each status in which a person may give it another output; with two versions before it. */
    private static Event[] standing(StageStatus status) {
        List<Event> all = new ArrayList<>(List.of(claimed(), started("a"), succeeded("a"), edited("a", X)));
        switch (status) {
            case SUCCEEDED -> {}
            case DEGRADED -> all.addAll(List.of(pressed("a"), started("a", 1, 1, 1), degraded("a")));
            case SKIPPED -> all.addAll(List.of(pressed("a"), evaluated("a", false)));
            case FAILED -> all.addAll(List.of(pressed("a"), started("a", 1, 1, 1), failed("a")));
            case IDLE -> all.addAll(List.of(pressed("a"), started("a", 1, 1, 1), putBack("a")));
            case WAITING, RUNNING, CANCELLED -> throw new AssertionError(status);
        }
        return all.toArray(Event[]::new);
    }

    private static final List<StageStatus> EDITABLE = List.of(
            StageStatus.SUCCEEDED, StageStatus.DEGRADED, StageStatus.SKIPPED, StageStatus.FAILED, StageStatus.IDLE);

    @ParameterizedTest
    @MethodSource
    @Tag("A1")
    void editing(Scenario row) {
        row.check();
    }

    static Stream<Scenario> editing() {
        Stream<Scenario> each = EDITABLE.stream()
                .map(status -> row("a stage that is " + status + " gets an output by hand")
                        .of(DOC)
                        .given(standing(status))
                        .when(edit("a", Y, null))
                        .then(edited("a", Y)));
        Stream<Scenario> others = Stream.of(
                row("the version is the one they saw")
                        .of(DOC)
                        .given(written())
                        .at(9)
                        .when(edit("a", X, 1))
                        .then(on(9, edited("a", X))),
                row("another was faster")
                        .of(DOC)
                        .given(written(edited("a", X)))
                        .when(edit("a", Y, 1))
                        .refused(
                                Rejection.EDIT_CONFLICT,
                                "the output of stage a is version 2 by now, by bob, since " + ZERO
                                        + ", and you saw version 1",
                                "look at what is there now, and edit that"),
                row("and undid it: that is no version they saw either")
                        .of(DOC)
                        .given(written(edited("a", X), undone("a", 1)))
                        .when(edit("a", Y, 1))
                        .refused(
                                Rejection.EDIT_CONFLICT,
                                "the output of stage a is version 3 by now, by bob, since " + ZERO
                                        + ", and you saw version 1",
                                "look at what is there now, and edit that"),
                row("what is there already")
                        .of(DOC)
                        .given(written())
                        .when(edit("a", OUT, 1))
                        .then(),
                row("what is there already, and is stale: it is right as it is")
                        .of(DOC)
                        .given(written(edited("a", X)))
                        .when(edit("b", OUT, 1))
                        .then(edited("b", OUT)),
                row("what runs")
                        .of(DOC)
                        .given(claimed(), started("a"))
                        .when(edit("a", X, 0))
                        .refused(Rejection.NOT_EDITABLE, "stage a runs", "wait until it has ended, or reset it first"),
                row("what is tried again soon")
                        .of(DOC)
                        .given(claimed(), started("a"), failedUntil(60, "a"))
                        .when(edit("a", X, 0))
                        .refused(
                                Rejection.NOT_EDITABLE,
                                "stage a is about to be tried again",
                                "wait until it has ended, or reset it first"),
                row("what is in doubt")
                        .of(document(external(stage("a"))))
                        .given(claimed(), started("a"), doubted("a"))
                        .when(edit("a", X, 0))
                        .refused(
                                Rejection.NOT_EDITABLE,
                                "stage a is in doubt: nobody knows what it did outside",
                                "settle it: run again, done, or failed"),
                row("of items in doubt, too, although it was put back")
                        .of(document(map(2, external(stage("a")))))
                        .given(
                                claimed(),
                                started("a"),
                                listed("a", 1),
                                itemStarted("a", 0),
                                itemDoubted("a", 0),
                                putBack("a"))
                        .when(edit("a", X, 0))
                        .refused(
                                Rejection.NOT_EDITABLE,
                                "stage a is in doubt: nobody knows what it did outside",
                                "settle it: run again, done, or failed"),
                row("what has nothing to be made of yet")
                        .of(DOC)
                        .given(claimed())
                        .when(edit("b", X, 0))
                        .refused(
                                Rejection.NOT_EDITABLE, "stage b waits for a", "give it an output when these are done"),
                row("what an export made are files")
                        .of(document(export(stage("a"))))
                        .given(claimed(), started("a"), succeeded("a"))
                        .when(edit("a", X, 1))
                        .refused(
                                Rejection.NOT_EDITABLE,
                                "stage a is an export: its output tells of the files it made",
                                "edit what it is made of, and run it again"),
                row("a stage of no document")
                        .given(claimed(), started("a"), succeeded("a"))
                        .when(edit("a", X, 1))
                        .refused(
                                Rejection.NOT_WAITING,
                                "stage a is succeeded and does not wait for a person's output",
                                "give an output to an input stage once everything before it is done"),
                row("an answer that is another by now")
                        .of(document(input(stage("a"))))
                        .given(claimed(), asked("a"), edited("a", X), pressed("a"), asked("a"))
                        .when(edit("a", Y, 0))
                        .refused(
                                Rejection.EDIT_CONFLICT,
                                "the output of stage a is version 1 by now, by bob, and you saw version 0",
                                "look at what is there now, and edit that"));
        return Stream.concat(each, others);
    }

    @ParameterizedTest
    @MethodSource
    @Tag("A1")
    void undoing(Scenario row) {
        row.check();
    }

    static Stream<Scenario> undoing() {
        Stream<Scenario> each = EDITABLE.stream()
                .map(status -> row("undone in a stage that is " + status)
                        .of(DOC)
                        .given(standing(status))
                        .when(undo("a"))
                        .then(undone("a", status == StageStatus.SUCCEEDED ? 1 : 2)));
        Event[] thin = {claimed(), started("a"), degraded("a")};
        Stream<Scenario> degraded = EDITABLE.stream().map(status -> {
            List<Event> all = new ArrayList<>(List.of(thin));
            all.addAll(
                    switch (status) {
                        case SUCCEEDED -> List.of(edited("a", X));
                        case DEGRADED -> List.of(pressed("a"), started("a", 1, 1, 1), degraded("a"));
                        case SKIPPED -> List.of(pressed("a"), evaluated("a", false));
                        case FAILED -> List.of(pressed("a"), started("a", 1, 1, 1), failed("a"));
                        default -> List.of(pressed("a"));
                    });
            return row("a degraded output is there again in a stage that was " + status)
                    .of(DOC)
                    .given(all.toArray(Event[]::new))
                    .when(undo("a", status == StageStatus.DEGRADED || status == StageStatus.SUCCEEDED ? 2 : null))
                    .then(undone("a", 1));
        });
        Stream<Scenario> others = Stream.of(
                row("further back each time")
                        .of(DOC)
                        .given(written(edited("a", X), edited("a", Y), undone("a", 2)))
                        .when(undo("a", 4))
                        .then(undone("a", 1)),
                row("an edit after that begins anew")
                        .of(DOC)
                        .given(written(edited("a", X), undone("a", 1), edited("a", Y)))
                        .when(undo("a"))
                        .then(undone("a", 3)),
                row("to the first, and no further")
                        .of(DOC)
                        .given(written(edited("a", X), undone("a", 1)))
                        .when(undo("a"))
                        .refused(
                                Rejection.NOTHING_TO_UNDO,
                                "stage a has no output before this one",
                                "edit it, or run it again"),
                row("twice at once")
                        .of(DOC)
                        .given(written(edited("a", X), edited("a", Y), undone("a", 2)))
                        .when(undo("a", 3))
                        .refused(
                                Rejection.EDIT_CONFLICT,
                                "the output of stage a is version 4 by now, by bob, since " + ZERO
                                        + ", and you saw version 3",
                                "look at what is there now, and edit that"),
                row("of what never had an output")
                        .of(DOC)
                        .given(claimed(), started("a"), failed("a"))
                        .when(undo("a"))
                        .refused(
                                Rejection.NOTHING_TO_UNDO,
                                "stage a has no output before this one",
                                "edit it, or run it again"),
                row("while it runs again")
                        .of(DOC)
                        .given(claimed(), started("a"), succeeded("a"), pressed("a"), started("a", 1, 1, 1))
                        .when(undo("a"))
                        .refused(Rejection.NOT_EDITABLE, "stage a runs", "wait until it has ended, or reset it first"),
                row("while a person is asked again")
                        .of(document(input(stage("a"))))
                        .given(claimed(), asked("a"), edited("a", X), pressed("a"), asked("a"))
                        .when(undo("a"))
                        .refused(Rejection.NOT_EDITABLE, "stage a waits for a person's output", "give its output"));
        return Stream.of(each, degraded, others).flatMap(rows -> rows);
    }

    @ParameterizedTest
    @MethodSource
    @Tag("A1")
    @Tag("A2")
    void pressingAgain(Scenario row) {
        row.check();
    }

    static Stream<Scenario> pressingAgain() {
        return Stream.concat(
                EDITABLE.stream()
                        .filter(status -> status != StageStatus.IDLE)
                        .map(status -> row("a stage that is " + status + " runs again, though it is no manual one")
                                .of(DOC)
                                .given(standing(status))
                                .when(press("a"))
                                .then(pressed("a"))),
                Stream.of(
                        row("in a generation of its own, reading what is there now")
                                .of(DOC)
                                .given(written(edited("a", X), pressed("b"), claimed(B, 2)))
                                .in(here().in(B))
                                .plans(record(started("b", 1, 1, 2))),
                        row("what stands on it does not run with it")
                                .of(document(stage("a"), stage("b", "a")))
                                .given(written(
                                        pressed("a"),
                                        claimed(B, 2),
                                        started("a", 1, 1, 2),
                                        Documents.succeeded("a", X)))
                                .in(here().in(B))
                                .plans(record(rests()))
                                .because(because(Reason.Code.OPEN)),
                        row("once what it stands on is there")
                                .of(DOC)
                                .given(written(pressed("a")))
                                .when(press("b"))
                                .refused(
                                        Rejection.NOT_PRESSABLE, "stage b waits for a", "press it when these are done"),
                        row("in a run that is no document it does not")
                                .given(claimed(), started("a"), succeeded("a"))
                                .when(press("a"))
                                .refused(
                                        Rejection.NOT_PRESSABLE,
                                        "stage a has succeeded in this run",
                                        "start a new run to have it run again")));
    }

    @ParameterizedTest
    @MethodSource
    @Tag("A1")
    void adopting(Scenario row) {
        row.check();
    }

    static Stream<Scenario> adopting() {
        return Stream.of(
                row("what came too late for a stage that failed")
                        .given(
                                claimed(),
                                started("a"),
                                claimed(B, 2),
                                late("a", 1),
                                started("a", 0, 1, 2),
                                failed("a"),
                                started("b"))
                        .when(adopt("a"))
                        .then(adopted("a")),
                row("or was put back")
                        .given(
                                claimed(),
                                started("a"),
                                claimed(B, 2),
                                late("a", 1),
                                started("a", 0, 1, 2),
                                putBack("a"))
                        .when(adopt("a"))
                        .then(adopted("a")),
                row("not while it runs")
                        .given(claimed(), started("a"), claimed(B, 2), late("a", 1), started("a", 0, 1, 2))
                        .when(adopt("a"))
                        .refused(
                                Rejection.NOT_EDITABLE,
                                "stage a is running",
                                "adopt a late result where the stage has failed or was put back; one that runs is"
                                        + " reset first"),
                row("in a document also instead of another output")
                        .of(DOC)
                        .given(written(late("a", 1)))
                        .when(adopt("a"))
                        .then(adopted("a")),
                row("once")
                        .of(DOC)
                        .given(written(late("a", 1), adopted("a")))
                        .when(adopt("a"))
                        .refused(
                                Rejection.NO_LATE_RESULT,
                                "no result of stage a came too late",
                                "look at the history for results that did"));
    }

    static Stream<Scenario> all() {
        return Stream.of(editing(), undoing(), pressingAgain(), adopting()).flatMap(rows -> rows);
    }
}
