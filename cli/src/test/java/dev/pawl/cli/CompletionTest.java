// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that {@code pawl completion} prints, as a shell takes it. */
class CompletionTest {

    @TempDir
    private static Path folder;

    @BeforeAll
    static void script() throws IOException {
        for (String shell : List.of("bash", "zsh")) {
            Shell.Done done = Shell.pawl("completion", shell);
            assertThat(done.code()).as(done.err()).isZero();
            Files.writeString(folder.resolve(shell), done.out());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void parses(String shell) throws Exception {
        assertThat(bash("bash -n " + shell)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pawl su            | submit
            pawl submit --in   | --input
            pawl stage settle --a | --as
            pawl completion z  | zsh
            pawl recover --action re | resume
            pawl stage settle --as f | failed
            """)
    void completes(String typed, String expected) throws Exception {
        String words = typed.replaceAll("\\S+", "'$0'");
        int last = typed.split(" ", -1).length - 1;
        assertThat(bash("source ./bash; COMP_WORDS=(" + words + "); COMP_CWORD=" + last + "; COMP_LINE='" + typed
                        + "'; COMP_POINT=${#COMP_LINE}; _complete_pawl; echo \"${COMPREPLY[@]}\""))
                .contains(expected);
    }

    @Test
    void a_shell_that_is_not_known_is_said() {
        Shell.Done done = Shell.pawl("completion", "fish");
        assertThat(done.code()).isEqualTo(2);
        assertThat(done.err()).contains("bash, zsh");
    }

    private static String bash(String command) throws Exception {
        Process process = new ProcessBuilder("bash", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
