// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import static dev.pawl.cli.text.RunPagesTest.text;
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
import dev.pawl.WaitFor;
import dev.pawl.core.RunStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person sees of a run while it goes on: drawn over on a terminal, told line by line elsewhere. */
class LivePagesTest {

    private static RunView at(long done, int second) {
        return run(
                RunStatus.RUNNING,
                "Running detect",
                done("frames", 0, 12),
                running("detect", 12, beat(second, second, done, 1800)),
                waiting("call", WaitFor.BACK_OFF),
                idle("report", "detect"));
    }

    @Test
    void progress_has_a_bar_a_pace_and_the_time_left() {
        Rates rates = new Rates();
        rates.observe(at(100, 20));
        rates.observe(at(900, 58));
        assertThat(new LivePage(rates).lines(at(900, 58), look(110), 24)).containsExactlyElementsOf(text("""
                  ✓ frames  succeeded in 12 s
                  ● detect  ██████████░░░░░░░░░░  900/1,800 50.0%  21/s, 43 s left  48 s  faces=97
                  ◌ call    attempt 2 in 4 s
                  ○ report  after detect
                Running detect
                """));
    }

    @Test
    void a_pace_begins_anew_with_an_attempt_that_starts_over() {
        Rates rates = new Rates();
        rates.observe(at(900, 20));
        rates.observe(at(1000, 30));
        rates.observe(at(10, 40));
        assertThat(rates.perSecond("detect")).isEmpty();
    }

    @Test
    void silence_is_shown_and_no_line_is_wider_than_the_terminal() {
        List<String> lines = new LivePage(new Rates()).lines(at(900, 20), look(72), 24);
        assertThat(lines.get(1)).isEqualTo("  ● detect  ██████████░░░░░░░░░░  900/1,800 50.0%  48 s  sign of life 4…");
        assertThat(lines).allSatisfy(line -> assertThat(Cells.width(line)).isLessThanOrEqualTo(72));
    }

    @Test
    void where_there_is_no_room_what_works_stays() {
        assertThat(new LivePage(new Rates()).lines(at(900, 58), look(100), 4))
                .hasSize(4)
                .satisfies(lines -> {
                    assertThat(lines.get(0)).contains("● detect");
                    assertThat(lines.get(1)).contains("◌ call");
                    assertThat(lines.get(2)).contains("and 2 more stages");
                });
    }

    @Test
    void a_stage_in_doubt_says_the_command() {
        RunView doubt = run(RunStatus.WAITING, "Waiting", waiting("notify", WaitFor.DOUBT));
        assertThat(new LivePage(new Rates()).lines(doubt, look(100), 24))
                .contains(
                        "  ? notify  in doubt; settle it: pawl stage settle 12 notify --as done --yes (or rerun, or failed)");
        RunView busy = run(RunStatus.RUNNING, "Running", waiting("notify", WaitFor.DOUBT));
        assertThat(new Story().lines(busy, look(100), Records.NONE))
                .containsExactly(
                        "12:01:00  notify  in doubt: it was interrupted and may have had its effect; settle it: "
                                + "pawl stage settle 12 notify --as done --yes (or rerun, or failed)");
    }

    @Test
    void a_run_that_waits_for_a_person_was_silent_for_ever() {
        RunView doubt = run(RunStatus.WAITING, "Waiting for a person: settle it", waiting("notify", WaitFor.DOUBT));
        Story story = new Story();
        List<String> told = new ArrayList<>();
        for (int second = 30; second <= 160; second++) {
            told.addAll(story.lines(doubt, look(100).now(Views.seconds(second)), Records.NONE));
        }
        told.addAll(story.lines(run(RunStatus.RUNNING, "Running", idle("notify")), look(100), Records.NONE));
        assertThat(told).containsExactlyElementsOf(text("""
                12:00:30  notify  in doubt: it was interrupted and may have had its effect
                12:00:30  Waiting for a person: settle it
                  pawl stage settle 12 notify --as done --yes
                      its effect happened; --output JSON says what came of it
                  pawl stage settle 12 notify --as rerun --yes
                      its effect did not happen; execute it again
                  pawl stage settle 12 notify --as failed --yes
                      give it up
                12:01:30  still waiting for a person to settle notify, for 1 min
                12:02:30  still waiting for a person to settle notify, for 2 min
                """));
    }

