// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pawl.StageDefinition;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No process of a stage is left behind, however the stage or its worker ends. */
class ProcessesTest {

    /** A child, a grandchild, and one whose parent has ended; each in a session of its own where asked. */
    private static final String TREE = """
            import os, signal, subprocess, sys
            def say(*words):
                print(*words, flush=True)
            if "deaf" in sys.argv:
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
            own = "sessions" in sys.argv
            sleep = "import signal, time; signal.signal(signal.SIGTERM, signal.%s); time.sleep(1000)"
            sleep = sleep % ("SIG_IGN" if "deaf" in sys.argv else "SIG_DFL")
            say("child", os.getpid())
            say("grandchild", subprocess.Popen([sys.executable, "-c", sleep], start_new_session=own).pid)
            if os.fork() == 0:
                orphan = subprocess.Popen([sys.executable, "-c", sleep], start_new_session=own)
                say("orphan", orphan.pid)
                os._exit(0)
            os.wait()
            if "leave" not in sys.argv:
                signal.pause()
            """;

    @TempDir
    Path folder;

    private final FakeContext context = new FakeContext();
    private final List<ProcessHandle> processes = new ArrayList<>();

    @BeforeEach
    void scratch_of_its_own() {
        System.setProperty("pawl.scratch", folder.resolve("scratch").toString());
    }

    @AfterEach
    void nothing_is_left() {
        System.clearProperty("pawl.scratch");
        processes.forEach(ProcessHandle::destroyForcibly);
        ofRun().forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void an_interrupt_ends_the_whole_tree() throws Exception {
        context.grace = Duration.ofHours(1);

        stopped("tree.py");
    }

    @Test
    void what_does_not_listen_is_killed_after_the_grace_time() throws Exception {
        context.grace = Duration.ofMillis(300);

        assertThat(stopped("tree.py, deaf, sessions")).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void what_a_command_leaves_behind_is_ended_with_it() throws Exception {
        context.execute(PipelineFile.load(file("tree.py, leave, sessions")).stage("a"));

        expect(context);
        assertThat(alive()).isEmpty();
        assertThat(context.said).anyMatch(line -> line.contains("left processes behind"));
        assertThat(scratch()).isEmpty();
    }

    static List<Arguments> mishaps() {
        return List.of(
                Arguments.of("tree.py", "thread pawl-stdout", onStage(3)),
                Arguments.of("tree.py", "thread pawl-stderr", onStage(4)),
                Arguments.of("tree.py, leave, sessions", "log", (Consumer<FakeContext>)
                        context -> context.onLog = line -> {
                            if (line.contains("left processes behind")) {
                                throw new OutOfMemoryError("in a test");
                            }
                        }));
    }

    @ParameterizedTest
    @MethodSource("mishaps")
    void a_mishap_of_the_worker_itself_leaves_nothing_behind(String command, String at, Consumer<FakeContext> mishap)
            throws Exception {
        assumeThat(Path.of("/proc/self/environ")).exists();
        StageDefinition<?> stage = PipelineFile.load(file(command)).stage("a");
        mishap.accept(context);

        assertThatThrownBy(() -> context.execute(stage)).as(at).isInstanceOf(OutOfMemoryError.class);

        assertThat(ofRun()).isEmpty();
        assertThat(scratch()).isEmpty();
    }

    /** The stage is asked for its name for the folder, for the environment, and for the names of two threads. */
    private static Consumer<FakeContext> onStage(int call) {
        AtomicInteger calls = new AtomicInteger();
        return context -> context.onStage = () -> {
            if (calls.incrementAndGet() == call) {
                throw new OutOfMemoryError("in a test");
            }
            return "a";
        };
    }

    @Test
    @Tag("S10")
    void children_die_with_a_killed_worker() throws Exception {
        assumeThat(Path.of("/usr/bin/setsid")).exists();
        Process worker = worker(file("tree.py"));

        kill(worker);

        awaitEnd();
    }

    @Test
    @Tag("S10")
    void what_survives_a_killed_worker_is_ended_before_the_stage_starts_again() throws Exception {
        assumeThat(Path.of("/proc/self/environ")).exists();
        Process worker = worker(file("tree.py, sessions"));

        kill(worker);
        assertThat(scratch()).hasSize(1);
        Files.writeString(folder.resolve("tree.py"), "");
        context.execute(PipelineFile.load(file("tree.py")).stage("a"));

        assertThat(alive()).isEmpty();
        assertThat(scratch()).isEmpty();
    }

    private Duration stopped(String command) throws Exception {
        Path file = file(command);
        Thread stage = Thread.ofVirtual().start(() -> {
            try {
                context.execute(PipelineFile.load(file).stage("a"));
            } catch (Exception e) {
                context.log("ended " + e.getClass().getSimpleName() + " " + alive());
            }
        });
        expect(context);
        assertThat(alive()).hasSize(3);
        long from = System.nanoTime();
        stage.interrupt();
        assertThat(context.awaitLine("ended ")).isEqualTo("InterruptedException []");
        assertThat(scratch()).isEmpty();
        return Duration.ofNanos(System.nanoTime() - from);
    }

    private void expect(FakeContext from) throws InterruptedException {
        for (String line : List.of("child ", "grandchild ", "orphan ")) {
            add(from.awaitLine(line));
        }
    }

    private Process worker(Path file) throws IOException {
        String scratch = folder.resolve("scratch").toString();
        Process worker = Worker.command(file, context.run, Map.of("pawl.scratch", scratch))
                .start();
        BufferedReader out = worker.inputReader();
        for (int i = 0; i < 3; i++) {
            String line = out.readLine();
            add(line.substring(line.indexOf(' ') + 1));
        }
        assertThat(alive()).hasSize(3);
        return worker;
    }

    private void add(String pid) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(processes::add);
    }

    private static void kill(Process worker) throws InterruptedException {
        worker.destroyForcibly();
        assertThat(worker.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    /** They are nobody's children here, and may stay zombies: so this looks again and again. */
    private void awaitEnd() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        CountDownLatch never = new CountDownLatch(1);
        while (!alive().isEmpty()) {
            assertThat(System.nanoTime()).as("%s live on", alive()).isLessThan(end);
            assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    /** Who has the run in its environment. */
    private List<ProcessHandle> ofRun() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.isAlive() && hasRun(process.pid()) && !zombie(process.pid()))
                .toList();
    }

    private boolean hasRun(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1)
                    .contains("PAWL_RUN=" + context.run);
        } catch (IOException e) {
            return false;
        }
    }

    private List<Long> alive() {
        return processes.stream()
                .filter(process -> process.isAlive() && !zombie(process.pid()))
                .map(ProcessHandle::pid)
                .toList();
    }

    private static boolean zombie(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException e) {
            return false;
        }
    }

    private List<Path> scratch() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> roots = Files.newDirectoryStream(folder.resolve("scratch"))) {
            for (Path root : roots) {
                try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
                    folders.forEach(found::add);
                }
            }
        }
        return found;
    }

    private Path file(String command) throws IOException {
        if (!Files.exists(folder.resolve("tree.py"))) {
            Files.writeString(folder.resolve("tree.py"), TREE);
        }
        return Files.writeString(
                folder.resolve("p.yaml"), "pipeline: p\nstages: [{id: a, command: [python3, " + command + "]}]\n");
    }
}
