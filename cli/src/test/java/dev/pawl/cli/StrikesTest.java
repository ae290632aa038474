// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.HistoryEntry;
import dev.pawl.Pawl;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.WorkerRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three strikes convict only the guilty: processes that die of a run, of a deploy, of a lack of memory. */
@Tag("S1")
@Tag("S3")
@Tag("S4")
class StrikesTest {

    private static final int MANY = 100;
    private static final int SOME = 20;

    @TempDir
    private Path folder;

    /** What was acknowledged, and how often it had been executed by then. */
    private final List<Acknowledged> acknowledged = new ArrayList<>();

    private Pawl opened;

    private record Acknowledged(UUID run, String stage, long executions) {}

    /** As it goes elsewhere: a poisoned run is reclaimed for ever, and one poisoned row stops the loop. */
    @Test
    void one_poisoned_run_among_a_hundred_good_ones() throws Exception {
        submit(MANY / 2, Fleet.GOOD);
        submit(1, Fleet.POISONED);
        submit(MANY / 2, Fleet.GOOD);
        int deaths = 0;
        int code = untilItEnds();
        while (code != 0 && deaths < 10) {
            assertThat(code).isEqualTo(Fleet.HALTED);
            deaths++;
            code = untilItEnds();
        }
        assertThat(deaths).as("the first had a result to show, and three count").isEqualTo(4);
        List<RunView> failed = runs(RunStatus.FAILED);
        assertThat(failed).singleElement().satisfies(run -> {
            assertThat(run.number()).isEqualTo(MANY / 2 + 1);
            assertThat(run.error()).contains("stage b: crashed its worker 3 times, the last time alone");
            assertThat(executions(run.id(), "b")).isEqualTo(4);
            assertThat(strikes(run.id())).isEqualTo(3);
        });
        assertThat(runs(RunStatus.SUCCEEDED)).hasSize(MANY);
        assertThat(runs(RunStatus.SUCCEEDED))
                .as("good ones were there, too, and became suspects")
                .anySatisfy(run -> assertThat(strikes(run.id())).isEqualTo(2));
        nothingAcknowledgedWasExecutedAgain();
        assertThat(Files.readString(folder.resolve("pawl.log")))
                .contains("recovery: looking at the active runs")
                .contains("running -> interrupted -> resumed, process ")
                .contains("recovery: none stuck; 101 active, 101 taken, 0 failed, 0 left alone, 0 in error; done")
                .containsPattern("recovery: (\\d+) active, \\1 taken, 0 failed, 0 left alone, 0 in error; done");
    }

    @Test
    void five_deploys_convict_nobody() throws Exception {
        submit(SOME, Fleet.PATIENT);
        submit(1, Fleet.DEAF);
        for (int deploy = 1; deploy <= 5; deploy++) {
            boolean killed = deploy % 2 == 0;
            try (Child worker = start()) {
                worker.until("all are at work", () -> atWork() == SOME + 1);
                noteAcknowledged();
                if (killed) {
                    Files.createFile(folder.resolve("deaf"));
                }
                worker.signal("TERM");
                if (killed) {
                    worker.until(
                            "it says that it ends, and cannot yet",
                            () -> drained(worker.pid()) && Files.exists(folder.resolve("asked")));
                    worker.kill();
                    Files.delete(folder.resolve("deaf"));
                    Files.delete(folder.resolve("asked"));
                } else {
                    worker.await();
                }
                assertThat(executions()).as("executions of b").isEqualTo(deploy * (SOME + 1L));
            }
        }
        Files.createFile(folder.resolve("go"));
        assertThat(untilItEnds()).isZero();
        assertThat(strikes()).isZero();
        assertThat(runs(RunStatus.SUCCEEDED)).hasSize(SOME + 1);
        nothingAcknowledgedWasExecutedAgain();
    }