    @Test
    void a_story_tells_each_thing_once_and_heartbeats_every_ten_seconds() {
        Story story = new Story();
        List<String> told = new ArrayList<>();
        for (int second = 20; second <= 45; second++) {
            told.addAll(story.lines(at(second * 10L, second), look(100).now(Views.seconds(second)), Records.NONE));
        }
        told.addAll(story.lines(
                run(
                        RunStatus.FAILED,
                        "Failed",
                        done("frames", 0, 12),
                        failed("detect", 12, 46),
                        idle("report", "detect")),
                look(100).now(Views.seconds(46)),
                Records.NONE));
        assertThat(told).containsExactlyElementsOf(text("""
                12:00:20  frames  succeeded in 12 s
                12:00:20  detect  running
                12:00:20  call    attempt 2 in 44 s
                12:00:22  detect  hb seq=22 220/1800 pct=12 faces=97
                12:00:32  detect  hb seq=32 320/1800 pct=17 faces=97
                12:00:42  detect  hb seq=42 420/1800 pct=23 faces=97
                12:00:46  detect  failed after 34 s, attempt 2: exit code 3: cannot open [31mvideo.mp4 no such file
                """));
    }

    @Test
    void a_story_says_that_nobody_executes_the_run_any_more() {
        Story story = new Story();
        RunView run = run(RunStatus.RUNNING, "Interrupted: nobody executes it", idle("frames"));
        assertThat(story.lines(run, look(100), Records.NONE)).isEmpty();
        assertThat(story.lines(interrupted(run), look(100), Records.NONE))
                .containsExactly("12:01:00  Interrupted: nobody executes it");
        assertThat(story.lines(interrupted(run), look(100), Records.NONE)).isEmpty();
    }

    @Test
    void being_held_is_said_and_so_is_its_end() {
        String full = "Held: the database takes no writes (disk full); it goes on when that is mended";
        RunView before = run(RunStatus.RUNNING, "Running frames", idle("frames"));
        RunView held = Views.held(run(RunStatus.RUNNING, full, idle("frames")));
        Story story = new Story();
        List<String> told = new ArrayList<>();
        for (RunView run : List.of(before, held, held, before, before, held, run(RunStatus.FAILED, "Failed"))) {
            told.addAll(story.lines(run, look(100), Records.NONE));
        }
        assertThat(told)
                .containsExactly("12:01:00  " + full, "12:01:00  No longer held: Running frames", "12:01:00  " + full);
        assertThat(new LivePage(new Rates()).lines(held, look(100), 24)).contains(full);
    }

    @Test
    void while_work_is_stopped_it_says_what_and_how_long_it_is_given() {
        RunView run = run(
                RunStatus.RUNNING, "Running", running("a", 0, beat(58, 1, 1, 9)), running("b", 0, beat(58, 1, 1, 9)));
        LivePage page = new LivePage(new Rates());
        Story story = new Story();
        List<String> told = new ArrayList<>();
        for (int millis = 2_000; millis >= 0; millis -= 500) {
            Duration left = Duration.ofMillis(millis);
            assertThat(page.stopping(run, look(100), 24, left))
                    .hasSize(3)
                    .last()
                    .asString()
                    .startsWith("Stopping a and 1 more, ")
                    .contains(millis == 0 ? "ended by force" : "given " + (millis + 999) / 1000 + " s to end");
            told.addAll(story.stopping(run, look(100), left));
        }
        assertThat(told)
                .containsExactly(
                        "12:01:00  Stopping a and 1 more, given 2 s to end; Ctrl-C again stops at once, and the run can be"
                                + " resumed all the same",
                        "12:01:00  Stopping a and 1 more, ended by force; Ctrl-C again stops at once, and the run can be"
                                + " resumed all the same");
        assertThat(page.stopping(run(RunStatus.RUNNING, "Running", done("a", 0, 1)), look(100), 24, Duration.ZERO))
                .contains("Stopping; Ctrl-C again stops at once");
    }
}
