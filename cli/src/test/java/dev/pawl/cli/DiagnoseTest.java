// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A run is submitted and nobody takes it; then its worker is killed, and it is given up. */
@Tag("E7")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DiagnoseTest {

    private static final String PIPELINE = """
            pipeline: p
            stages:
              - id: detect
                command: [sh, -c, 'touch started; while ! test -e go; do sleep 0.05; done']
              - id: embed
                after: [detect]
                command: [sh, -c, 'true']
              - id: index
                after: [embed]
                command: [sh, -c, 'true']
            """;

    @TempDir
    private static Path folder;

    @Test
    @Order(1)
    void aQueuedRunThatNothingExecutes() throws Exception {
        Files.writeString(folder.resolve("p.yaml"), PIPELINE);
        assertThat(Child.pawl(folder, "submit", "p.yaml").code()).isZero();
        assertThat(diagnosis())
                .contains(
                        "nothing executes it: no worker is alive",
                        "workers alive",
                        "pawl resume 1",
                        "pawl recover",
                        "2 stages wait for detect, which has not started: embed, index");
    }

    @Test
    @Order(2)
    void aKilledOne() throws Exception {
        try (Child run = Child.start(folder, "resume", "1")) {
            run.until("the stage has begun", () -> Files.exists(folder.resolve("started")));
            run.kill();
            run.await();
        }
        Files.createFile(folder.resolve("go")); // what it left behind ends
        assertThat(diagnosis())
                .contains(
                        "nobody executes it",
                        "2 stages wait for detect, which was running when its worker died: embed, index")
                .doesNotContain("which runs");
    }

    @Test
    @Order(3)
    void oneThatWasGivenUp() throws Exception {
        assertThat(Child.pawl(folder, "recover", "--action", "fail", "--older-than", "0s")
                        .code())
                .isZero();
        assertThat(diagnosis())
                .contains("before it was given up", "failed at", "pawl resume 1")
                .doesNotContain("Nothing keeps it", "wait for detect");
    }

    private static String diagnosis() throws IOException, InterruptedException {
        return Child.pawl(folder, "diagnose", "1").out();
    }
}
