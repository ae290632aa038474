// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.CANCELLED;
import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.core.RunStatus.WAITING;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.stage;
import static dev.pawl.engine.Bench.text;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RefusedException;
import dev.pawl.Retry;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.StageView.Stale;
import dev.pawl.Submission;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a retry is given, and what it takes over that was made of something else. */
interface RetriedInputContract extends OnABench {

    private static RawJson json(String text) {
        return RawJson.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Pipeline<String> line(AtomicBoolean broken) {
        return Pipeline.named("line", String.class)
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
    }

    @Test
    @Tag("C3")
    default void aCorrectedInputNeedsNotTheOneItCorrects() throws Exception {
        Pipeline<Object> before = Pipeline.named("count", Object.class)
                .stage(
                        "a",
                        Object.class,
                        s -> s.run(c -> {
                            throw new IllegalStateException("no number: " + c.input());
                        }))
                .build();
        Pawl pawl = bench().start(before);
        RunHandle failed = pawl.submit(before, "seven", Submission.plain());
        end(failed, FAILED);
        Pipeline<Integer> now = Pipeline.named("count", Integer.class)
                .version(2)
                .key(number -> "number " + number)
                .stage("a", Integer.class, s -> s.run(c -> c.input() + 1))
                .build();
        pawl.register(now);
        assertThatThrownBy(() -> pawl.retry(failed.id(), Retry.from("a")))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.code()).isEqualTo("INVALID");
                    assertThat(refused.problem()).contains("count does not take this input");
                });
        RunHandle again = pawl.retry(failed.id(), Retry.from("a").input(json("7")));
        assertThat(end(again, SUCCEEDED).key()).isEqualTo("number 7");
        assertThat(text(pawl, again.id(), "a")).isEqualTo("8");
    }

    @Test
    @Tag("C17")
    default void thePlanNamesWhatWasMadeOfAnotherInput() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        Pipeline<String> pipeline = line(broken);
        Pawl pawl = bench().start(pipeline);
        RunHandle first = pawl.submit(pipeline, "x", Submission.plain());
        end(first, FAILED);
        assertThat(pawl.planRetry(first.id(), Retry.from("b")).warnings()).isEmpty();
        Retry other = Retry.from("b").input(json("\"y\""));
        String warning = "made of another input than this run has, and taken over as it is: a";
        assertThat(pawl.planRetry(first.id(), other).warnings()).containsExactly(warning);
        RunHandle second = pawl.retry(first.id(), other);
        end(second, FAILED);
        assertThat(pawl.planRetry(second.id(), Retry.from("b")).warnings())
                .as("it is of the first run's input still")
                .containsExactly(warning);
        assertThat(pawl.planRetry(second.id(), Retry.from("a")).warnings()).isEmpty();
    }

    @Test
    @Tag("A3")
    @Tag("C17")
    default void aStaleStageBeforeItStaysStale() throws Exception {
        DocumentContract.Letter letter = new DocumentContract.Letter();
        Pawl pawl = bench().start(letter.pipeline);
        RunHandle run = pawl.submit(letter.pipeline, "hello", Submission.plain());
        until(run, view -> view.status() == WAITING && view.owner() == null);
        pawl.press(run.id(), "print", "ann");
        until(run, view -> stage(view, "print").version() == 1 && view.owner() == null);
        pawl.edit(run.id(), "outline", json("\"good morning\""), "ann");
        pawl.cancel(run.id(), "ann", null);
        end(run, CANCELLED);
        assertThat(pawl.planRetry(run.id(), Retry.from("print")).warnings())
                .containsExactly(
                        "stage text is stale, and taken over as it is: it was made of another output of outline");
        RunHandle again = pawl.retry(run.id(), Retry.from("print"));
        RunView view = until(again, now -> stage(now, "print").version() == 1 && now.owner() == null);
        assertThat(stage(view, "text").stale()).singleElement().returns("outline", Stale::input);
        assertThat(stage(view, "print").stale())
                .as("it was made of what is stale")
                .singleElement()
                .returns("outline", Stale::input);
        pawl.edit(again.id(), "outline", json("\"hello\""), "ann");
        assertThat(stage(again.view(), "text").stale())
                .as("the same content again")
                .isEmpty();
    }

    /** A text that is too long. */
    enum TooLong {
        REASON,
        ACTOR,
        KEY;

        Retry of(Retry how) {
            String text = "x".repeat(Submission.LONGEST_TEXT + 1);
            return switch (this) {
                case REASON -> how.reason(text);
                case ACTOR -> how.by(text);
                case KEY -> how.input(json("\"" + text + "\""));
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("C2")
    default void whatIsTooLongForAnIndexIsRefused(TooLong row) throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        Pipeline<String> pipeline = line(broken);
        Pawl pawl = bench().start(pipeline);
        RunHandle failed = pawl.submit(pipeline, "x", Submission.plain());
        end(failed, FAILED);
        assertThatThrownBy(() -> pawl.retry(failed.id(), row.of(Retry.from("b"))))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.code()).isEqualTo("INVALID");
                    assertThat(refused.problem()).contains("1024 is the most there may be");
                });
    }
}
