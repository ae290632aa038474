// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.LogLine;
import dev.pawl.core.Attempt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void linesComeBackInOrderAndByStage() {
        UUID run = new UUID(1, 1);
        try (LogFiles log = new LogFiles(folder, () -> NOW)) {
            log.line(new Attempt(run, "a", 0, 1), "first");
            log.line(new Attempt(run, "b", 2, 3), "second, with\na break");
            log.text(new Attempt(run, "a", 0, 1), "third");
            assertThat(log.read(run, null, 0))
                    .containsExactly(
                            new LogLine(NOW, "a", null, 0, 1, "first"),
                            new LogLine(NOW, "b", null, 2, 3, "second, with a break"),
                            new LogLine(NOW, "a", null, 0, 1, "third"));
            assertThat(log.read(run, "a", 1)).extracting(LogLine::text).containsExactly("third");
        }
    }

    @Test
    void aLineOfAnItemSaysOfWhich() {
        UUID run = new UUID(1, 1);
        try (LogFiles log = new LogFiles(folder, () -> NOW)) {
            log.line(new Attempt(run, "a", 0, 1, 17), "first [of] it");
            log.line(new Attempt(run, "a", 0, 1), "and of all");
            assertThat(log.read(run, "a", 0))
                    .containsExactly(
                            new LogLine(NOW, "a", 17, 0, 1, "first [of] it"),
                            new LogLine(NOW, "a", null, 0, 1, "and of all"));
        }
    }

    @Test
    void manyRunsAreWrittenInTurn() {
        List<UUID> runs = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            runs.add(new UUID(7, i));
        }
        try (LogFiles log = new LogFiles(folder, () -> NOW)) {
            for (int turn = 0; turn < 2; turn++) {
                runs.forEach(run -> log.line(new Attempt(run, "a", 0, 1), "line"));
            }
            assertThat(runs)
                    .allSatisfy(run -> assertThat(log.read(run, null, 0)).hasSize(2));
        }
    }

    @Test
    void aStageThatIsBeingStoppedStillLogsAndClosesNothing() {
        UUID run = new UUID(1, 1);
        try (LogFiles log = new LogFiles(folder, () -> NOW)) {
            Thread.currentThread().interrupt();
            log.line(new Attempt(run, "a", 0, 1), "interrupted");
            assertThat(Thread.interrupted()).isTrue();
            log.line(new Attempt(run, "a", 0, 1), "afterwards");
            assertThat(log.read(run, null, 0)).hasSize(2);
        }
    }

    @Test
    void aFullLogTakesNoMoreAndALineCutByACrashIsPassedOver() throws Exception {
        UUID run = new UUID(1, 1);
        Path file = folder.resolve(run + ".log");
        Files.write(file, new byte[(16 << 20) + 1]);
        try (LogFiles log = new LogFiles(folder, () -> NOW)) {
            log.line(new Attempt(run, "a", 0, 1), "too much");
            assertThat(Files.size(file)).isEqualTo((16 << 20) + 1);
            assertThat(log.read(run, null, 0)).isEmpty();
        }
    }

    @Test
    void whatCannotBeWrittenDisturbsNobody() throws Exception {
        Path file = Files.createFile(folder.resolve("a-file"));
        try (LogFiles log = new LogFiles(file, () -> NOW)) {
            log.line(new Attempt(new UUID(1, 1), "a", 0, 1), "lost");
            assertThat(log.read(new UUID(1, 1), null, 0)).isEmpty();
        }
    }
}
