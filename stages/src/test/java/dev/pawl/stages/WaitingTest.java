// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.core.RunStatus.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.RawJson;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.WaitFor;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stages that wait: for a person, for a limit; and those that are silent or were interrupted. */
class WaitingTest {

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

    @Test
    void a_person_gives_an_output_that_later_stages_use() throws Exception {
        RunHandle run = bed.submit("""
                - id: draft
                  command: [sh, -c, 'echo 1 > $PAWL_OUTPUT']
                - id: review
                  kind: input
                  after: [draft]
                - id: publish
                  after: [review]
                  when: ${review.output.ok}
                  command: [sh, -c, 'printf ''"%s"'' "${review.output.by}" > $PAWL_OUTPUT']
                """, "{}");
        RunView waits = bed.until(run, "review", StageStatus.WAITING);
        assertThat(Bed.stage(waits, "review").waitsFor()).isEqualTo(WaitFor.PERSON);
        bed.until(run, view -> view.status() == WAITING);

        bed.pawl().edit(run.id(), "review", json("{\"ok\": true, \"by\": \"ann\"}"), "ann");
        bed.end(run, SUCCEEDED);

        assertThat(bed.output(run, "publish")).isEqualTo("\"ann\"");
    }

    @Test
    void a_person_who_does_not_answer_in_time_is_not_waited_for() throws Exception {
        RunHandle run = bed.submit("- id: review\n  kind: input\n  deadline: 200ms\n", "{}");

        assertThat(bed.end(run, FAILED).error()).contains("nobody gave its output in time");
    }

    @Test
    @Tag("A2")
    void a_manual_stage_runs_when_it_is_pressed() throws Exception {
        String stages = """
                - id: draft
                  command: [sh, -c, 'echo draft >> done']
                - id: publish
                  trigger: manual
                  command: [sh, -c, 'echo publish >> done']
                - id: review
                  kind: input
                  after: [draft]
                """;
        RunHandle run = bed.submit(stages, "{}");
        bed.until(run, "review", StageStatus.WAITING);
        assertThat(bed.tally("done")).isEqualTo(Map.of("draft", 1));

        bed.pawl().press(run.id(), "publish", "ann");
        bed.until(run, "publish", StageStatus.SUCCEEDED);
        bed.pawl().edit(run.id(), "review", json("null"), "ann");
        bed.end(run, SUCCEEDED);

        assertThat(bed.tally("done")).isEqualTo(Map.of("draft", 1, "publish", 1));
    }

    @Test
    void stages_of_one_limit_take_turns() throws Exception {
        String command = "command: [sh, -c, 'mkdir gpu || exit 9; sleep 0.2; rmdir gpu']";
        RunHandle run = bed.submit("""
                - id: a
                  limit: gpu=1
                  COMMAND
                - id: b
                  limit: gpu=1
                  COMMAND
                - id: c
                  limit: gpu=1
                  map: ${input}
                  parallel: 3
                  COMMAND
                """.replace("COMMAND", command), "[1, 2, 3]");

        bed.end(run, SUCCEEDED);
    }

    @Test
    void higher_priority_comes_first_where_they_wait_for_a_limit() throws Exception {
        RunHandle run = bed.submit("""
                - id: first
                  limit: gpu=1
                  priority: 9
                  command: [sh, -c, 'until test -e go; do sleep 0.05; done']
                - id: low
                  limit: gpu=1
                  priority: -1
                  command: [sh, -c, 'echo low >> done']
                - id: high
                  limit: gpu=1
                  priority: 5
                  command: [sh, -c, 'echo high >> done']
                """, "{}");
        bed.until(run, "first", StageStatus.RUNNING);
        bed.write("go", "");
        bed.end(run, SUCCEEDED);

        assertThat(Files.readAllLines(bed.file("done"))).isEqualTo(List.of("high", "low"));
    }

