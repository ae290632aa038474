// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import static dev.pawl.cli.text.RunPagesTest.text;
import static dev.pawl.cli.text.Views.done;
import static dev.pawl.cli.text.Views.idle;
import static dev.pawl.cli.text.Views.look;
import static dev.pawl.cli.text.Views.run;
import static dev.pawl.cli.text.Views.running;
import static dev.pawl.cli.text.Views.seconds;
import static dev.pawl.cli.text.Views.unpressed;
import static dev.pawl.cli.text.Views.validator;
import static dev.pawl.cli.text.Views.waiting;
import static dev.pawl.cli.text.Views.withItems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.HistoryEntry;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.StageView.ItemCounts;
import dev.pawl.WaitFor;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.core.Failure;
import dev.pawl.core.FailureKind;
import dev.pawl.core.RunStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is told of waiting for a person, of validators, and of the items of maps, where only lines can be told. */
class StoryTest {

    private final Story story = new Story();
    private final Journal journal = new Journal();
    private final List<String> told = new ArrayList<>();

    /** What the journal has, and how often it was asked. */
    private static final class Journal implements Records {
        private final List<HistoryEntry> entries = new ArrayList<>();
        private int asked;

        void add(Event event) {
            entries.add(new HistoryEntry(entries.size() + 1, event.at(), 1, List.of(event)));
        }

        @Override
        public List<HistoryEntry> after(int seq) {
            asked++;
            return List.copyOf(entries.subList(seq, entries.size()));
        }

        @Override
        public String value(Content content) {
            return "look at frame " + content.size();
        }

        @Override
        public String item(String stage, int item) {
            return item == 9 ? "" : "img-" + item;
        }
    }

    private void at(int second, RunStatus status, StageView... stages) {
        told.addAll(story.lines(run(status, "Sentence", stages), look(100).now(seconds(second)), journal));
    }

    private static StageView map(StageView stage, int total, int done, int failed) {
        return withItems(stage, new ItemCounts(total, done, failed, 0, total - done - failed, 0));
    }

    private void fails(int second, int item) {
        journal.add(new Event.ItemFailed(
                seconds(second), "each", item, new Failure(FailureKind.ERROR, "exit code 1:\nno"), null));
    }

    private void rejects(int second, int frame, String... reopened) {
        Content feedback = new Content("0".repeat(64), frame);
        journal.add(new Event.Rejected(seconds(second), "check", "detect", feedback, List.of(reopened)));
    }

    @Test
    @Tag("C9")
    void what_a_person_is_waited_for_has_its_command_and_a_reminder_each_minute() {
        StageView review = waiting("review", WaitFor.PERSON);
        at(9, RunStatus.RUNNING, review, running("other", 0, null));
        for (int second = 10; second <= 140; second++) {
            at(second, RunStatus.WAITING, review, unpressed(idle("publish"), false), unpressed(idle("x"), true));
        }
        at(141, RunStatus.RUNNING, done("review", 10, 141), idle("publish"));
        assertThat(told).containsExactlyElementsOf(text("""
                12:00:09  review  waits for a person's output; give it: pawl edit 12 review --output JSON
                12:00:09  other   running
                12:00:10  x        put back
                12:00:10  Sentence
                  pawl edit 12 review --output JSON  give its output; the stages after it go on
                  pawl stage run 12 publish  have it run
                  pawl stage run 12 x  have it run; what it had finished stays
                12:01:10  still waiting for a person to give the output of review; or to press publish, x, for 1 min
                12:02:10  still waiting for a person to give the output of review; or to press publish, x, for 2 min
                12:02:21  review   succeeded in 2 min 11 s
                """));
        assertThat(journal.asked).as("nothing to tell of").isZero();
    }

