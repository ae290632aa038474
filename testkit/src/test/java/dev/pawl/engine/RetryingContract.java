// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.CANCELLED;
import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.raw;
import static dev.pawl.engine.Bench.stage;
import static dev.pawl.engine.Bench.text;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.Retry;
import dev.pawl.RetryPlan;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import dev.pawl.core.Lineage;
import dev.pawl.spi.RunQuery;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that has ended is taken up by another one at one of its stages. */
interface RetryingContract extends OnABench {

    @Test
    @Tag("C1")
    @Tag("C6")
    @Tag("C10")
    @Tag("C17")
    @Tag("D9")
    @Tag("S4")
    default void itBeginsAtTheStageAndEndsAsIfNothingHadHappened() throws Exception {
        Tally tally = new Tally();
        AtomicBoolean broken = new AtomicBoolean(true);
        Pipeline<String> pipeline = Lined.up(tally, broken);
        Pawl pawl = bench().start(pipeline);
        RunHandle failed = pawl.submit(
                pipeline, "x", Submission.by("ada").label("team", "media").priority(3));
        RunView before = end(failed, FAILED);
        broken.set(false);
        RunHandle undisturbed = pawl.submit(pipeline, "x", Submission.by("ada"));
        end(undisturbed, SUCCEEDED);
        tally.clear();

        RunHandle again =
                pawl.retry(failed.id(), Retry.from("b").reason("mended").by("bob"));
        RunView view = end(again, SUCCEEDED);

        assertThat(tally.all()).isEqualTo(Map.of("b", 1, "c", 1));
        for (String stage : List.of("a", "b", "c")) {
            assertThat(text(pawl, again.id(), stage)).isEqualTo(text(pawl, undisturbed.id(), stage));
        }
        assertThat(view)
                .returns(failed.id(), RunView::parent)
                .returns(failed.id(), RunView::root)
                .returns("b", RunView::retryFrom)
                .returns(1, RunView::depth)
                .returns("ada", RunView::user)
                .returns(Map.of("team", "media"), RunView::labels);
        assertThat(view.number()).isGreaterThan(before.number());
        assertThat(stage(view, "a").reusedFrom()).isEqualTo(new StageView.ReusedFrom(failed.id(), "a"));
        assertThat(stage(view, "b").reusedFrom()).isNull();
        assertThat(before)
                .returns(failed.id(), RunView::root)
                .returns(null, RunView::parent)
                .returns(0, RunView::depth);
        assertThat(events(pawl, again.id(), Event.Reused.class))
                .singleElement()
                .returns("a", Event.Reused::stage)
                .returns(failed.id(), Event.Reused::run);
        assertThat(events(pawl, again.id(), Event.Created.class).getFirst().lineage())
                .isEqualTo(new Lineage(failed.id(), failed.id(), "b", 1, "mended", "bob", false));
        assertThat(pawl.history(again.id(), 0, 1).getFirst().events())
                .as("the whole of it is one entry")
                .hasAtLeastOneElementOfType(Event.Reused.class);
        assertThat(pawl.runs(RunQuery.newest(1)).getFirst()).returns(failed.id(), RunView::parent);
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    @Tag("C10")
    default void itBeginsAtTheFirstStage() throws Exception {
        Tally tally = new Tally();
        AtomicBoolean broken = new AtomicBoolean(true);
        Pipeline<String> pipeline = Lined.up(tally, broken);
        Pawl pawl = bench().start(pipeline);
        RunHandle failed = pawl.submit(pipeline, "x", Submission.plain());
        end(failed, FAILED);
        broken.set(false);
        tally.clear();
        RunHandle again = pawl.retry(failed.id(), Retry.from("a"));
        end(again, SUCCEEDED);
        assertThat(tally.all()).isEqualTo(Map.of("a", 1, "b", 1, "c", 1));
        assertThat(events(pawl, again.id(), Event.Reused.class)).isEmpty();
    }

    @Test
    @Tag("C9")
    default void fromAValidatorItBeginsAtWhatThatChecks() throws Exception {
        Tally tally = new Tally();
        AtomicBoolean strict = new AtomicBoolean(true);
        Pipeline<String> pipeline = Pipeline.named("p", String.class)
                .stage("a", Integer.class, s -> s.run(c -> tally.count("a")))
                .stage("make", Integer.class, s -> s.after("a").run(c -> tally.count("make")))
                .stage(
                        "check",
                        Integer.class,
                        s -> s.validates("make", 0).run(c -> {
                            tally.count("check");
                            if (strict.get()) {
                                throw new dev.pawl.RejectedException("no");
                            }
                            return 1;
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle failed = pawl.submit(pipeline, "x", Submission.plain());
        end(failed, FAILED);
        strict.set(false);
        tally.clear();
        RunHandle again = pawl.retry(failed.id(), Retry.from("check"));
        RunView view = end(again, SUCCEEDED);
        assertThat(view.retryFrom()).isEqualTo("make");
        assertThat(tally.all()).isEqualTo(Map.of("make", 1, "check", 1));
    }

    @Test
    @Tag("B5")
    @Tag("S4")
    default void onlyTheItemsThatFailedAreDoneAgain() throws Exception {
        Tally tally = new Tally();
        AtomicBoolean broken = new AtomicBoolean(true);
        Pipeline<Integer> pipeline = Pipeline.named("p", Integer.class)
                .stage(
                        "list",
                        Object.class,
                        s -> s.run(c -> IntStream.range(0, c.input()).boxed().toList()))
                .stage(
                        "each",
                        Object.class,
                        s -> s.after("list").map(c -> Arrays.asList(c.output("list", Integer[].class)), (c, item) -> {
                            tally.count("item " + item);
                            if (broken.get() && item % 10 == 3) {
                                throw new IllegalStateException("broken");
                            }
                            return item == 7 ? "x".repeat(9_000) : "made of " + item;
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle failed = pawl.submit(pipeline, 200, Submission.plain());
        end(failed, FAILED);
        broken.set(false);
        tally.clear();
        assertThat(pawl.planRetry(failed.id(), Retry.from("each").onlyFailedItems(true)))
                .returns(180, RetryPlan::reusedItems);
        RunHandle again = pawl.retry(failed.id(), Retry.from("each").onlyFailedItems(true));
        RunView view = end(again, SUCCEEDED);
        assertThat(tally.all()).hasSize(20).allSatisfy((item, times) -> {
            assertThat(item).endsWith("3");
            assertThat(times).isEqualTo(1);
        });
        RunHandle undisturbed = pawl.submit(pipeline, 200, Submission.plain());
        end(undisturbed, SUCCEEDED);
        assertThat(text(pawl, again.id(), "each")).isEqualTo(text(pawl, undisturbed.id(), "each"));
        assertThat(Objects.requireNonNull(stage(view, "each").items()).done()).isEqualTo(200);
    }

    @Test
    @Tag("C3")
    default void anotherInputIsGivenToWhatRuns() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        Pipeline<String> pipeline = Pipeline.named("p", String.class)
                .key(input -> "k-" + input)
                .stage("a", String.class, s -> s.run(c -> "a of " + c.input()))
                .stage(
                        "b",
                        String.class,
                        s -> s.after("a").run(c -> {
                            if (broken.get()) {
                                throw new IllegalStateException("broken");
                            }
                            return c.output("a", String.class) + ", b of " + c.input();
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle failed = pawl.submit(pipeline, "x", Submission.plain());
        end(failed, FAILED);
        broken.set(false);
        RunHandle again = pawl.retry(failed.id(), Retry.from("b").input(raw("\"y\"")));
        RunView view = end(again, SUCCEEDED);
        assertThat(text(pawl, again.id(), "b")).isEqualTo("\"a of x, b of y\"");
        assertThat(view.key()).isEqualTo("k-y");
    }

    @Test
    @Tag("C2")
    default void aCancelledRunIsTakenUp() throws Exception {
        Gate gate = bench().gate();
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("p", String.class)
                .stage("a", Integer.class, s -> s.run(c -> tally.count("a")))
                .stage(
                        "b",
                        Integer.class,
                        s -> s.after("a").run(c -> {
                            gate.pass();
                            return tally.count("b");
                        }))
                .build();
        Pawl pawl = bench().start(pipeline);
        RunHandle run = pawl.submit(pipeline, "x", Submission.plain());
        gate.awaitReached();
        pawl.cancel(run.id(), null, null);
        end(run, CANCELLED);
        gate.open();
        end(pawl.retry(run.id(), Retry.from("b")), SUCCEEDED);
        assertThat(tally.all()).containsEntry("a", 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("C11")
    default void aCrashWhileItIsMadeLeavesNoneOrAWholeOne(boolean landed) throws Exception {
        Tally tally = new Tally();
        AtomicBoolean broken = new AtomicBoolean(true);
        Pipeline<String> pipeline = Lined.up(tally, broken);
        Pawl first = bench().start(pipeline);
        RunHandle failed = first.submit(pipeline, "x", Submission.plain());
        end(failed, FAILED);
        broken.set(false);
        WatchedStore store = bench().storeOf(first);
        if (landed) {
            store.beforeAnswer(appends -> store.kill());
        } else {
            store.hold();
        }
        var unused = CompletableFuture.runAsync( // of which nobody hears
                () -> first.retry(failed.id(), Retry.from("b")),
                task -> Thread.ofVirtual().start(task));
        until(() -> landed ? store.isDead() : store.held() > 0);
        if (!landed) {
            store.kill();
        }
        Pawl second = bench().start(pipeline);
        List<RunView> heirs = second.runs(RunQuery.newest(10)).stream()
                .filter(run -> failed.id().equals(run.parent()))
                .toList();
        assertThat(heirs).hasSize(landed ? 1 : 0);
        RunHandle again = landed ? second.run(heirs.getFirst().id()) : second.retry(failed.id(), Retry.from("b"));
        end(again, SUCCEEDED);
        assertThat(events(second, again.id(), Event.Reused.class)).hasSize(1);
        assertThat(tally.of("a")).isEqualTo(1);
        assertThat(tally.of("c")).isEqualTo(1);
        assertThat(second.check()).isEmpty();
    }
}
