// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pawl.ArtifactBody;
import dev.pawl.ArtifactView;
import dev.pawl.Json;
import dev.pawl.RunHandle;
import dev.pawl.core.RunStatus;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is exported opens without complaint in programs that others wrote, where these are installed: on Debian, by
 * {@code apt-get install poppler-utils epubcheck tidy libxml2-utils}.
 */
@Tag("A4")
class ReadersTest {

    @TempDir
    private static Path folder;

    @BeforeAll
    static void export() throws Exception {
        Files.write(folder.resolve("map.png"), LongBook.png(20));
        try (Bed bed = new Bed(folder)) {
            RunHandle run = bed.submit(
                    "- {id: publish, kind: export, export: {formats: [html, pdf, epub], from: \"${input.text}\", name: book}}",
                    Json.values().writeValueAsString(Map.of("text", LongBook.text("map.png"))));
            bed.end(run, RunStatus.SUCCEEDED);
            for (ArtifactView file : bed.pawl().artifacts(run.id())) {
                try (ArtifactBody body = bed.pawl().artifact(run.id(), file.name())) {
                    Files.copy(body.body(), folder.resolve(file.name()));
                }
            }
        }
    }

    @Test
    void pages() throws Exception {
        Done info = read("pdfinfo", "book.pdf");
        assertThat(info.said()).containsPattern("Title: +The Long Book").containsPattern("Page size: .*A4");
        assertThat(Integer.parseInt(info.said().replaceAll("(?s).*Pages: +(\\d+).*", "$1")))
                .isBetween(60, 90);
        assertThat(read("pdftotext", "book.pdf", "-").said())
                .contains("Chapter 12 of stones", "int stone3 = weigh(\"<&>\");", "ä, ß, Ω and Ж");
        assertThat(read("pdfimages", "-list", "book.pdf").said().lines())
                .as("two lines of heading, and the pictures")
                .hasSizeGreaterThanOrEqualTo(2 + 2 * LongBook.CHAPTERS);
        assertThat(read("pdffonts", "book.pdf").said()).contains("LiberationSans");
    }

    @Test
    void eBook() throws Exception {
        assertThat(read("epubcheck", "book.epub").said()).contains("No errors or warnings detected");
    }

    @Test
    void webPage() throws Exception {
        assertThat(read("xmllint", "--noout", "--nonet", "--huge", "book.html").said())
                .isEmpty();
        assertThat(read("tidy", "-quiet", "-errors", "--drop-empty-elements", "no", "book.html")
                        .said())
                .isEmpty();
    }

    /** It was content: it said nothing on standard error, and ended well. */
    private static Done read(String... command) throws Exception {
        Optional<Path> program = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(place -> Path.of(place, command[0]))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(program.isPresent(), command[0] + " is not installed");
        List<String> line = new ArrayList<>(List.of(command));
        if (isJar(program.get())) {
            line.set(0, program.get().toString());
            line.addAll(
                    0,
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-jar"));
        }
        Process process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), said).isZero();
        return new Done(said);
    }

    /** Debian lets such programs be executed as they are, where the kernel can be told to. */
    private static boolean isJar(Path program) throws IOException {
        try (InputStream in = Files.newInputStream(program)) {
            return new String(in.readNBytes(2), StandardCharsets.ISO_8859_1).equals("PK");
        }
    }

    private record Done(String said) {}
}