    @Test
    void a_process_that_is_out_of_memory_convicts_nobody() throws Exception {
        submit(SOME / 2, Fleet.PATIENT);
        submit(1, Fleet.HUNGRY);
        submit(SOME / 2, Fleet.PATIENT);
        try (Child worker = start()) {
            worker.until("all are at work", () -> atWork() == SOME + 1);
            worker.kill();
        }
        try (Child worker = start("-Xmx64m", "-XX:+ExitOnOutOfMemoryError")) {
            worker.until("all are at work again", () -> atWork() == SOME + 1);
            Files.createFile(folder.resolve("eat"));
            Shell.Done done = worker.await();
            assertThat(done.code()).as(done.err()).isEqualTo(3);
            assertThat(done.out() + done.err()).contains("OutOfMemoryError");
        }
        noteAcknowledged();
        Files.createFile(folder.resolve("go"));
        assertThat(untilItEnds()).isZero();
        assertThat(strikes())
                .as("each was there, and none is taken for the culprit")
                .isEqualTo(SOME + 1L);
        assertThat(runs(RunStatus.SUCCEEDED)).hasSize(SOME + 1);
        nothingAcknowledgedWasExecutedAgain();
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    private Pawl looking() {
        if (opened == null) {
            opened = Fleet.options(folder).open();
        }
        return opened;
    }

    private void submit(int count, String kind) {
        Pawl pawl = looking();
        for (int i = 0; i < count; i++) {
            pawl.submit(Fleet.pipeline(folder), kind, Submission.plain());
        }
    }

    private Child start(String... options) throws IOException {
        return Child.program(folder, Fleet.class, List.of(options), folder.toString());
    }

    private int untilItEnds() throws Exception {
        try (Child worker = start()) {
            int code = worker.await().code();
            noteAcknowledged();
            return code;
        }
    }

    private void noteAcknowledged() {
        Pawl pawl = looking();
        for (RunView row : pawl.runs(RunQuery.newest(1000))) {
            for (StageView stage : pawl.run(row.id()).view().stages()) {
                if (stage.status() == StageStatus.SUCCEEDED) {
                    acknowledged.add(new Acknowledged(row.id(), stage.id(), executions(row.id(), stage.id())));
                }
            }
        }
    }

    private void nothingAcknowledgedWasExecutedAgain() {
        assertThat(acknowledged)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(executions(one.run, one.stage))
                        .as("executions of %s of run %s", one.stage, one.run)
                        .isEqualTo(one.executions));
    }

    private List<RunView> runs(RunStatus status) {
        Pawl pawl = looking();
        return pawl.runs(new RunQuery(null, status, null, null, null, null, null, 1000)).stream()
                .map(row -> pawl.run(row.id()).view())
                .toList();
    }

    private long strikes() {
        Pawl pawl = looking();
        return pawl.runs(RunQuery.newest(1000)).stream()
                .mapToLong(run -> strikes(pawl, run.id()))
                .sum();
    }

    private long strikes(UUID run) {
        Pawl pawl = looking();
        return strikes(pawl, run);
    }

    private static long strikes(Pawl pawl, UUID run) {
        return pawl.history(run, 0, 1000).stream()
                .map(HistoryEntry::events)
                .flatMap(List::stream)
                .filter(event -> event instanceof Event.Claimed claimed && claimed.strike())
                .count();
    }

    private int atWork() {
        Pawl pawl = looking();
        return (int) pawl.runs(RunQuery.active(1000)).stream()
                .filter(run -> {
                    RunView view = pawl.run(run.id()).view();
                    return view.health() == dev.pawl.Health.HEALTHY
                            && view.stages().get(1).status() == StageStatus.RUNNING
                            && executed(view);
                })
                .count();
    }

    /** Whether its second stage was begun under its present epoch. */
    private boolean executed(RunView view) {
        RunView.Owner owner = view.owner();
        return owner != null && read(view.id()).contains("b " + owner.epoch());
    }

    private boolean drained(long pid) {
        Pawl pawl = looking();
        return pawl.workers().stream().filter(row -> row.worker().pid() == pid).anyMatch(WorkerRow::drained);
    }

    private long executions() {
        Pawl pawl = looking();
        return pawl.runs(RunQuery.newest(1000)).stream()
                .mapToLong(run -> executions(run.id(), "b"))
                .sum();
    }

    private long executions(UUID run, String stage) {
        return read(run).stream().filter(line -> line.startsWith(stage + " ")).count();
    }

    private List<String> read(UUID run) {
        try {
            Path lines = Fleet.lines(folder, run.toString());
            return Files.exists(lines) ? Files.readAllLines(lines) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
