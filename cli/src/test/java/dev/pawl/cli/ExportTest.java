// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Files of a run, from processes that are killed and from others. */
@Tag("A4")
class ExportTest {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int CHAPTERS = 12;
    private static final int LARGE_CHAPTERS = 4;
    private static final int LARGE_PICTURES = 6;
    private static final int LARGE_BYTES = 3_000_000;
    private static final int LARGE_HEAP_MEGABYTES = 48;
    private static final String MADE = "made the pages of chapter ";

    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int chapter = 1; chapter <= CHAPTERS; chapter++) {
            text.append("# Chapter ").append(chapter).append("\n\n");
            text.append("words and more words. ".repeat(600)).append("\n\n| a | table |\n| --- | --- |\n");
            text.append("| with | rows |\n".repeat(20))
                    .append("\n```sh\nand code\n```\n\n![and a picture](data:image/png;base64,");
            text.append(Base64.getEncoder().encodeToString(Noise.png(50, chapter)))
                    .append(")\n\n");
        }
        Files.writeString(folder.resolve("text.json"), Json.values().writeValueAsString(text.toString()));
        Files.writeString(folder.resolve("book.yaml"), """
                pipeline: book
                stages:
                  - id: write
                    command: [cp, text.json, $OUT]
                  - id: publish
                    kind: export
                    after: [write]
                    export: {formats: [pdf, markdown], from: "${write.output}", name: book}
                """.replace(
                        "[cp, text.json, $OUT]", "[sh, -c, 'cp text.json $PAWL_OUTPUT']"));
    }

    @Test
    @Tag("A9")
    @Tag("E5")
    void an_export_that_was_killed_goes_on_where_it_was() throws Exception {
        try (Child child = Child.start(folder, "run", "book.yaml")) {
            child.until("three chapters", () -> made().size() >= 3);
            child.kill();
        }
        List<String> before = made();
        assertThat(before).as("it was caught in the middle").hasSizeLessThan(CHAPTERS);

        Shell.Done done;
        try (Child child = Child.start(folder, "export", "1", "--to", "out")) {
            done = child.await(PATIENCE);
        }
        assertThat(done.err()).doesNotContain("Nothing is exported");
        assertThat(done.code()).isZero();
        assertThat(done.out()).contains("out/book.pdf  ", "out/book.zip  ");
        List<String> all = made();
        assertThat(all).as("chapters that were made").containsAll(chapters());
        assertThat(all.size() - CHAPTERS).as("chapters made twice").isLessThanOrEqualTo(2);
        assertThat(new String(Files.readAllBytes(folder.resolve("out/book.pdf")), StandardCharsets.ISO_8859_1))
                .startsWith("%PDF-")
                .contains("%%EOF");
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("book.pdf", "book.zip");
        }
        assertThat(Child.pawl(folder, "show", "1").out()).contains("publish/book.pdf  ", "pawl export 1");
        JsonNode shown =
                Json.values().readTree(Child.pawl(folder, "show", "1", "--json").out());
        assertThat(shown.at("/stages/0/artifacts")).isEmpty();
        assertThat(shown.at("/stages/1/artifacts/0/name").asString()).isEqualTo("book.pdf");
        JsonNode json = Json.values()
                .readTree(Child.pawl(folder, "export", "1", "publish", "--json").out());
        assertThat(json.at("/artifacts/0/name").asString()).isEqualTo("book.pdf");
        assertThat(json.at("/artifacts/0/sha256").asString()).hasSize(64);
    }

    /** Each of them alone would fit; a chapter shows some of those that are in files, and one of its own. */
    @Test
    @Tag("C13")
    void a_book_whose_pictures_are_larger_than_the_memory_is_made() throws Exception {
        List<Object> chapters = new ArrayList<>();
        for (int chapter = 0; chapter < LARGE_CHAPTERS; chapter++) {
            StringBuilder text = new StringBuilder("Words.\n\n");
            for (int picture = 0; picture < LARGE_PICTURES; picture++) {
                String name = "p" + chapter + "-" + picture + ".jpg";
                Files.write(folder.resolve(name), Noise.jpeg(LARGE_BYTES, chapter * LARGE_PICTURES + picture));
                text.append("![").append(name).append("](").append(name).append(")\n\n");
            }
            String own = Base64.getEncoder().encodeToString(Noise.png(300, 1000 + chapter));
            text.append("![own](data:image/png;base64,").append(own).append(")\n");
            chapters.add(Map.of("title", "Chapter " + chapter, "text", text.toString()));
        }
        Files.writeString(folder.resolve("input.json"), Json.values().writeValueAsString(Map.of("chapters", chapters)));
        Files.writeString(folder.resolve("large.yaml"), """
                pipeline: large
                stages:
                  - id: publish
                    kind: export
                    export: {formats: [html, pdf, epub, markdown], from: "${input}", title: Large, name: large}
                """);
        List<String> heap = List.of("-Xmx" + LARGE_HEAP_MEGABYTES + "m", "-XX:+ExitOnOutOfMemoryError");
        try (Child child = Child.program(folder, Main.class, heap, "run", "large.yaml", "--input", "@input.json")) {
            Shell.Done done = child.await(PATIENCE);
            assertThat(done.code()).as(done.err()).isZero();
        }
        long pictures = (long) LARGE_CHAPTERS * LARGE_PICTURES * LARGE_BYTES;
        assertThat(pictures).isGreaterThan((long) LARGE_HEAP_MEGABYTES << 20);
        JsonNode files = Json.values()
                .readTree(Child.pawl(folder, "show", "1", "--json").out())
                .at("/stages/0/artifacts");
        assertThat(files)
                .hasSize(4)
                .allSatisfy(file -> assertThat(file.path("size").asLong()).isGreaterThan(pictures));
    }

    /** File and folder of each other, names that differ in the size of letters, and a folder of a stage that is a file. */
    @Test
    void files_that_cannot_stand_beside_each_other_are_in_folders_of_their_stages() throws Exception {
        Files.writeString(folder.resolve("clash.yaml"), """
                pipeline: clash
                stages:
                  - {id: a, kind: export, command: [sh, -c, 'cd $PAWL_ARTIFACTS; echo a > big.bin; echo a > Read.me; echo a > one']}
                  - {id: b, kind: export, command: [sh, -c, 'cd $PAWL_ARTIFACTS; mkdir big.bin; echo b > big.bin/x; echo b > read.ME']}
                """);
        assertThat(Child.pawl(folder, "run", "clash.yaml").code()).isZero();
        Shell.Done done = Child.pawl(folder, "export", "1", "--to", "out");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(written("out")).containsExactly("a/Read.me", "a/big.bin", "b/big.bin/x", "b/read.ME", "one");

        Files.createDirectories(folder.resolve("full/one"));
        Shell.Done refused = Child.pawl(folder, "export", "1", "--to", "full");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("full/one is a folder; move that away");
        assertThat(written("full"))
                .as("nothing is written where not all can be")
                .isEmpty();
    }

    @Test
    void what_is_finished_is_written_and_what_is_missing_is_named() throws Exception {
        Files.writeString(folder.resolve("some.yaml"), """
                pipeline: some
                stages:
                  - {id: a, kind: export, command: [sh, -c, 'echo a > $PAWL_ARTIFACTS/a.txt']}
                  - {id: b, kind: export, after: [a], command: ['false']}
                """);
        assertThat(Child.pawl(folder, "run", "some.yaml").code()).isEqualTo(1);
        assertThat(Child.pawl(folder, "show", "1").out()).contains("pawl export 1");
        Shell.Done done = Child.pawl(folder, "export", "1", "--to", "out");
        assertThat(done.code()).isEqualTo(1);
        assertThat(done.err()).contains("Stage b of run 1 is missing").doesNotContain("Nothing is exported");
        assertThat(written("out")).containsExactly("a.txt");
    }

    private List<String> written(String to) throws IOException {
        Path root = folder.resolve(to);
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static final String LETTER = """
            pipeline: letter
            interactive: true
            stages:
              - id: notes
                kind: input
              - id: write
                after: [notes]
                command: [sh, -c, "test -e ink && echo '\\"Dear all\\"' > $PAWL_OUTPUT"]
              - id: publish
                kind: export
                trigger: manual
                after: [write]
                export: {formats: [markdown], from: "${write.output}", name: letter}
            """;

    @Test
    @Tag("A2")
    void a_document_whose_text_is_still_to_be_made_is_exported_with_nobody_else_there() throws Exception {
        Files.writeString(folder.resolve("letter.yaml"), LETTER);
        Files.createFile(folder.resolve("ink"));
        assertThat(Child.pawl(folder, "submit", "letter.yaml").code()).isZero();
        Child.pawl(folder, "edit", "1", "notes", "--output", "{}");
        Shell.Done done = Child.pawl(folder, "export", "1", "--to", "out");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(folder.resolve("out/letter.zip")).exists();
    }

    @Test
    @Tag("D1")
    void a_document_that_was_closed_is_opened_and_taken_up_while_a_worker_runs() throws Exception {
        Files.writeString(folder.resolve("letter.yaml"), LETTER);
        assertThat(Child.pawl(folder, "submit", "letter.yaml").code()).isZero();
        try (Child worker = Child.start(folder, "worker")) {
            worker.until("it works", () -> worker.says("executes the runs"));
            Child.pawl(folder, "edit", "1", "notes", "--output", "{}");
            worker.until(
                    "the text fails",
                    () -> show("1").at("/stages/1/status").asString().equals("failed"));
            assertThat(Child.pawl(folder, "close", "1").code()).isZero();
            Shell.Done retried = Child.pawl(folder, "retry", "1", "--from-stage", "write", "--yes");
            assertThat(retried.err()).contains("Run 2 is open, and waits for a person; see: pawl show 2");
            assertThat(Child.pawl(folder, "close", "2").code()).isZero();
            Shell.Done resumed = Child.pawl(folder, "resume", "1");
            assertThat(resumed.err()).contains("Run 1 goes on in process " + worker.pid());
            assertThat(resumed.code()).isZero();
            Files.createFile(folder.resolve("ink"));
            Child.pawl(folder, "stage", "run", "1", "write");
            worker.until(
                    "it is written",
                    () -> show("1").at("/stages/1/status").asString().equals("succeeded"));
        }
    }

    private JsonNode show(String run) {
        try {
            return Json.values()
                    .readTree(Child.pawl(folder, "show", run, "--json").out());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void what_is_not_there_is_said() throws Exception {
        Files.writeString(folder.resolve("plain.yaml"), "pipeline: plain\nstages:\n  - {id: a, command: ['true']}\n");
        assertThat(Child.pawl(folder, "run", "plain.yaml").code()).isZero();
        assertThat(Child.pawl(folder, "export", "1"))
                .satisfies(done -> assertThat(done.code()).isEqualTo(3))
                .satisfies(done -> assertThat(done.err()).contains("run 1 has no export and no file"));
        assertThat(Child.pawl(folder, "export", "1", "b").err()).contains("run 1 has no stage b");
        for (Shell.Done nothing :
                List.of(Child.pawl(folder, "export", "1", "a"), Child.pawl(folder, "export", "1", "a", "--json"))) {
            assertThat(nothing.err()).contains("Nothing is exported: stage a of run 1 has made no file");
            assertThat(nothing.code()).isEqualTo(1);
        }
    }

    private static List<String> chapters() {
        return IntStream.rangeClosed(1, CHAPTERS).mapToObj(Integer::toString).toList();
    }

    /** The numbers of chapters, as the log tells them. */
    private List<String> made() {
        try (Stream<Path> files = Files.walk(folder.resolve(".pawl"))) {
            return files.filter(file ->
                            file.toString().endsWith(".log") || file.toString().contains("publish"))
                    .filter(Files::isRegularFile)
                    .flatMap(ExportTest::lines)
                    .filter(line -> line.contains(MADE))
                    .map(line ->
                            line.substring(line.indexOf(MADE) + MADE.length()).replaceAll(",.*", ""))
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            return List.of();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
