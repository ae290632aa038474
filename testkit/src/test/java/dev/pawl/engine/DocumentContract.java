// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.QUEUED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.core.RunStatus.WAITING;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.stage;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.pawl.Diagnosis;
import dev.pawl.Health;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RecoveryAction;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.StageView.Stale;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Documents: runs that stay open, whose outputs people change. */
interface DocumentContract extends OnABench {

    /** A document of three stages: the last waits to be pressed. Each puts out what it read and its name, and is counted. */
    final class Letter {
        final Map<String, Integer> executed = new ConcurrentHashMap<>();
        final Pipeline<String> pipeline = Pipeline.named("letter", String.class)
                .interactive()
                .stage("outline", String.class, s -> s.run(c -> made("outline", c.input())))
                .stage(
                        "text",
                        Integer.class,
                        s -> s.after("outline")
                                .run(c -> made("text", c.output("outline", String.class))
                                        .length()))
                .stage(
                        "print",
                        String.class,
                        s -> s.after("text")
                                .manual()
                                .run(c -> made("print", c.output("text", Integer.class) + " letters")))
                .build();

        String made(String stage, String value) {
            executed.merge(stage, 1, Integer::sum);
            return value;
        }
    }

    private static RawJson json(String text) {
        return RawJson.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static RunView rests(RunHandle run) throws InterruptedException {
        return until(run, view -> view.status() == WAITING && view.owner() == null);
    }

    /** Submitted, written and printed. */
    private RunHandle written(Pawl pawl, Letter letter) throws InterruptedException {
        RunHandle run = pawl.submit(letter.pipeline, "hello", Submission.plain());
        rests(run);
        pawl.press(run.id(), "print", "ann");
        until(run, view -> stage(view, "print").status() == StageStatus.SUCCEEDED);
        rests(run);
        assertThat(letter.executed).isEqualTo(Map.of("outline", 1, "text", 1, "print", 1));
        return run;
    }

    private static String output(Pawl pawl, RunHandle run, String stage) throws IOException {
        try (InputStream in = pawl.output(run.id(), stage).orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> stale(RunView view) {
        return view.stages().stream()
                .filter(stage -> !stage.stale().isEmpty())
                .map(StageView::id)
                .toList();
    }

    private static RunView.Possible action(List<RunView.Possible> actions, String name) {
        return actions.stream()
                .filter(action -> action.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("A1")
    @Tag("A2")
    @Tag("A13")
    default void autoStagesRunByThemselvesAndManualOnesWait() throws Exception {
        Letter letter = new Letter();
        Pawl pawl = bench().start(letter.pipeline);
        RunHandle run = pawl.submit(letter.pipeline, "hello", Submission.plain());
        RunView open = rests(run);
        assertThat(letter.executed).isEqualTo(Map.of("outline", 1, "text", 1));
        assertThat(open.interactive()).isTrue();
        assertThat(open.health()).isEqualTo(Health.HEALTHY);
        assertThat(open.sentence()).isEqualTo("Open");
        StageView print = stage(open, "print");
        assertThat(print.trigger()).isEqualTo("manual");
        assertThat(print.depsMet()).isTrue();
        assertThat(print.version()).isZero();
        assertThat(action(print.actions(), "run").enabled()).isTrue();
        assertThat(stage(open, "text").version()).isEqualTo(1);
        pawl.press(run.id(), "print", "ann");
        until(run, view -> stage(view, "print").status() == StageStatus.SUCCEEDED);
        assertThat(output(pawl, run, "print")).isEqualTo("\"5 letters\"");
    }

    @Test
    @Tag("A3")
    @Tag("A13")
    default void anEditMakesWhatStandsOnItStaleAndTheSameContentFresh() throws Exception {
        Letter letter = new Letter();
        Pawl pawl = bench().start(letter.pipeline);
        RunHandle run = written(pawl, letter);
        pawl.edit(run.id(), "outline", json("\"good morning\""), 1, "ann");
        RunView edited = run.view();
        assertThat(edited.status()).isEqualTo(WAITING);
        assertThat(edited.sentence()).isEqualTo("Open, text and print stale");
        assertThat(stale(edited)).containsExactly("text", "print");
        StageView outline = stage(edited, "outline");
        assertThat(outline.version()).isEqualTo(2);
        assertThat(stage(edited, "print").stale())
                .isEqualTo(stage(edited, "text").stale())
                .singleElement()
                .returns("outline", Stale::input);
        pawl.edit(run.id(), "outline", json("\"hello\""), 2, "bob");
        assertThat(stale(run.view())).isEmpty();
        assertThat(rests(run).sentence()).isEqualTo("Open");
        assertThat(letter.executed).as("nothing ran").isEqualTo(Map.of("outline", 1, "text", 1, "print", 1));
        assertThat(events(pawl, run.id(), Event.Edited.class))
                .extracting(Event.Edited::by)
                .containsExactly("ann", "bob");
    }

    @Test
    @Tag("A3")
    @Tag("A13")
    default void aDiagnosisSaysWhatHasChangedAndWhoChangedIt() throws Exception {
        Letter letter = new Letter();
        Pawl pawl = bench().start(letter.pipeline);
        RunHandle run = written(pawl, letter);
        assertThat(pawl.diagnose(run.id()).reasons()).isEmpty();
        pawl.edit(run.id(), "outline", json("\"good morning\""), 1, "ann");
        Diagnosis stale = pawl.diagnose(run.id());
        assertThat(stale.reasons())
                .containsExactly(
                        new Diagnosis.Cause(
                                Diagnosis.Code.STALE,
                                "text",
                                "text is stale: it was made of another output of outline than there is now"),
                        new Diagnosis.Cause(
                                Diagnosis.Code.STALE,
                                "print",
                                "print is stale: it was made of another output of outline than there is now"));
        assertThat(stale.evidence().stream().filter(fact -> "text".equals(fact.stage())))
                .extracting(Diagnosis.Fact::name, Diagnosis.Fact::value)
                .startsWith(tuple("changed", "outline"), tuple("its version", 2), tuple("by", "ann"));
        long number = run.view().number();
        assertThat(stale.actions())
                .extracting(Diagnosis.Help::command)
                .contains("refresh-stale " + number, "stage accept-stale " + number + " text");
        pawl.acceptStale(run.id(), "text", "ann");
        assertThat(pawl.diagnose(run.id()).reasons()).isEmpty();
    }

    @Test
    @Tag("A1")
    default void ofTwoWhoEditAtOnceTheSecondIsTold() throws Exception {
        Letter letter = new Letter();
        Pawl pawl = bench().start(letter.pipeline);
        RunHandle run = written(pawl, letter);
        Pawl other = bench().open().register(letter.pipeline);
        other.edit(run.id(), "outline", json("\"hers\""), 1, "ann");
        assertThatThrownBy(() -> pawl.edit(run.id(), "outline", json("\"his\""), 1, "bob"))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.code()).isEqualTo("EDIT_CONFLICT");
                    assertThat(refused.problem())
                            .matches(
                                    "the output of stage outline is version 2 by now, by ann, since 20\\S+Z, and you saw version 1");
                });
        assertThat(output(pawl, run, "outline")).isEqualTo("\"hers\"");
    }

    @Test
    @Tag("A1")
    default void whatWasEditedIsUndone() throws Exception {
        Letter letter = new Letter();
        Pawl pawl = bench().start(letter.pipeline);
        RunHandle run = written(pawl, letter);
        pawl.edit(run.id(), "outline", json("\"one\""), "ann");
        pawl.edit(run.id(), "outline", json("\"two\""), "ann");
        pawl.undo(run.id(), "outline", 3, "ann");
        assertThat(output(pawl, run, "outline")).isEqualTo("\"one\"");
        pawl.undo(run.id(), "outline", null, "ann");
        assertThat(output(pawl, run, "outline")).isEqualTo("\"hello\"");
        RunView undone = run.view();
        assertThat(stale(undone)).isEmpty();
        assertThat(stage(undone, "outline").version()).isEqualTo(5);
        assertThat(action(stage(undone, "outline").actions(), "undo").enabled()).isFalse();
    }

    @Test
    @Tag("A3")
    default void aMarkIsDismissedUntilTheNextChangeAndAnOutputAccepted() throws Exception {
        Letter letter = new Letter();
        Pawl pawl = bench().start(letter.pipeline);
        RunHandle run = written(pawl, letter);
        pawl.edit(run.id(), "outline", json("\"good morning\""), "ann");
        pawl.dismissStale(run.id(), "text", "ann");
        assertThat(stage(run.view(), "text").staleDismissed()).isTrue();
        assertThat(stage(run.view(), "text").stale()).isNotEmpty();
        assertThat(stage(run.view(), "print").staleDismissed()).isFalse();
        pawl.edit(run.id(), "outline", json("\"good night\""), "ann");
        assertThat(stage(run.view(), "text").staleDismissed()).isFalse();
        pawl.acceptStale(run.id(), "text", "bob");
        assertThat(stale(run.view())).as("what stands on it is fresh by that").isEmpty();
        assertThat(events(pawl, run.id(), Event.StaleAccepted.class))
                .extracting(Event.StaleAccepted::by)
                .containsExactly("bob");
        assertThat(letter.executed.get("text")).isEqualTo(1);
    }

    @Test
    @Tag("A3")
    @Tag("A13")
    default void aRefreshRunsWhatIsStaleAndNoMore() throws Exception {
        Letter letter = new Letter();
        Pawl pawl = bench().start(letter.pipeline);
        RunHandle run = written(pawl, letter);
        pawl.edit(run.id(), "outline", json("\"howdy\""), "ann");
        pawl.refreshStale(run.id(), "ann");
        until(
                run,
                view -> view.status() == WAITING
                        && view.owner() == null
                        && stale(view).isEmpty());
        assertThat(letter.executed)
                .as("the text is as long as before")
                .isEqualTo(Map.of("outline", 1, "text", 2, "print", 1));
        assertThat(events(pawl, run.id(), Event.Kept.class))
                .extracting(Event.Kept::stage)
                .containsExactly("print");
        pawl.edit(run.id(), "outline", json("\"good morning\""), "ann");
        pawl.refreshStale(run.id(), "ann");
        until(
                run,
                view -> view.status() == WAITING
                        && view.owner() == null
                        && stale(view).isEmpty());
        assertThat(letter.executed).isEqualTo(Map.of("outline", 1, "text", 3, "print", 2));
        assertThat(output(pawl, run, "print")).isEqualTo("\"12 letters\"");
    }

    @Test
    @Tag("A3")
    @Tag("A13")
    default void whatFailedOnABadAnswerRunsAgainOnceThatIsCorrected() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("doc", String.class)
                .interactive()
                .input("answer", null, s -> {})
                .stage(
                        "sum",
                        Integer.class,
                        s -> s.after("answer").run(c -> Integer.parseInt(c.output("answer", String.class))))
                .stage("print", Integer.class, s -> s.after("sum").run(c -> c.output("sum", Integer.class)))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        until(run, view -> stage(view, "answer").status() == StageStatus.WAITING);
        pawl.edit(run.id(), "answer", json("\"seven\""), "ann");
        until(run, view -> stage(view, "sum").status() == StageStatus.FAILED);
        assertThat(stale(rests(run))).as("it would fail again").isEmpty();
        pawl.edit(run.id(), "answer", json("\"7\""), "ann");
        assertThat(stage(run.view(), "sum").stale()).singleElement().returns("answer", Stale::input);
        assertThat(run.view().sentence()).isEqualTo("Open, sum failed");
        assertThat(pawl.diagnose(run.id()).reasons())
                .extracting(Diagnosis.Cause::words)
                .contains("sum failed on another output of answer than there is now");
        pawl.refreshStale(run.id(), "ann");
        until(run, view -> stage(view, "print").status() == StageStatus.SUCCEEDED);
        assertThat(output(pawl, run, "print")).isEqualTo("7");
        assertThat(stale(rests(run))).isEmpty();
    }

    @Test
    @Tag("A13")
    default void whatRunsWhileItsInputIsEditedEndsStale() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("doc", String.class)
                .interactive()
                .stage("a", String.class, s -> s.run(c -> c.input()))
                .stage(
                        "b",
                        String.class,
                        s -> s.after("a").run(c -> {
                            gate.pass();
                            return c.output("a", String.class);
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle run = pawl.submit(pipeline, "old", Submission.plain());
        until(run, view -> stage(view, "b").status() == StageStatus.RUNNING);
        pawl.edit(run.id(), "a", json("\"new\""), "ann");
        gate.open();
        RunView ended = until(run, view -> stage(view, "b").status() == StageStatus.SUCCEEDED);
        assertThat(stale(ended)).containsExactly("b");
        assertThat(output(pawl, run, "b")).as("what was there at its start").isEqualTo("\"old\"");
        pawl.press(run.id(), "b", "ann");
        until(
                run,
                view -> stage(view, "b").generation() == 1 && stage(view, "b").status() == StageStatus.SUCCEEDED);
        assertThat(output(pawl, run, "b")).isEqualTo("\"new\"");
        assertThat(stale(run.view())).isEmpty();
    }

    @Test
    @Tag("A1")
    default void itIsClosed() throws Exception {
        Letter letter = new Letter();
        Pawl pawl = bench().start(letter.pipeline);
        RunHandle run = written(pawl, letter);
        assertThat(action(run.view().actions(), "close").enabled()).isTrue();
        assertThat(action(run.view().actions(), "retry").reason())
                .isEqualTo("the run is not at its end: close it, or cancel it");
        pawl.close(run.id(), "ann");
        RunView closed = end(run, SUCCEEDED);
        assertThat(action(closed.actions(), "close").reason()).isEqualTo("it is closed");
        assertThatThrownBy(() -> pawl.edit(run.id(), "outline", json("1"), "ann"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo("ENDED"));
        assertThat(events(pawl, run.id(), Event.Closed.class))
                .extracting(Event.Closed::by)
                .containsExactly("ann");
    }

    /** Who is done with it although something failed is not told that all is well, and may open it again. */
    @Test
    @Tag("A1")
    @Tag("S2")
    default void closedWithAStageThatFailedItHasFailedAndMayBeOpenedAgain() throws Exception {
        AtomicBoolean paper = new AtomicBoolean();
        Pipeline<String> pipeline = Pipeline.named("doc", String.class)
                .interactive()
                .key(input -> input)
                .stage("text", String.class, s -> s.run(c -> c.input()))
                .stage(
                        "print",
                        String.class,
                        s -> s.after("text").manual().run(c -> {
                            if (!paper.get()) {
                                throw new IllegalStateException("no paper");
                            }
                            return "printed";
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle run = pawl.submit(pipeline, "hello", Submission.plain());
        rests(run);
        pawl.press(run.id(), "print", "ann");
        until(run, view -> stage(view, "print").status() == StageStatus.FAILED);
        rests(run);
        pawl.close(run.id(), "ann");
        RunView closed = end(run, FAILED);
        assertThat(closed.error()).isEqualTo("stage print: IllegalStateException: no paper");
        assertThat(action(closed.actions(), "close").reason()).isEqualTo("it is closed");
        assertThat(action(closed.actions(), "resume").enabled()).isTrue();
        assertThat(action(closed.actions(), "retry").enabled()).isTrue();
        assertThat(pawl.close(run.id(), "bob").view().status()).isEqualTo(FAILED);
        paper.set(true);
        pawl.resume(run.id(), "ann");
        until(run, view -> stage(view, "print").status() == StageStatus.SUCCEEDED);
        rests(run);
        pawl.close(run.id(), "ann");
        end(run, SUCCEEDED);
    }

    @Test
    @Tag("A7")
    @Tag("A1")
    default void itIsNotClosedWhileAStageRuns() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("doc", String.class)
                .interactive()
                .stage(
                        "a",
                        String.class,
                        s -> s.run(c -> {
                            gate.pass();
                            return "a";
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        until(run, view -> stage(view, "a").status() == StageStatus.RUNNING);
        assertThatThrownBy(() -> pawl.close(run.id(), "ann"))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.code()).isEqualTo("BUSY");
                    assertThat(refused.remedy()).isEqualTo("wait until it has ended, or reset it, and close then");
                });
        pawl.reset(run.id(), "a", "ann");
        assertThat(stage(rests(run), "a").status()).isEqualTo(StageStatus.IDLE);
        pawl.close(run.id(), "ann");
        end(run, SUCCEEDED);
    }

    /** However old it is: nobody takes it, nobody gives it up, and it is as it was. */
    @Test
    @Tag("A6")
    @Tag("B2")
    default void atRestItIsLeftAloneWhoeverComesAndGoes() throws Exception {
        Letter letter = new Letter();
        Pawl before = bench().start(letter.pipeline);
        RunHandle run = written(before, letter);
        int events = events(before, run.id(), Event.class).size();
        before.close();
        Pawl after = bench().start(Abandoned.later(Duration.ofDays(90)), letter.pipeline);
        RunView open = after.run(run.id()).view();
        assertThat(open.status()).isEqualTo(WAITING);
        assertThat(open.health()).isEqualTo(Health.HEALTHY);
        assertThat(after.recover(RecoveryAction.FAIL, null, Duration.ofMinutes(5))
                        .changed())
                .isEmpty();
        assertThat(after.recover(RecoveryAction.RESUME, null, Duration.ZERO).changed())
                .isEmpty();
        assertThat(events(after, run.id(), Event.class)).hasSize(events);
        after.edit(run.id(), "outline", json("\"good morning\""), 1, "ann");
        after.refreshStale(run.id(), "ann");
        until(after.run(run.id()), view -> stale(view).isEmpty() && view.owner() == null);
        assertThat(letter.executed).isEqualTo(Map.of("outline", 1, "text", 2, "print", 2));
    }

    @Test
    @Tag("A6")
    @Tag("A10")
    @Tag("S1")
    default void killedInTheMiddleItShowsNothingImpossibleAndRecoversOnce() throws Exception {
        Gate gate = bench().gate();
        Letter letter = new Letter();
        Pipeline<String> pipeline = Pipeline.named("doc", String.class)
                .interactive()
                .stage("a", String.class, s -> s.run(c -> letter.made("a", c.input())))
                .stage(
                        "b",
                        String.class,
                        s -> s.after("a").manual().run(c -> {
                            gate.pass();
                            return letter.made("b", "b");
                        }))
                .build();
        Pawl dying = bench().start(pipeline);
        RunHandle run = dying.submit(pipeline, "x", Submission.plain());
        rests(run);
        dying.press(run.id(), "b", "ann");
        until(run, view -> stage(view, "b").status() == StageStatus.RUNNING);
        bench().kill(dying);
        gate.open();
        Pawl one = bench().open().register(pipeline);
        RunView lost = one.run(run.id()).view();
        assertThat(lost.status().active() && lost.health() != Health.INTERRUPTED)
                .as("shown as running, and nobody runs it: %s", lost)
                .isFalse();
        one.start();
        one.recover(RecoveryAction.RESUME, null, Duration.ZERO);
        one.resume(run.id(), "bob");
        if (severalWorkers()) {
            Pawl two = bench().start(pipeline);
            two.recover(RecoveryAction.RESUME, null, Duration.ZERO);
            two.resume(run.id(), "cid");
        }
        RunHandle there = one.run(run.id());
        until(there, view -> stage(view, "b").status() == StageStatus.SUCCEEDED && view.owner() == null);
        assertThat(letter.executed.get("a")).isEqualTo(1);
        assertThat(events(one, run.id(), Event.AttemptSucceeded.class))
                .extracting(Event.AttemptSucceeded::stage)
                .containsExactly("a", "b");
        assertThat(List.<RunStatus>of(QUEUED, WAITING)).contains(there.view().status());
    }
}
