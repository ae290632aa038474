// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
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

    private static final int CHAPTERS = 12;
    private static final String MADE = "made the pages of chapter ";

    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        String text = IntStream.rangeClosed(1, CHAPTERS)
                .mapToObj(i -> "# Chapter " + i + "\n\n" + "words and more words. ".repeat(2000) + "\n\n")
                .collect(Collectors.joining());
        Files.writeString(folder.resolve("text.json"), Json.values().writeValueAsString(text));
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

        Shell.Done done = Child.pawl(folder, "export", "1", "--to", "out");
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
        JsonNode json = Json.values()
                .readTree(Child.pawl(folder, "export", "1", "publish", "--json").out());
        assertThat(json.at("/artifacts/0/name").asString()).isEqualTo("book.pdf");
        assertThat(json.at("/artifacts/0/sha256").asString()).hasSize(64);
    }

    @Test
    void what_is_not_there_is_said() throws Exception {
        Files.writeString(folder.resolve("plain.yaml"), "pipeline: plain\nstages:\n  - {id: a, command: ['true']}\n");
        assertThat(Child.pawl(folder, "run", "plain.yaml").code()).isZero();
        assertThat(Child.pawl(folder, "export", "1"))
                .satisfies(done -> assertThat(done.code()).isEqualTo(3))
                .satisfies(done -> assertThat(done.err()).contains("run 1 has no export and no file"));
        assertThat(Child.pawl(folder, "export", "1", "b").err()).contains("run 1 has no stage b");
        assertThat(Child.pawl(folder, "export", "1", "a").err()).contains("has made no file");
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
