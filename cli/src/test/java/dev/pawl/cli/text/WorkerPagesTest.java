// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import static dev.pawl.cli.text.Views.NOON;
import static dev.pawl.cli.text.Views.done;
import static dev.pawl.cli.text.Views.idle;
import static dev.pawl.cli.text.Views.look;
import static dev.pawl.cli.text.Views.run;
import static dev.pawl.cli.text.Views.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.RunView;
import dev.pawl.WorkerView;
import dev.pawl.WorkerView.Status;
import dev.pawl.core.Event;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.WorkerInfo;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a person reads about workers, line by line. */
class WorkerPagesTest {

    private static final Event CLAIMED = new Event.Claimed(NOON, Views.ID, 1, false);
    private static final RunView RUNNING = run(RunStatus.RUNNING, "Running detect", idle("detect"));

    @Test
    void the_list_says_how_each_stands_and_what_helps_where_nobody_lives() {
        List<WorkerView> workers = List.of(
                worker("b", Status.SILENT, 1, Duration.ZERO),
                worker("c", Status.DRAINING, 0, Duration.ofSeconds(4)),
                worker("d", Status.DEAD, 1_000, null));
        assertThat(WorkerTable.lines(workers, look(120)))
                .containsExactly(
                        "WORKER  STATUS      HOST    PID   RUNS   SINCE      LEASE",
                        "b       ? silent    node-1  4711  1      1 min ago  0 s",
                        "c       ■ draining  node-1  4711  0      1 min ago  4 s",
                        "d       ✗ dead      node-1  4711  1,000  1 min ago",
                        "No worker is there to take those runs; they go on with: pawl worker, or here and now with: pawl recover");
        assertThat(WorkerTable.lines(List.of(worker("a", Status.ALIVE, 3, Duration.ofSeconds(14))), look(120)))
                .containsExactly(
                        "WORKER  STATUS   HOST    PID   RUNS  SINCE      LEASE",
                        "a       ● alive  node-1  4711  3     1 min ago  14 s");
        assertThat(WorkerTable.lines(List.of(worker("a", Status.ALIVE, 3, null)), look(120)))
                .last()
                .asString()
                .endsWith("1 min ago  while its process lives");
    }

    @Test
    void a_submitted_run_says_who_is_there_to_execute_it() {
        WorkerInfo present = new WorkerInfo(Views.ID, "b", "node-2", 12, NOON);
        assertThat(SubmitPage.lines(RUNNING, present, look(200))).contains("  Process 12 on node-2 executes it");
        RunView queued = Views.unowned(run(RunStatus.QUEUED, "Waits", idle("detect")));
        assertThat(String.join(" ", SubmitPage.lines(queued, present, look(200))))
                .contains("Process 12 on node-2 executes runs here now, and this one too if it takes all, as")
                .contains("else it can be resumed once process 12 on node-2 has ended");
        assertThat(String.join(" ", SubmitPage.lines(queued, null, look(200)))).doesNotContain("Process");
    }

    @Test
    void a_worker_tells_where_a_run_begins_goes_on_ends_and_is_given_back() {
        WorkingPage page = new WorkingPage();
        assertThat(page.standing(List.of(), look(80))).isEqualTo("  0 at work, 0 ended · waiting for runs");
        assertThat(page.line(RUNNING, CLAIMED, look(80))).isEqualTo("12:01:00  run 12 (hello) begins");
        assertThat(page.line(RUNNING, new Event.Claimed(NOON, Views.ID, 2, true), look(80)))
                .endsWith("goes on here");
        assertThat(page.line(RUNNING, new Event.Released(NOON, "its worker\nends"), look(80)))
                .endsWith("is given back: its worker ends");
        RunView failed = run(RunStatus.FAILED, "Failed at detect", done("a", 0, 1));
        assertThat(page.line(failed, new Event.Ended(seconds(1), RunStatus.FAILED, null), look(80)))
                .endsWith("(hello) ✗ Failed at detect");
        assertThat(page.standing(List.of(RUNNING), look(80)))
                .isEqualTo("  1 at work, 1 ended, 1 of them failed · run 12: Running detect");
        assertThat(page.standing(List.of(RUNNING), look(30)).length()).isLessThan(30);
        assertThat(WorkingPage.stopping(2)).contains("2 runs are given back");
    }

    private static WorkerView worker(String name, Status status, int runs, @Nullable Duration lease) {
        return new WorkerView(Views.ID, name, "node-1", 4711, NOON, status, runs, null, lease);
    }
}
