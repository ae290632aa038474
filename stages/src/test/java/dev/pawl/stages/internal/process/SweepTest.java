// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders of dead workers do not stay for ever, and nothing else is touched. */
class SweepTest {

    @TempDir
    Path temp;

    private Path root;

    @BeforeEach
    void scratch_of_its_own() throws IOException {
        System.setProperty(ScratchRoot.PROPERTY, temp.resolve("scratch").toString());
        root = ScratchRoot.get();
    }

    @AfterEach
    void as_it_was() {
        System.clearProperty(ScratchRoot.PROPERTY);
    }

    @ParameterizedTest
    @CsvSource({
        "r1.detect-123,     DEAD,  25, false",
        "r1.detect-123,     DEAD,  23, true",
        "r1.detect-123,     ALIVE, 25, true",
        "r1.detect-123,     words, 25, true",
        "r1.detect-123,     ,      25, true",
        "r1.detect-notes,   DEAD,  25, true",
        "123,               DEAD,  25, true",
    })
    void a_folder_is_removed_a_day_after_its_worker_died(String name, String owner, int hours, boolean stays)
            throws Exception {
        Path folder = folder(root.resolve(name), owner, hours);

        Scratch.open("r2", "other", -1).delete();

        assertThat(Files.exists(folder)).isEqualTo(stays);
    }

    @Test
    void links_are_not_followed() throws Exception {
        Path elsewhere = folder(temp.resolve("elsewhere"), "DEAD", 25);
        Files.createSymbolicLink(root.resolve("r1.linked-1"), elsewhere);
        Path folder = folder(root.resolve("r1.links-2"), "DEAD", 25);
        Files.createSymbolicLink(folder.resolve("link"), elsewhere);
        Files.setLastModifiedTime(folder, hoursAgo(25));

        Scratch.open("r2", "other", -1).delete();

        assertThat(folder).doesNotExist();
        assertThat(elsewhere.resolve("file")).exists();
    }

    @Test
    void an_open_folder_tells_whose_it_is() throws Exception {
        Scratch scratch = Scratch.open("r1", "detect", -1);

        assertThat(scratch.file(Scratch.OWNER))
                .hasContent(Long.toString(ProcessHandle.current().pid()));
        scratch.delete();
    }

    /** Items of one stage execute side by side in one process; what another one has left must not go on beside them. */
    @ParameterizedTest
    @Tag("S10")
    @CsvSource({
        "r1.each.7-123,   ALIVE, 7,  false",
        "r1.each.7-123,   DEAD,  7,  false",
        "r1.each.8-123,   ALIVE, 7,  true",
        "r1.each.8-123,   DEAD,  7,  false",
        "r1.each.8-123,   ,      7,  true",
        "r1.each.77-123,  ALIVE, 7,  true",
        "r1.each-123,     DEAD,  7,  true",
        "r1.eachone.7-1,  DEAD,  7,  true",
        "r2.each.7-123,   DEAD,  7,  true",
        "r1.each-123,     ALIVE, -1, false",
        "r1.each.7-123,   DEAD,  -1, true",
    })
    void an_execution_ends_what_was_left_by_one_before_and_no_others(String name, String owner, int item, boolean stays)
            throws Exception {
        Path folder = folder(root.resolve(name), owner, 0);
        Process left = new ProcessBuilder("sleep", "1000").start();
        try {
            Files.writeString(
                    folder.resolve("processes"),
                    left.pid() + " " + left.info().startInstant().orElseThrow().toEpochMilli() + "\n");

            Scratch.open("r1", "each", item).delete();

            assertThat(Files.exists(folder)).isEqualTo(stays);
            assertThat(left.waitFor(stays ? 0 : 10_000, TimeUnit.MILLISECONDS)).isNotEqualTo(stays);
        } finally {
            left.destroyForcibly();
        }
    }

    private static Path folder(Path folder, String owner, int hours) throws Exception {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("file"), "x");
        if (owner != null) {
            String pid = switch (owner) {
                case "DEAD" -> Long.toString(dead());
                case "ALIVE" -> Long.toString(ProcessHandle.current().pid());
                default -> owner;
            };
            Files.writeString(folder.resolve(Scratch.OWNER), pid);
        }
        Files.setLastModifiedTime(folder, hoursAgo(hours));
        return folder;
    }

    private static FileTime hoursAgo(int hours) {
        return FileTime.from(Instant.now().minus(Duration.ofHours(hours)));
    }

    private static long dead() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }
}
