// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Progress that cannot be shown stops no work; an answer that cannot be written is not taken for one that was. */
@Tag("S1")
class BrokenOutputTest {

    @TempDir
    private static Path folder;

    @BeforeAll
    static void run() throws Exception {
        Files.writeString(folder.resolve("good.yaml"), pipeline("good", "echo 1 > $PAWL_OUTPUT; echo x >> done"));
        Files.writeString(folder.resolve("bad.yaml"), pipeline("bad", "exit 3"));
        assertThat(Child.pawl(folder, "run", "good.yaml").code()).isZero();
    }

    private static String pipeline(String name, String script) {
        return "pipeline: " + name + "\nversion: 1\nstages:\n  - id: a\n    command: [sh, -c, '" + script + "']\n"
                + "  - id: b\n    after: [a]\n    command: [sh, -c, 'sleep 0.3']\n";
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            run good.yaml 2>&-             ; 0 ;
            run good.yaml 2>/dev/full      ; 0 ;
            run bad.yaml 2>/dev/full       ; 1 ;
            run good.yaml 2>&1 | head -1 ; 0 ;
            run good.yaml | true          ; 0 ; Run
            run good.yaml --json >/dev/full ; 1 ; No space left on device
            ls >/dev/full                  ; 1 ; No space left on device
            ls --json >/dev/full           ; 1 ; No space left on device
            ls >&-                         ; 1 ; standard output could not be written
            show 1 --output a >/dev/full   ; 1 ; No space left on device
            show 1 | true                ; 0 ;
            history 1 --json | true      ; 0 ;
            --version >/dev/full           ; 1 ; No space left on device
            """)
    void ends_as_what_was_asked_for_ended(String line, int code, String said) throws Exception {
        Path err = folder.resolve("err.txt");
        Files.deleteIfExists(err);
        ProcessBuilder shell = new ProcessBuilder(
                        "bash", "-c", "\"${@:1}\" " + line + "; exit ${PIPESTATUS[0]}", "bash")
                .directory(folder.toFile());
        shell.command().addAll(Child.JAVA);
        shell.environment().keySet().removeIf(name -> name.startsWith("PAWL_"));
        shell.environment().put("LC_ALL", "C.UTF-8");
        Process process = shell.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(line).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(err))
                .contains(said == null ? "" : said)
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
        assertThat(process.exitValue())
                .as("%s: %s", line, Files.readString(err))
                .isEqualTo(code);
    }
}
