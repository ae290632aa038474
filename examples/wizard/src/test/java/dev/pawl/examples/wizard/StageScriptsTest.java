// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The scripts have tests of their own, in Python; here they are a part of the build. */
class StageScriptsTest {

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void the_scripts_pass_their_own_tests() throws IOException, InterruptedException {
        Process python = new ProcessBuilder("python3", "-m", "unittest")
                .directory(Path.of("").toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .start();
        try {
            python.getOutputStream().close();
            String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(python.waitFor()).as(output).isZero();
            assertThat(output).containsPattern("Ran [1-9]\\d* tests").contains("OK");
        } finally {
            python.destroyForcibly();
        }
    }
}