    @ParameterizedTest
    @Tag("E2")
    @CsvSource(
            delimiter = '|',
            value = {
                "restart|1|SUCCEEDED|2",
                "restart|0|FAILED|1",
                "fail|1|FAILED|1",
            })
    void a_silent_command_is_stopped(String onStall, int retries, RunStatus status, int times) throws Exception {
        RunHandle run = bed.submit("""
                - id: a
                  heartbeat: 600ms
                  stall-after: 2s
                  on-stall: %s
                  retry: {max: %d, backoff: 0s}
                  command: [sh, -c, 'echo a >> done; test $(wc -l < done) -gt 1 || exec sleep 1000']
                """.formatted(onStall, retries), "{}");

        RunView view = bed.end(run, status);

        if (status == FAILED) {
            assertThat(view.error()).contains("no sign of life");
        }

        assertThat(bed.tally("done")).isEqualTo(Map.of("a", times));
    }

    @Test
    @Tag("E2")
    void a_silent_command_that_people_are_only_warned_of_goes_on() throws Exception {
        RunHandle run = bed.submit("""
                - id: a
                  heartbeat: 50ms
                  stall-after: 150ms
                  command: [sleep, '0.7']
                """, "{}");

        bed.end(run, SUCCEEDED);
    }

    @Test
    @Tag("E2")
    void lines_on_stdout_and_stderr_are_signs_of_life() throws Exception {
        RunHandle run = bed.submit("""
                - id: a
                  heartbeat: 600ms
                  stall-after: 2s
                  on-stall: fail
                  command: [sh, -c, 'for i in 1 2 3 4; do echo $i; sleep 0.3; echo $i >&2; sleep 0.3; done']
                """, "{}");

        bed.end(run, SUCCEEDED);
    }

    @ParameterizedTest
    @Tag("A9")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "resume|SUCCEEDED|'began with ',1,'began with half',1",
                "restart|SUCCEEDED|'began with ',2",
                "fail|FAILED|'began with ',1",
                "idle|IDLE|'began with ',1",
            })
    void what_becomes_of_an_interrupted_command_is_for_its_author_to_say(
            String onInterrupt, StageStatus status, String began) throws Exception {
        RunHandle run = bed.submit("""
                - id: a
                  on-interrupt: %s
                  command: [sh, -c, 'echo "began with $(cat $PAWL_CHECKPOINT)" >> done; test ! -e go || exit 0;
                    printf half > $PAWL_CHECKPOINT; trap "exit 3" TERM; while true; do sleep 0.1; echo; done']
                """.formatted(onInterrupt), "{}");
        bed.until(run, view -> Files.exists(bed.file("done")));

        bed.restart();
        bed.write("go", "");
        RunHandle taken = bed.pawl().run(run.id());
        bed.until(taken, "a", status);

        StringBuilder tally = new StringBuilder();
        bed.tally("done")
                .forEach((line, n) -> tally.append(tally.isEmpty() ? "" : ",").append("'" + line + "'," + n));
        assertThat(tally).hasToString(began);
    }

    @Test
    @Tag("A9")
    void what_was_put_back_goes_on_when_it_is_pressed() throws Exception {
        RunHandle run = bed.submit("""
                - id: a
                  on-interrupt: idle
                  command: [sh, -c, 'echo a >> done; test -e go || exec sleep 1000']
                """, "{}");
        bed.until(run, view -> Files.exists(bed.file("done")));
        bed.restart();
        bed.write("go", "");
        RunHandle taken = bed.pawl().run(run.id());
        bed.until(taken, "a", StageStatus.IDLE);

        bed.pawl().press(run.id(), "a", "ann");
        bed.end(taken, SUCCEEDED);

        assertThat(bed.tally("done")).isEqualTo(Map.of("a", 2));
    }

    @Test
    @Tag("D7")
    void streamed_text_is_there_while_it_comes_and_for_who_joins_late() throws Exception {
        RunHandle run = bed.submit("""
                - id: a
                  command: [sh, -c, 'echo ::text Once upon; echo plain; echo ::text a time; until test -e go; do sleep 0.05; done; echo ::text The end.']
                """, "{}");

        bed.until(run, view -> bed.log(run, "a").equals("Once upon\nplain\na time\n"));
        assertThat(run.view().ended()).isFalse();
        bed.write("go", "");
        bed.end(run, SUCCEEDED);

        assertThat(bed.log(run, "a")).isEqualTo("Once upon\nplain\na time\nThe end.\n");
    }

    private static RawJson json(String text) {
        return RawJson.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
