// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import static dev.pawl.core.RunStatus.FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Json;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stage has of a secret stands in no error and no log, in whatever form it put it there. */
@Tag("D9")
class SecretsTest {

    @TempDir
    Path folder;

    private Bed bed;

    @BeforeEach
    void open() {
        bed = new Bed(folder);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "printf %s \"$K\" > \"$PAWL_OUTPUT\"",
                "printf '{\"k\": %s}' \"$K\" > \"$PAWL_OUTPUT\"",
                "printf '{\"a\": 1, \"%s\": 1, \"%s\": 1}' wJalrXUt wJalrXUt > \"$PAWL_OUTPUT\"",
                "printf '[%s' \"$K\" > \"$PAWL_OUTPUT\""
            })
    void anOutputThatIsNoJsonIsNotQuoted(String script) throws Exception {
        RunHandle run = bed.submit("""
                - id: a
                  command: [sh, -c, '%s']
                  env: {K: "${secret.ODD}"}
                """.formatted(script.replace("'", "''")), "{}");
        RunView view = bed.end(run, FAILED);
        assertThat(view.error()).contains("output: ");
        assertThat(everything(run, view)).doesNotContain("wJalrXUt", "K7MDENG");
    }

    @Test
    void itIsFoundAsItStandsInJsonAndInAddresses() throws Exception {
        RunHandle run = bed.submit("""
                - id: a
                  command:
                    - python3
                    - -c
                    - |
                      import json, os, sys, urllib.parse as u
                      k = os.environ["K"]
                      for form in (k, json.dumps(k), u.quote(k, safe=""), u.quote_plus(k), "<" + k + ">"):
                          print(form)
                          print(form, file=sys.stderr)
                      sys.exit(1)
                  env: {K: "${secret.ODD}"}
                """, "{}");
        RunView view = bed.end(run, FAILED);
        assertThat(bed.log(run, "a")).contains("***", "\"***\"", "<***>");
        assertThat(everything(run, view)).doesNotContain("wJalrXUt", "K7MDENG");
    }

    private String everything(RunHandle run, RunView view) {
        return new String(Json.views().writeValueAsBytes(view), StandardCharsets.UTF_8)
                + bed.pawl().diagnose(run.id())
                + bed.pawl().history(run.id(), 0, 1_000)
                + bed.log(run, "a");
    }
}
