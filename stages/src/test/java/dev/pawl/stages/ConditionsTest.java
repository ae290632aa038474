// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a stage runs at all: {@code when}, {@code requires}, {@code produces}. */
class ConditionsTest {

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
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'n':2}|SUCCEEDED|{'n':7}",
                "{'n':1}|SKIPPED|null",
                "{}|SKIPPED|null",
                "{'n':'2'}|FAILED|",
            })
    void a_stage_runs_if_its_condition_holds(String input, StageStatus maybe, String seen) throws Exception {
        RunHandle run = bed.submit("""
                - id: maybe
                  when: ${input.n > 1}
                  command: [sh, -c, 'echo maybe >> done; printf ''{"n":7}'' > $PAWL_OUTPUT']
                - id: then
                  after: [maybe]
                  command: [sh, -c, 'printf ''${maybe.output}'' > $PAWL_OUTPUT']
                - id: stdin
                  after: [maybe]
                  command: [sh, -c, 'cat > $PAWL_OUTPUT']
                """, input.replace('\'', '"'));
        RunView view = bed.end(run, maybe == StageStatus.FAILED ? FAILED : SUCCEEDED);

        assertThat(Bed.stage(view, "maybe").status()).isEqualTo(maybe);
        assertThat(bed.tally("done")).isEqualTo(maybe == StageStatus.SUCCEEDED ? Map.of("maybe", 1) : Map.of());
        if (maybe == StageStatus.FAILED) {
            assertThat(view.error()).contains("its condition cannot be evaluated: ${input.n > 1}: ");
        } else {
            String text = seen.replace('\'', '"');
            assertThat(bed.output(run, "then")).isEqualTo(text);
            assertThat(bed.output(run, "stdin"))
                    .contains("\"outputs\":{\"maybe\":" + text + "}", "\"previous\":" + text);
        }
    }

    @Test
    @Tag("C5")
    void every_missing_key_is_named_with_who_should_have_made_it() throws Exception {
        RunHandle run = bed.submit("""
                - id: frames
                  command: [sh, -c, 'printf ''{"files": {"first": 1}, "size": null}'' > $PAWL_OUTPUT']
                - id: sound
                  command: [sh, -c, 'echo 7 > $PAWL_OUTPUT']
                - id: detect
                  after: [frames, sound]
                  requires: [frames.size, frames.files.first, frames.files.last, frames.faces, sound.volume]
                  command: [sh, -c, 'echo detect >> done']
                """, "{}");

        assertThat(bed.end(run, FAILED).error())
                .contains(
                        "it requires files.last, which stage frames should have put out; faces, which stage frames should"
                                + " have put out; volume, which stage sound should have put out");
        assertThat(bed.tally("done")).isEmpty();
    }

    @ParameterizedTest
    @Tag("C5")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'faces':null,'n':1}|SUCCEEDED|",
                "{'n':1}|FAILED|its output has no faces, which the stage declares to produce",
                "[]|FAILED|its output has no faces, n, which the stage declares to produce",
            })
    void what_a_stage_says_it_produces_must_be_there(String output, RunStatus status, String message) throws Exception {
        RunHandle run = bed.submit("""
                - id: detect
                  produces: [faces, n]
                  command: [sh, -c, 'printf ''${input}'' > $PAWL_OUTPUT']
                """, output.replace('\'', '"'));

        RunView view = bed.end(run, status);

        if (message != null) {
            assertThat(view.error()).contains(message);
        }
    }

    @Test
    void a_map_and_a_person_may_be_left_out_too() throws Exception {
        RunHandle run = bed.submit("""
                - id: each
                  when: ${size(input.files) > 0}
                  map: ${input.files}
                  command: [ls]
                - id: review
                  kind: input
                  after: [each]
                  when: ${each.output.exists(x, x == null)}
                - id: done
                  after: [review]
                  when: ${review.output == null}
                  command: [sh, -c, 'echo 1 > $PAWL_OUTPUT']
                """, "{\"files\": []}");

        RunView view = bed.until(run, RunView::ended);

        assertThat(Bed.stage(view, "each").status()).isEqualTo(StageStatus.SKIPPED);
        assertThat(view.stages()).hasSize(3);
    }
}
