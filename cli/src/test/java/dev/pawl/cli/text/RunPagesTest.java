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
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a person reads about runs, line by line. */
class RunPagesTest {

    private static final String ENDED = "0 claim\n0 start frames\n41 end FAILED";

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
    private static final RunView SUCCEEDED =
            run(RunStatus.SUCCEEDED, "Succeeded", done("frames", 0, 12), done("report", 12, 41));

    @Test
    void an_interrupted_run_says_how_it_goes_on() {
        Look elsewhere = new Look(100, false, Views.NOW, java.time.ZoneOffset.UTC, " --data /srv/p");
        RunView run = interrupted(RUNNING);
        assertThat(RunPage.lines(run, Histories.line(run, "0 claim\n0 start frames", elsewhere), elsewhere, id -> true))
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
        assertThat(EndPage.lines(FAILED, Histories.line(FAILED, ENDED, look(100)), look(100), id -> true))
                .containsExactlyElementsOf(text("""
                ✗ Run 12 failed after 41 s
                  stage detect: exit code 3
                  pawl resume 12                     go on at what failed; what is finished stays
                  pawl retry 12 --from-stage detect  begin a new run there; what is before it is taken over
                  pawl logs 12 detect                read what detect wrote
                """));
        assertThat(EndPage.lines(SUCCEEDED, Histories.line(SUCCEEDED, ENDED, look(100)), look(100), id -> true))
                .containsExactlyElementsOf(text("""
                ✓ Run 12 succeeded after 41 s
                  pawl show 12 --output report  read its last output (1.2 kB)
                """));
    }

    @Test
    @Tag("C2")
    void what_ended_degraded_or_cancelled_may_be_taken_up() {
        StageView map = Views.withItems(done("each", 0, 12), new StageView.ItemCounts(10, 9, 1, 0, 0, 0));
        StageView degraded = StageBuilder.like(map).status(StageStatus.DEGRADED).build();
        assertThat(steps(run(RunStatus.SUCCEEDED, "Succeeded", degraded)))
                .anyMatch(line -> line.startsWith("pawl retry 12 --from-stage each --only-failed-items"));
        StageView cancelled = StageBuilder.like(failed("a", 0, 1))
                .status(StageStatus.CANCELLED)
                .build();
        assertThat(steps(run(RunStatus.CANCELLED, "Cancelled", cancelled, idle("b", "a"))))
                .anyMatch(line -> line.startsWith("pawl retry 12 --from-stage a"));
        assertThat(steps(SUCCEEDED)).noneMatch(line -> line.contains("retry"));
        assertThat(steps(RUNNING)).noneMatch(line -> line.contains("retry"));
    }

    private static List<String> steps(RunView run) {
        return Steps.lines(run, look(100), id -> false);
    }

    @Test
    void who_has_a_worker_need_not_execute_it_himself() {
        RunView queued = Views.unowned(run(RunStatus.QUEUED, "Waiting for a worker", idle("a")));
        assertThat(steps(queued)).anyMatch(line -> line.startsWith("pawl resume 12"));
        Look look = look(100);
        Look served = new Look(100, false, look.now(), look.zone(), "", look.runs(), () -> true);
        assertThat(Steps.lines(queued, served, id -> false))
                .noneMatch(line -> line.contains("resume"))
                .anyMatch(line -> line.startsWith("pawl watch 12") && line.contains("a worker is there"));
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
        assertThat(EndPage.lines(run, Histories.line(run, ENDED, look(100)), look(100), "b"::equals))
                .anyMatch(line -> line.contains("pawl logs 12 b"))
                .noneMatch(line -> line.contains("logs 12 a") || line.contains("more"));
        assertThat(EndPage.lines(run, Histories.line(run, ENDED, look(100)), look(100), id -> true))
                .last()
                .asString()
                .isEqualTo("  pawl logs 12                  and 2 more that failed");
    }

    static List<String> text(String block) {
        return block.lines().toList();
    }
}
