// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.RunHandle;
import dev.pawl.core.StageStatus;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that check the work of others and send it back. */
@Tag("C9")
class ValidatorsTest {

    /** The writer adds one to what the checker said; the checker wants 2. */
    private static final String LOOP = """
            - id: write
              command: [python3, write.py]
            - id: polish
              after: [write]
              command: [sh, -c, 'echo polish >> done; cat | python3 -c "import json, sys; print(json.load(sys.stdin)[\\"previous\\"])" > $PAWL_OUTPUT']
            - id: check
              kind: validator
              validates: write
              after: [polish]
              rounds: ROUNDS
              command: [python3, check.py]
            - id: use
              after: [write]
              command: [sh, -c, 'echo use >> done; echo "${write.output}" > $PAWL_OUTPUT']
            """;

    @TempDir
    Path folder;

    private Bed bed;

    @BeforeEach
    void open() throws Exception {
        bed = new Bed(folder);
        bed.write("write.py", """
                import json, os, sys
                said = json.load(sys.stdin)["feedback"]
                open("done", "a").write("write after %s\\n" % json.dumps(said))
                open(os.environ["PAWL_OUTPUT"], "w").write(str(said["n"] + 1 if said else 0))
                """);
        bed.write("check.py", """
                import json, os, sys
                n = json.load(sys.stdin)["outputs"]["polish"]
                open("done", "a").write("check %d\\n" % n)
                open(os.environ["PAWL_OUTPUT"], "w").write(json.dumps({"n": n}))
                sys.exit(65 if n < 2 else 0)
                """);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    @Test
    void what_it_says_reaches_the_generator_and_who_uses_the_work_waits_for_it() throws Exception {
        RunHandle run = bed.submit(LOOP.replace("ROUNDS", "2"), "{}");
        bed.end(run, SUCCEEDED);

        assertThat(bed.output(run, "use")).isEqualTo("2\n");
        assertThat(bed.output(run, "check")).isEqualTo("{\"n\": 2}");
        assertThat(bed.tally("done"))
                .isEqualTo(Map.of(
                        "write after null",
                        1,
                        "write after {\"n\": 0}",
                        1,
                        "write after {\"n\": 1}",
                        1,
                        "polish",
                        3,
                        "check 0",
                        1,
                        "check 1",
                        1,
                        "check 2",
                        1,
                        "use",
                        1));
    }

    @Test
    void the_rejection_after_its_rounds_fails_it() throws Exception {
        RunHandle run = bed.submit(LOOP.replace("ROUNDS", "1"), "{}");

        assertThat(bed.end(run, FAILED).error()).contains("check");
        assertThat(Bed.stage(run.view(), "check").status()).isEqualTo(StageStatus.FAILED);
        assertThat(bed.tally("done"))
                .containsEntry("write after {\"n\": 0}", 1)
                .doesNotContainKey("write after {\"n\": 1}")
                .doesNotContainKey("use");
    }

    @Test
    void one_that_says_nothing_sends_back_null() throws Exception {
        RunHandle run = bed.submit("""
                - id: write
                  command: [sh, -c, 'cat >> said; echo 1 >> runs; wc -l < runs > $PAWL_OUTPUT']
                - id: check
                  kind: validator
                  validates: write
                  command: [sh, -c, 'test $(wc -l < runs) -gt 1 || exit 65']
                """, "{}");
        bed.end(run, SUCCEEDED);

        assertThat(bed.tally("said"))
                .isEqualTo(
                        Map.of("{\"input\":{},\"outputs\":{},\"previous\":null,\"item\":null,\"feedback\":null}", 2));
        assertThat(bed.output(run, "write")).isEqualToIgnoringWhitespace("2");
    }

    @Test
    void one_that_fails_says_nothing_of_the_work() throws Exception {
        RunHandle run = bed.submit("""
                - id: write
                  command: [sh, -c, 'echo write >> done']
                - id: check
                  kind: validator
                  validates: write
                  rounds: 5
                  command: [sh, -c, 'echo cannot >&2; exit 66']
                """, "{}");

        assertThat(bed.end(run, FAILED).error()).contains("sh ended with exit code 66: cannot");
        assertThat(bed.tally("done")).isEqualTo(Map.of("write", 1));
    }

    @Test
    void feedback_that_is_no_json_fails_it_and_says_so() throws Exception {
        RunHandle run = bed.submit("""
                - id: write
                  command: [sh, -c, 'echo write >> done']
                - id: check
                  kind: validator
                  validates: write
                  command: [sh, -c, 'echo no good > $PAWL_OUTPUT; exit 65']
                """, "{}");

        assertThat(bed.end(run, FAILED).error()).contains("feedback: ");
        assertThat(bed.tally("done")).isEqualTo(Map.of("write", 1));
    }
}