    @Test
    void what_a_validator_says_stands_in_the_line_and_nothing_is_put_back() {
        StageView detect = done("detect", 0, 1);
        at(1, RunStatus.RUNNING, detect, validator(running("check", 1, null), 0, 0, 2));
        rejects(2, 7, "detect", "check");
        at(2, RunStatus.RUNNING, idle("detect"), validator(idle("check", "detect"), 1, 1, 2));
        rejects(3, 8, "detect", "check");
        rejects(4, 9);
        at(5, RunStatus.FAILED, detect, validator(Views.failed("check", 1, 4), 2, 2, 2));
        assertThat(told)
                .filteredOn(line -> line.contains("check "))
                .containsExactly(
                        "12:00:01  check   running",
                        "12:00:02  check   sends detect back (round 1 of 2): look at frame 7",
                        "12:00:03  check   sends detect back (round 2 of 2): look at frame 8",
                        "12:00:04  check   rejects detect, and all 2 rounds are used up; it says: look at frame 9",
                        "12:00:05  check   failed after 3.0 s, attempt 2, generation 2: exit code 3: cannot open"
                                + " [31mvideo.mp4 no such file");
    }

    @Test
    void a_map_is_told_in_steps_however_often_it_pauses() {
        at(0, RunStatus.RUNNING, map(running("each", 0, null), 1000, 0, 0));
        for (int second = 1; second <= 40; second++) {
            StageView stage = second % 2 == 0 ? waiting("each", WaitFor.CAPACITY) : running("each", 0, null);
            at(second, RunStatus.RUNNING, map(stage, 1000, second < 20 ? second * 25 : 500 + Math.min(second, 30), 0));
        }
        at(41, RunStatus.RUNNING, map(done("each", 0, 41), 1000, 1000, 0));
        assertThat(told).containsExactlyElementsOf(text("""
                12:00:00  each  running
                12:00:04  each  100/1,000 items 10.0%
                12:00:08  each  200/1,000 items 20.0%
                12:00:12  each  300/1,000 items 30.0%
                12:00:16  each  400/1,000 items 40.0%
                12:00:20  each  520/1,000 items 52.0%
                12:00:30  each  530/1,000 items 53.0%
                12:00:40  each  530/1,000 items 53.0%  waits for capacity
                12:00:41  each  succeeded in 41 s: 1,000 items, 1,000 succeeded
                """));
    }

    @Test
    void some_failed_items_are_named_and_the_rest_is_counted() {
        at(0, RunStatus.RUNNING, map(running("each", 0, null), 100, 0, 0));
        fails(1, 7);
        at(1, RunStatus.RUNNING, map(running("each", 0, null), 100, 9, 1));
        for (int item = 8; item < 48; item++) {
            fails(2, item);
        }
        at(2, RunStatus.RUNNING, map(running("each", 0, null), 100, 10, 41));
        int asked = journal.asked;
        fails(3, 48);
        at(3, RunStatus.RUNNING, map(running("each", 0, null), 100, 10, 42));
        assertThat(journal.asked).as("enough are named").isEqualTo(asked);
        at(4, RunStatus.RUNNING, map(done("each", 0, 4), 100, 58, 42));
        assertThat(told).containsExactlyElementsOf(text("""
                12:00:00  each  running
                12:00:01  each  item 7 (img-7) failed: exit code 1: no
                12:00:02  each  item 8 (img-8) failed: exit code 1: no
                12:00:02  each  item 9 failed: exit code 1: no
                12:00:02  each  51/100 items 51.0%, 41 failed
                12:00:04  each  … and 39 more items failed: pawl show 12
                12:00:04  each  succeeded in 4.0 s: 100 items, 58 succeeded, 42 failed (allowed)
                """));
    }

    @Test
    void a_run_that_has_ended_has_no_stage_that_is_about_to_start() {
        RunView ended = run(RunStatus.FAILED, "Failed", idle("a"), unpressed(idle("b"), false));
        assertThat(new LivePage(new Rates()).lines(ended, look(100), 24))
                .containsExactly("  ○ a  not run", "  ○ b  manual: nobody has pressed it");
        RunView active = run(RunStatus.RUNNING, "Running", idle("a"), waiting("review", WaitFor.PERSON));
        assertThat(new LivePage(new Rates()).lines(active, look(100), 24))
                .contains(
                        "  ○ a       about to start",
                        "  ◌ review  waits for a person's output; give it: pawl edit 12 review --output JSON");
    }
}
