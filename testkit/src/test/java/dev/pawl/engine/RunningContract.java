// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.PipelineBuilder;
import dev.pawl.RawJson;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that go well. */
interface RunningContract extends OnABench {

    @Test
    default void outputsAreHandedOn() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("chain", String.class)
                .stage("a", Integer.class, s -> s.run(c -> c.input().length()))
                .stage("b", Integer.class, s -> s.after("a").run(c -> c.output("a", Integer.class) + 1))
                .stage(
                        "c",
                        String.class,
                        s -> s.after("a", "b")
                                .run(c -> c.upstream() + " " + c.previous(Integer.class) + " "
                                        + c.output("a", Integer.class)))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "four", Submission.plain());
        RunView view = end(run, SUCCEEDED);
        assertThat(text(pawl, run.id(), "b")).isEqualTo("5");
        assertThat(text(pawl, run.id(), "c")).isEqualTo("\"[a, b] 5 4\"");
        assertThat(view.progress().percent()).isEqualTo(100);
        assertThat(view.owner()).isNull();
    }

    @Test
    default void aStageSeesItsRun() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("who", String.class)
                .key(input -> "k-" + input)
                .stage(
                        "a",
                        Object.class,
                        s -> s.run(c -> List.of(
                                c.run(), c.stage(), c.user() + "", c.key() + "", c.attempt(), c.epoch(), c.number())))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "x", Submission.by("ada"));
        long number = end(run, SUCCEEDED).number();
        assertThat(text(pawl, run.id(), "a"))
                .isEqualTo("[\"%1$s\",\"a\",\"ada\",\"k-x\",\"%1$s/a/0/1\",1,%2$d]", run.id(), number);
    }

    @Test
    default void aStageThatIsNotUpstreamCannotBeRead() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("nosy", String.class)
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .stage("b", Integer.class, s -> s.run(c -> c.output("a", Integer.class)))
                .build();
        RunView view = end(bench().start().submit(pipeline, "", Submission.plain()));
        assertThat(view.error()).contains("stage b", "not upstream");
    }

    @Test
    default void branchesOverlap() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        Pipeline<String> pipeline = Pipeline.named("diamond", String.class)
                .stage("top", Integer.class, s -> s.run(c -> 1))
                .stage(
                        "left",
                        Integer.class,
                        s -> s.after("top").run(c -> {
                            both.await(10, TimeUnit.SECONDS);
                            return 2;
                        }))
                .stage(
                        "right",
                        Integer.class,
                        s -> s.after("top").run(c -> {
                            both.await(10, TimeUnit.SECONDS);
                            return 3;
                        }))
                .stage(
                        "end",
                        Integer.class,
                        s -> s.after("left", "right")
                                .run(c -> c.output("left", Integer.class) + c.output("right", Integer.class)))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, SUCCEEDED);
        assertThat(text(pawl, run.id(), "end")).isEqualTo("5");
    }

    @ParameterizedTest
    @ValueSource(ints = {200})
    default void aLongChain(int stages) throws Exception {
        PipelineBuilder<Integer> builder =
                Pipeline.named("long", Integer.class).stage("s0", Integer.class, s -> s.run(c -> c.input()));
        for (int i = 1; i < stages; i++) {
            String before = "s" + (i - 1);
            builder.stage("s" + i, Integer.class, s -> s.after(before).run(c -> c.previous(Integer.class) + 1));
        }
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(builder.build(), 7, Submission.plain());
        end(run, SUCCEEDED);
        assertThat(text(pawl, run.id(), "s" + (stages - 1))).isEqualTo(String.valueOf(7 + stages - 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {300})
    default void aWideFan(int width) throws Exception {
        PipelineBuilder<Integer> builder = Pipeline.named("wide", Integer.class);
        String[] all = IntStream.range(0, width).mapToObj(i -> "s" + i).toArray(String[]::new);
        for (int i = 0; i < width; i++) {
            int n = i;
            builder.stage(all[i], Integer.class, s -> s.run(c -> n));
        }
        builder.stage(
                "sum",
                Integer.class,
                s -> s.after(all)
                        .run(c -> c.upstream().stream()
                                .mapToInt(up -> c.output(up, Integer.class))
                                .sum()));
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(builder.build(), 0, Submission.plain());
        end(run, SUCCEEDED);
        assertThat(text(pawl, run.id(), "sum")).isEqualTo(String.valueOf(width * (width - 1) / 2));
    }

    @Test
    @Tag("D2")
    default void theUserIsTheSameInEachStage() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("users", String.class)
                .userRequired()
                .stage("a", String.class, s -> s.run(c -> c.user()))
                .stage("b", String.class, s -> s.after("a").run(c -> c.user()))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.by("grace"));
        assertThat(end(run, SUCCEEDED).user()).isEqualTo("grace");
        assertThat(text(pawl, run.id(), "a")).isEqualTo("\"grace\"");
        assertThat(text(pawl, run.id(), "b")).isEqualTo("\"grace\"");
    }

    @Test
    @Tag("D2")
    default void aRunWithoutItsUserIsRefused() {
        Pipeline<String> pipeline = Pipeline.named("users", String.class)
                .userRequired()
                .stage("a", String.class, s -> s.run(c -> c.user()))
                .build();
        Pawl driving = bench().start();
        Pawl looking = bench().open();
        for (Pawl pawl : List.of(driving, looking)) {
            assertThatThrownBy(() -> pawl.submit(pipeline, "", Submission.plain()))
                    .isInstanceOf(RefusedException.class)
                    .extracting("code")
                    .isEqualTo("NO_USER");
            assertThat(pawl.runs(dev.pawl.spi.RunQuery.newest(10))).isEmpty();
        }
    }

    @Test
    default void whatARunIsFoundByHasALength() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("marks", String.class)
                .key(input -> input)
                .stage("a", String.class, s -> s.run(c -> c.key()))
                .build();
        Random random = new Random(1);
        String longest = random.ints(Submission.LONGEST_TEXT, '!', '~')
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, longest, Submission.by(longest).label(longest, longest));
        assertThat(end(run, SUCCEEDED).key()).isEqualTo(longest);
        for (String key : List.of("", " ", longest + "k")) {
            assertThatThrownBy(() -> pawl.submit(pipeline, key, Submission.plain()))
                    .isInstanceOf(RefusedException.class)
                    .extracting("code")
                    .isEqualTo("INVALID");
        }
        assertThat(pawl.runs(dev.pawl.spi.RunQuery.newest(10))).hasSize(1);
    }

    @Test
    default void inputsComeBackAsTheyWere() throws Exception {
        String odd = "\u0000 \uD83D\uDE00 e\u0301 \u202E \\ \" \n ".repeat(100_000);
        Pipeline<String> pipeline = Pipeline.named("odd", String.class)
                .stage("a", Boolean.class, s -> s.run(c -> odd.equals(c.input())))
                .stage("b", String.class, s -> s.run(c -> c.input().substring(0, 12)))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, odd, Submission.by("Zoë").label("größe", "☃"));
        RunView view = end(run, SUCCEEDED);
        assertThat(text(pawl, run.id(), "a")).isEqualTo("true");
        assertThat(view.user()).isEqualTo("Zoë");
        assertThat(view.labels()).containsEntry("größe", "☃");
    }

    @Test
    default void aRawInputIsKeptByteForByte() throws Exception {
        byte[] raw = " [1e2, 1.0,  \"\\u0000\" ] \n".getBytes(StandardCharsets.UTF_8);
        Pipeline<Object[]> pipeline = Pipeline.named("raw", Object[].class)
                .stage("a", Integer.class, s -> s.run(c -> c.input().length))
                .stage(
                        "b",
                        String.class,
                        s -> s.run(c -> new String(c.openInput().readAllBytes(), StandardCharsets.UTF_8)))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, RawJson.of(raw), Submission.plain());
        end(run, SUCCEEDED);
        assertThat(pawl.input(run.id()).readAllBytes()).isEqualTo(raw);
        assertThat(text(pawl, run.id(), "a")).isEqualTo("3");
        assertThat(pawl.output(run.id(), "b")).isPresent();
    }

    @Test
    default void awaitingHasNoLimitUnlessGiven() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("quick", String.class)
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .build();
        assertThat(bench().start()
                        .submit(pipeline, "", Submission.plain())
                        .await()
                        .status())
                .isEqualTo(SUCCEEDED);
    }

    @Test
    default void theHistoryIsTheStory() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("story", String.class)
                .stage("a", Integer.class, s -> s.run(c -> 1))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, SUCCEEDED);
        assertThat(Bench.events(pawl, run.id()))
                .extracting(Event::getClass)
                .extracting(Class::getSimpleName)
                .containsExactly("Created", "Claimed", "AttemptStarted", "AttemptSucceeded", "Ended");
        assertThat(pawl.check()).isEmpty();
    }
}
