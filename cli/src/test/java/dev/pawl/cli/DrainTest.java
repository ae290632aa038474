// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.spi.WorkerRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a deploy does: SIGTERM, and after a while {@code kill -9}. */
@Tag("S1")
@Tag("S3")
class DrainTest {

    private static final String PIPELINE = """
            pipeline: p
            version: 1
            stages:
              - {id: before, command: [sh, before.sh]}
              - {id: during, after: [before], command: [sh, during.sh]}
              - {id: after, after: [during], command: [sh, after.sh]}
            """;

    /** Until there is a file `go`; its end takes as long as a test says. */
    private static final String DURING = """
            echo $$ >> during
            trap 'touch asked; TIDY' TERM
            touch started
            while ! test -e go; do sleep 0.02; done
            echo 2 > $PAWL_OUTPUT
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void pipeline() throws IOException {
        Files.writeString(folder.resolve("p.yaml"), PIPELINE);
        Files.writeString(folder.resolve("before.sh"), "echo $$ >> before; echo 1 > $PAWL_OUTPUT\n");
        Files.writeString(folder.resolve("after.sh"), "echo $$ >> after; echo 3 > $PAWL_OUTPUT\n");
    }

    @AfterEach
    void nothing_is_left() {
        pids("during").forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    @Test
    void the_running_command_gets_the_grace_time_and_no_stage_starts_any_more() throws Exception {
        during("sleep 1; touch tidied; exit 0");
        try (Child run = started()) {
            run.signal("TERM");
            Shell.Done done = run.await();
            assertThat(done.code()).isEqualTo(130);
            assertThat(done.err()).contains("Stopping", "Run 1 is interrupted", "pawl resume 1");
        }
        assertThat(folder.resolve("tidied")).exists();
        assertThat(living()).isEmpty();
        assertThat(Child.pawl(folder, "history", "1").out()).contains("given back: drained");
        resumed(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void a_second_signal_ends_it_sooner(String signal) throws Exception {
        during("");
        try (Child run = started()) {
            run.signal("TERM");
            run.until("the command is asked to end", () -> Files.exists(folder.resolve("asked")));
            run.signal(signal);
            assertThat(run.endsWithin(Duration.ofSeconds(5)))
                    .as("sooner than the grace time")
                    .isTrue();
            assertThat(run.await().code()).isEqualTo(130);
        }
        resumed(1);
    }

    @Test
    void a_kill_while_it_drains_loses_nothing_and_is_no_crash() throws Exception {
        during("");
        try (Child run = started()) {
            run.signal("TERM");
            run.until("the command is asked to end", () -> Files.exists(folder.resolve("asked")));
            run.kill();
        }
        try (Pawl pawl = PawlOptions.in(folder.resolve(".pawl")).open()) {
            assertThat(pawl.workers())
                    .singleElement()
                    .returns(false, WorkerRow::alive)
                    .returns(true, WorkerRow::drained);
        }
        resumed(1);
    }

    /** A moment is drawn from a seed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_kill_at_any_moment_of_it_loses_nothing(long seed) throws Exception {
        during("exit 0");
        Duration later = Duration.ofMillis(new Random(seed).nextInt(150));
        try (Child run = started()) {
            run.signal("TERM");
            run.endsWithin(later);
            run.kill();
        }
        resumed(1);
    }

    private void during(String tidy) throws IOException {
        Files.writeString(folder.resolve("during.sh"), DURING.replace("TIDY", tidy.isEmpty() ? ":" : tidy));
    }

    private Child started() throws Exception {
        Child child = Child.start(folder, "run", "p.yaml");
        child.until("the stage has begun", () -> Files.exists(folder.resolve("started")));
        return child;
    }

    /** What was interrupted is executed once more, and nothing else a second time; all that were there have ended before. */
    private void resumed(int before) throws Exception {
        assertThat(pids("after")).as("no new stage starts").isEmpty();
        awaitEndOf(living());
        Files.createFile(folder.resolve("go"));
        Shell.Done done = Child.pawl(folder, "resume", "1");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).isEqualTo("3\n");
        assertThat(pids("before")).hasSize(before);
        assertThat(pids("during")).hasSize(2);
        assertThat(pids("after")).hasSize(1);
    }

    private List<Long> pids(String stage) {
        try {
            Path file = folder.resolve(stage);
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().map(Long::valueOf).toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Long> living() {
        return pids("during").stream().filter(Effects::alive).toList();
    }

    /** The signal that follows the death of the parent takes a moment. */
    private static void awaitEndOf(List<Long> pids) throws Exception {
        for (long pid : pids) {
            var process = ProcessHandle.of(pid);
            if (process.isPresent() && Effects.alive(pid)) {
                process.get().onExit().get(20, TimeUnit.SECONDS);
            }
        }
    }
}
