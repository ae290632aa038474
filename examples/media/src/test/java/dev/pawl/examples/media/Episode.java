// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Json;
import dev.pawl.LogLine;
import dev.pawl.Pawl;
import dev.pawl.RunView;
import dev.pawl.examples.media.oldfiles.Host;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The film in a folder of its own, run by processes of their own. */
final class Episode {

    private static final int PATIENCE_SECONDS = 180;

    private final Path folder;

    /** Frames are looked at in that many times their size. */
    Episode(Path folder, double detail) throws IOException {
        this.folder = Files.createDirectories(folder);
        Map<String, Object> input = Map.of(
                "episode",
                "pilot",
                "video",
                "pilot.avi",
                "detail",
                detail,
                "work",
                folder.resolve("work").toString());
        Files.write(folder.resolve("input.json"), Json.values().writeValueAsBytes(input));
    }

    Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Host.class.getName(),
                        folder.resolve("input.json").toString(),
                        folder.resolve("data").toString(),
                        folder.resolve("old-files").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("host.txt").toFile()));
        builder.environment().put("MEDIA_CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("PAWL_JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    void toTheEnd() throws IOException, InterruptedException {
        Process host = start();
        try {
            boolean ended = host.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            String said = Files.readString(folder.resolve("host.txt"));
            assertThat(ended).as("ended; it said: %s", said).isTrue();
            assertThat(host.exitValue()).as(said).isZero();
        } finally {
            host.destroyForcibly();
        }
    }

    private <T> T look(Function<Pawl, T> question) {
        try (Pawl pawl = Pawl.open(folder.resolve("data"))) {
            return question.apply(pawl);
        }
    }

    RunView view() {
        return look(pawl -> pawl.find("1").view());
    }

    List<String> log(String stage) {
        return look(pawl -> pawl.log(pawl.find("1").id(), stage, 0).stream()
                .map(LogLine::text)
                .toList());
    }

    JsonNode output(String stage) {
        return look(pawl -> {
            try (InputStream json = pawl.output(pawl.find("1").id(), stage).orElseThrow()) {
                return Json.values().readTree(json);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** When the picture of each face was written: what detecting leaves behind. */
    Map<String, Long> crops() throws IOException {
        Map<String, Long> written = new TreeMap<>();
        Path faces = folder.resolve("work/faces");
        if (!Files.isDirectory(faces)) {
            return written;
        }
        try (Stream<Path> files = Files.list(faces)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".png")).toList()) {
                written.put(
                        file.getFileName().toString(),
                        Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS));
            }
        }
        return written;
    }

    Path oldFile(String name) {
        return folder.resolve("old-files/pilot").resolve(name);
    }

    Path sheet() {
        return folder.resolve("work/people.png");
    }
}
