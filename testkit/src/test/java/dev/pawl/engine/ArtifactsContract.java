// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.ArtifactBody;
import dev.pawl.ArtifactView;
import dev.pawl.ArtifactWriter;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.StageContext;
import dev.pawl.Submission;
import dev.pawl.core.Artifact;
import dev.pawl.core.Event;
import dev.pawl.core.OnInterrupt;
import dev.pawl.core.OnStall;
import dev.pawl.core.Silence;
import dev.pawl.testkit.SettableClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that stages make: there whole, or not at all. */
@Tag("A4")
interface ArtifactsContract extends OnABench {

    @Test
    default void filesAreThereWithTheSuccessOfTheirStageAndNotBefore() throws Exception {
        Gate gate = bench().gate();
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        Pipeline<String> pipeline = Pipeline.named("book", String.class)
                .export(
                        "publish",
                        s -> s.run(c -> {
                            c.artifact("pictures/1.png", out -> out.write(large));
                            Artifact made = c.artifact("report.txt", text("words"));
                            gate.pass();
                            return made;
                        }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        assertThat(pawl.artifacts(run.id())).isEmpty();
        assertThatThrownBy(() -> pawl.artifact(run.id(), "report.txt"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no finished file report.txt");
        gate.open();
        Instant ended = end(run, SUCCEEDED).stages().getFirst().finishedAt();
        Pawl other = bench().open();
        assertThat(other.artifacts(run.id()))
                .containsExactly(
                        new ArtifactView(
                                "publish", "pictures/1.png", "image/png", large.length, sha(large), ended, false),
                        new ArtifactView(
                                "publish",
                                "report.txt",
                                "text/plain",
                                5,
                                sha("words".getBytes(StandardCharsets.UTF_8)),
                                ended,
                                false));
        assertThat(bytes(other, run.id(), "pictures/1.png")).isEqualTo(large);
        assertThat(bytes(other, run.id(), "publish/report.txt")).asString().isEqualTo("words");
        assertThat(Bench.stage(run.view(), "publish").kind()).isEqualTo("export");
        assertThat(Bench.text(pawl, run.id(), "publish")).contains("\"report.txt\"", "\"size\":5");
    }

    private static Pipeline<String> filesOfItems(int items, int files) {
        return Pipeline.named("pictures", String.class)
                .stage(
                        "each",
                        Integer.class,
                        s -> s.parallel(1)
                                .map(c -> IntStream.range(0, items).boxed().toList(), (c, item) -> {
                                    for (int i = 0; i < files; i++) {
                                        c.artifact(i + ".txt", text("all the same"));
                                    }
                                    return item;
                                }))
                .build();
    }

    @Test
    default void theItemsOfAMapMayMakeMoreFilesThanAStage() throws Exception {
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(filesOfItems(3, 400), "", Submission.plain());
        end(run, SUCCEEDED);
        assertThat(pawl.artifacts(run.id())).hasSize(1200);
        assertThat(bytes(bench().open(), run.id(), "2/399.txt")).asString().isEqualTo("all the same");
        assertThat(pawl.check()).isEmpty();
    }

    @Test
    @Tag("C13")
    default void anItemWithTooManyFilesIsRefusedAsItComes() throws Exception {
        Pawl pawl = bench().start(Bench.options().maxPayload(50_000));
        RunHandle run = pawl.submit(filesOfItems(5, 100), "", Submission.plain());
        assertThat(end(run, FAILED).error()).contains("3 of 5 items failed");
        assertThat(Bench.events(pawl, run.id(), Event.ItemFailed.class))
                .extracting(failed -> failed.failure().message())
                .hasSize(3)
                .allMatch(words -> words.startsWith("with its 100 files the list of the files of all items")
                        && words.contains("50000 bytes allowed"));
    }

    @Test
    default void whatWasNotWrittenToItsEndIsNoFile() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("book", String.class)
                .stage(
                        "a",
                        String.class,
                        s -> s.run(c -> {
                            c.artifact("whole.txt", text("old"));
                            assertThatThrownBy(() -> c.artifact("half.txt", ArtifactsContract::breaks))
                                    .hasMessage("no paper");
                            assertThatThrownBy(() -> c.artifact("whole.txt", ArtifactsContract::breaks))
                                    .hasMessage("no paper");
                            c.artifact("twice.txt", text("first"));
                            c.artifact("twice.txt", text("second"));
                            return "";
                        }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, SUCCEEDED);
        assertThat(pawl.artifacts(run.id())).extracting(ArtifactView::name).containsExactly("whole.txt", "twice.txt");
        assertThat(bytes(pawl, run.id(), "twice.txt")).asString().isEqualTo("second");
    }

    @Test
    default void aStageThatFailedOffersNothing() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("book", String.class)
                .stage(
                        "a",
                        String.class,
                        s -> s.run(c -> {
                            c.artifact("report.txt", text("words"));
                            throw new IllegalStateException("too late");
                        }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, FAILED);
        assertThat(pawl.artifacts(run.id())).isEmpty();
    }

    @Test
    @Tag("A9")
    @Tag("E5")
    default void finishedPartsAreFoundAgainAfterARestart() throws Exception {
        Tally made = new Tally();
        Gate gate = bench().gate();
        Pipeline<String> pipeline = book(made, gate, OnInterrupt.RESUME);
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        first.close();
        Pawl second = bench().start(pipeline);
        end(second.run(run.id()), SUCCEEDED);
        assertThat(made.all()).isEqualTo(Map.of("1", 1, "2", 1, "3", 1, "4", 1, "cover", 1, "book", 1));
        assertThat(bytes(second, run.id(), "book.txt"))
                .asString()
                .isEqualTo("chapter 1\nchapter 2\nchapter 3\nchapter 4\n");
        assertThat(second.artifacts(run.id()))
                .as("parts are no files of their own")
                .extracting(ArtifactView::name)
                .containsExactly("cover.txt", "book.txt");
        assertThat(kept(second, run.id(), "publish/files")).isFalse();
    }

    @Test
    @Tag("A9")
    default void whatIsToBeginAnewMakesItsPartsAnew() throws Exception {
        Tally made = new Tally();
        Gate gate = bench().gate();
        Pipeline<String> pipeline = book(made, gate, OnInterrupt.RESTART);
        Pawl first = bench().start(pipeline);
        RunHandle run = first.submit(pipeline, "", Submission.plain());
        gate.awaitReached();
        first.close();
        Pawl second = bench().start(pipeline);
        end(second.run(run.id()), SUCCEEDED);
        assertThat(made.all()).isEqualTo(Map.of("1", 2, "2", 2, "3", 1, "4", 1, "cover", 2, "book", 1));
    }

    /** A book of four chapters, held up before the third the first time. */
    private static Pipeline<String> book(Tally made, Gate gate, OnInterrupt onInterrupt) {
        return Pipeline.named("book", String.class)
                .export(
                        "publish",
                        s -> s.onInterrupt(onInterrupt).run(c -> {
                            c.artifact("cover.txt", "blue", out -> {
                                made.count("cover");
                                out.write('c');
                            });
                            List<Artifact> chapters = new java.util.ArrayList<>();
                            for (int i = 1; i <= 4; i++) {
                                if (i == 3 && made.of("3") == 0 && !gate.isReached()) {
                                    gate.pass();
                                }
                                chapters.add(chapter(c, i, made));
                            }
                            return c.artifact("book.txt", out -> {
                                made.count("book");
                                for (Artifact chapter : chapters) {
                                    try (InputStream in = c.open(chapter)) {
                                        in.transferTo(out);
                                    }
                                }
                            });
                        }))
                .build();
    }

    private static Artifact chapter(StageContext<?> c, int number, Tally made) throws IOException {
        return c.part("chapter-" + number, "words of " + number, out -> {
            made.count("" + number);
            text("chapter " + number + "\n").write(out);
        });
    }

    @Test
    @Tag("A9")
    default void partsOfSomethingElseAreMadeAnew() throws Exception {
        Tally made = new Tally();
        Pipeline<String> pipeline = Pipeline.named("book", String.class)
                .stage(
                        "a",
                        String.class,
                        s -> s.retry(FailingContract.retries(1, 1)).run(c -> {
                            c.part("same", "same", text(made.count("same") + ""));
                            c.part("other", "attempt " + c.attemptNumber(), out -> made.count("other"));
                            c.artifact("same", "same", out -> made.count("never"));
                            if (c.attemptNumber() == 1) {
                                throw new IllegalStateException("once more");
                            }
                            return "";
                        }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, SUCCEEDED);
        assertThat(made.all()).isEqualTo(Map.of("same", 2, "other", 2));
        assertThat(bytes(pawl, run.id(), "same")).asString().isEqualTo("1");
    }

    @Test
    @Tag("A3")
    default void aFileIsStaleWhenWhatItWasMadeOfIsAnother() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("book", String.class)
                .interactive()
                .stage("text", String.class, s -> s.run(c -> "first"))
                .export("publish", s -> s.after("text").run(c -> c.artifact("a.txt", text("words"))))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        Bench.until(
                run,
                view -> !pawl.artifacts(run.id()).isEmpty() && view.status().active());
        assertThat(pawl.artifacts(run.id()).getFirst().stale()).isFalse();
        pawl.edit(run.id(), "text", json("second"), "ann");
        assertThat(pawl.artifacts(run.id()).getFirst().stale()).isTrue();
        pawl.edit(run.id(), "text", json("first"), "ann");
        assertThat(pawl.artifacts(run.id()).getFirst().stale()).isFalse();
    }

    private static RawJson json(String text) {
        return RawJson.of(("\"" + text + "\"").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    default void twoStagesMayMakeFilesOfOneName() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("book", String.class)
                .export("left", s -> s.run(c -> c.artifact("a.txt", text("left"))))
                .export("right", s -> s.run(c -> c.artifact("a.txt", text("right"))))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, SUCCEEDED);
        assertThatThrownBy(() -> pawl.artifact(run.id(), "a.txt"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("name one of left/a.txt, right/a.txt");
        assertThat(bytes(pawl, run.id(), "right/a.txt")).asString().isEqualTo("right");
    }

    @Test
    default void filesOfItemsAreThoseOfTheMap() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("pictures", String.class)
                .stage(
                        "each",
                        String.class,
                        s -> s.parallel(2).map(c -> List.of("a", "b", "c"), (c, item) -> {
                            if (!item.equals("b")) {
                                c.artifact(item + ".txt", text(item));
                            }
                            return item;
                        }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, SUCCEEDED);
        assertThat(pawl.artifacts(run.id())).extracting(ArtifactView::name).containsExactly("0/a.txt", "2/c.txt");
        assertThat(bytes(pawl, run.id(), "2/c.txt")).asString().isEqualTo("c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "..", "../x", "a/../x", "/x", "x/", "a//b", ".", "a\\b", "a\u0000b", "C:x", "a\nb", "\ud800"
            })
    default void aNameThatLeadsElsewhereIsRefused(String name) throws Exception {
        Pipeline<String> pipeline = Pipeline.named("book", String.class)
                .stage("a", Object.class, s -> s.run(c -> c.artifact(name, text(""))))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        assertThat(end(run, FAILED).error()).contains("a file cannot be called");
    }

    @Test
    @Tag("A8")
    default void anExportWithoutASignOfLifeForFiveMinutesHasFailed() throws Exception {
        SettableClock clock = new SettableClock();
        CountDownLatch began = new CountDownLatch(1);
        Pipeline<String> pipeline = Pipeline.named("book", String.class)
                .export(
                        "publish",
                        s -> s.run(c -> {
                            c.progress(1, 60, "pages");
                            began.countDown();
                            new CountDownLatch(1).await();
                            return null;
                        }))
                .build();
        assertThat(pipeline.spec().stages().getFirst().silence())
                .isEqualTo(new Silence(Duration.ofSeconds(10), Duration.ofMinutes(5), true, OnStall.FAIL));
        Pawl pawl = bench().start(Bench.options().clock(clock));
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        began.await();
        clock.advance(Duration.ofMinutes(5).minusSeconds(1));
        look(pawl, run);
        assertThat(run.view().status().active()).isTrue();
        clock.advance(Duration.ofSeconds(2));
        Bench.until(() -> {
            look(pawl, run);
            return !run.view().status().active();
        });
        assertThat(end(run, FAILED).error()).contains("timed out, please try again: it gave no sign of life for 5m");
    }

    /** Alarms go by the time of this machine: a command that changes nothing has the run looked at. */
    private static void look(Pawl pawl, RunHandle run) {
        try {
            pawl.press(run.id(), "publish", null);
        } catch (RefusedException e) {
            assertThat(e.problem()).contains("has failed"); // which is not durable yet, perhaps
        }
    }

    @Test
    default void nothingIsLeftInTheFolderWhereFilesAreMade() throws Exception {
        Path folder = Files.createTempDirectory("pawl-shelf");
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("book", String.class)
                .export(
                        "publish",
                        s -> s.run(c -> c.artifact("a.txt", out -> {
                            out.write(new byte[1 << 20]);
                            try (Stream<Path> files = Files.list(folder)) {
                                assertThat(files.filter(Files::isRegularFile))
                                        .as("while it is written")
                                        .isEmpty();
                            }
                            gate.open();
                        })))
                .build();
        Pawl pawl = bench().start(Bench.options().logs(folder));
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        end(run, SUCCEEDED);
        assertThat(bytes(pawl, run.id(), "a.txt")).hasSize(1 << 20);
    }

    private static ArtifactWriter text(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void breaks(java.io.OutputStream out) throws IOException {
        out.write(new byte[200_000]);
        throw new IOException("no paper");
    }

    private static byte[] bytes(Pawl pawl, UUID run, String name) throws IOException {
        try (ArtifactBody file = pawl.artifact(run, name)) {
            byte[] bytes = file.body().readAllBytes();
            assertThat(bytes).hasSize((int) file.about().size());
            return bytes;
        }
    }

    private static String sha(byte[] bytes) {
        return dev.pawl.internal.content.Values.contentOf(bytes).sha();
    }

    private boolean kept(Pawl pawl, UUID run, String place) {
        return bench().storeOf(pawl).checkpoint(run, place).join() != null;
    }
}
