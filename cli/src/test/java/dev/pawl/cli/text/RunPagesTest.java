// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import static dev.pawl.cli.text.Views.beat;
import static dev.pawl.cli.text.Views.done;
import static dev.pawl.cli.text.Views.failed;
import static dev.pawl.cli.text.Views.idle;
import static dev.pawl.cli.text.Views.interrupted;
import static dev.pawl.cli.text.Views.look;
import static dev.pawl.cli.text.Views.run;
import static dev.pawl.cli.text.Views.running;
import static dev.pawl.cli.text.Views.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.RunView;
import dev.pawl.core.RunStatus;
import dev.pawl.WaitFor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person reads about runs, line by line. */
class RunPagesTest {

    private static final RunView RUNNING = run(
            RunStatus.RUNNING,
            "Running detect, 412 of 1,800",
            done("frames", 0, 12),
            running("detect", 12, beat(50, 41, 412, 1800)),
            idle("report", "detect"));
    private static final RunView FAILED = run(
            RunStatus.FAILED,
            "Failed at detect",
            done("frames", 0, 12),
            failed("detect", 12, 41),
            idle("report", "detect"));
    private static final RunView DOUBT =
            run(RunStatus.WAITING, "Waiting for a person", done("frames", 0, 10), waiting("notify", WaitFor.DOUBT));
    private static final RunView SUCCEEDED =
            run(RunStatus.SUCCEEDED, "Succeeded", done("frames", 0, 12), done("report", 12, 41));

    @Test
    void a_run_that_goes_on() {
        assertThat(RunPage.lines(RUNNING, look(100), id -> true)).containsExactlyElementsOf(text("""
                ● Run 12  hello v1  running
                  Running detect, 412 of 1,800

                  id          0199a3f2-0000-7000-8000-0000000000aa
                  key         S05E03
                  user        user-42
                  labels      team=media
                  submitted   1 min ago, 2026-11-03 12:00:00
                  running     1 min
                  run by      node-1, process 4711 on host-1 since 12:00:00, epoch 1

                  ✓ frames  █████                     succeeded in 12 s  1.2 kB
                  ● detect      ████████████████████  running, 48 s
                      412/1,800 22.9%  faces=97  sign of life 10 s ago
                  ○ report                            after detect

                  pawl watch 12   follow it to its end
                  pawl cancel 12  end it without its result
                """));
    }

    @Test
    void a_run_that_failed_shows_the_whole_error_and_lets_nothing_steer_the_terminal() {
        assertThat(RunPage.lines(FAILED, look(60), id -> true)).containsExactlyElementsOf(text("""
                ✗ Run 12  hello v1  failed
                  Failed at detect

                  id          0199a3f2-0000-7000-8000-0000000000aa
                  key         S05E03
                  user        user-42
                  labels      team=media
                  submitted   1 min ago, 2026-11-03 12:00:00
                  took        41 s
                  run by      node-1, process 4711 on host-1 since 12:00:00, epoch 1

                  ✓ frames  ████████                  succeeded in 12 s  1.2 kB
                  ✗ detect         █████████████████  failed after 29 s, attempt 2
                      exit code 3: cannot open [31mvideo.mp4
                      no such file
                  ○ report                            after detect

                  pawl resume 12       go on at what failed; what is finished stays
                  pawl logs 12 detect  read what detect wrote
                """));
    }

    @Test
    void a_run_that_waits_for_a_person_says_the_command() {
        assertThat(RunPage.lines(DOUBT, look(100), id -> true))
                .contains(
                        "  ? notify      ████                  in doubt",
                        "      It was interrupted and may have had its effect outside; it is not repeated unasked.",
                        "  pawl stage settle 12 notify --as rerun|done|failed  say whether the effect of notify happened");
    }

    @Test
    void an_interrupted_run_says_how_it_goes_on() {
        Look elsewhere = new Look(100, false, Views.NOW, java.time.ZoneOffset.UTC, " --data /srv/p");
        assertThat(RunPage.lines(interrupted(RUNNING), elsewhere, id -> true))
                .contains("! Run 12  hello v1  interrupted")
                .contains("  recovered   once")
                .contains("  pawl resume 12 --data /srv/p  go on where it was");
    }

    @Test
    void the_list_leaves_out_what_no_run_has_and_gives_way_to_the_width() {
        List<RunView> runs = List.of(RUNNING, interrupted(RUNNING), FAILED, SUCCEEDED);
        assertThat(RunTable.lines(runs, look(100))).containsExactlyElementsOf(text("""
                RUN  STATUS         PIPELINE  KEY     USER     STARTED    TOOK
                12   ● running      hello     S05E03  user-42  1 min ago
                12   ! interrupted  hello     S05E03  user-42  1 min ago
                12   ✗ failed       hello     S05E03  user-42  1 min ago  41 s
                12   ✓ succeeded    hello     S05E03  user-42  1 min ago  41 s
                """));
        assertThat(RunTable.lines(runs, look(60)))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60));
    }

    @Test
    void the_end_names_the_next_step() {
        assertThat(EndPage.lines(FAILED, look(100), id -> true)).containsExactlyElementsOf(text("""
                ✗ Run 12 failed after 41 s
                  stage detect: exit code 3
                  pawl resume 12       go on at what failed; what is finished stays
                  pawl logs 12 detect  read what detect wrote
                """));
        assertThat(EndPage.lines(SUCCEEDED, look(100), id -> true)).containsExactlyElementsOf(text("""
                ✓ Run 12 succeeded after 41 s
                  pawl show 12 --output report  read its last output (1.2 kB)
                """));
    }

    @Test
    void the_end_sends_nobody_to_read_what_was_not_written() {
        RunView run = run(
                RunStatus.FAILED,
                "Failed",
                failed("a", 0, 1),
                failed("b", 0, 1),
                failed("c", 0, 1),
                failed("d", 0, 1),
                failed("e", 0, 1));
        assertThat(EndPage.lines(run, look(100), "b"::equals))
                .anyMatch(line -> line.contains("pawl logs 12 b"))
                .noneMatch(line -> line.contains("logs 12 a") || line.contains("more"));
        assertThat(EndPage.lines(run, look(100), id -> true))
                .last()
                .asString()
                .isEqualTo("  pawl logs 12    and 2 more that failed");
    }

    static List<String> text(String block) {
        return block.lines().toList();
    }
}
