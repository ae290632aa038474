// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.ArtifactBody;
import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.Checkpoint;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a process in the middle of an export, and a file larger than the memory of its process. */
@Tag("A4")
@Timeout(120)
class BookKillTest {

    private static final int LARGE_MEGABYTES = 50;

    @TempDir
    private Path folder;

    @Test
    @Tag("A9")
    @Tag("E5")
    void whatWasFinishedBeforeAKillIsNotMadeAgain() throws Exception {
        Files.createFile(folder.resolve(BookWorker.HOLD));
        Process process = start(0, "256m");
        Bench.until(() -> kept() == BookWorker.HELD_AT);
        process.destroyForcibly();
        assertThat(process.waitFor()).isEqualTo(137);
        try (Pawl pawl = PawlOptions.in(folder).open()) {
            assertThat(pawl.artifacts(run(pawl))).as("half of it is offered").isEmpty();
        }

        Files.delete(folder.resolve(BookWorker.HOLD));
        assertThat(end(start(0, "256m"))).as(errors()).isZero();
        assertThat(Files.readAllLines(folder.resolve(BookWorker.MADE)))
                .as("each part was made once")
                .containsExactlyElementsOf(IntStream.range(0, BookWorker.PARTS)
                        .mapToObj(Integer::toString)
                        .toList());
        try (Pawl pawl = PawlOptions.in(folder).open()) {
            UUID run = run(pawl);
            assertThat(pawl.run(run).view().status()).isEqualTo(RunStatus.SUCCEEDED);
            try (ArtifactBody book = pawl.artifact(run, "book.txt")) {
                assertThat(new String(book.body().readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(IntStream.range(0, BookWorker.PARTS)
                                .mapToObj(BookWorker::part)
                                .collect(Collectors.joining()));
            }
        }
        assertThat(kept()).as("goes with the end of the stage").isZero();
    }

    @Test
    @Tag("C13")
    void aFileLargerThanTheMemoryOfItsProcessIsStreamed() throws Exception {
        assertThat(end(start(LARGE_MEGABYTES, "32m"))).as(errors()).isZero();
        long size = (long) LARGE_MEGABYTES << 20;
        assertThat(Files.readString(folder.resolve(BookWorker.READ)).strip()).isEqualTo(size + " " + size);
        try (var left = Files.list(folder)) {
            assertThat(left.filter(file -> file.getFileName().toString().startsWith("pawl-file")))
                    .isEmpty();
        }
    }

    /** How many parts are known to be finished, as others see it in the database. */
    private int kept() {
        if (!Files.exists(folder.resolve("pawl.db"))) {
            return 0;
        }
        try (Pawl pawl = PawlOptions.in(folder).open();
                RunStore store = ServiceLoader.load(StoreProvider.class)
                        .findFirst()
                        .orElseThrow()
                        .open("jdbc:sqlite:" + folder.resolve("pawl.db"), InstantSource.system())) {
            if (pawl.runs(RunQuery.newest(1)).isEmpty()) {
                return 0;
            }
            Checkpoint kept = store.checkpoint(run(pawl), "publish/files").join();
            return kept == null ? 0 : new String(kept.body(), StandardCharsets.UTF_8).split("\"of\"").length - 1;
        }
    }

    private static UUID run(Pawl pawl) {
        return pawl.runs(RunQuery.newest(1)).getFirst().id();
    }

    private static int end(Process process) throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("errors"));
    }

    private Process start(int megabytes, String memory) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx" + memory,
                "-cp",
                System.getProperty("java.class.path"),
                BookWorker.class.getName(),
                folder.toString(),
                Integer.toString(megabytes)));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(folder.resolve("errors").toFile())
                .start();
    }
}
