// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.core.RunStatus;
import dev.pawl.testkit.FakeDatabase;
import dev.pawl.testkit.FakeStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A run with real work is shown as cancelled once that work has stopped, and not before. */
@Timeout(60)
class CancelTest {

    private static final Duration GRACE = Duration.ofSeconds(1);

    /** Waits for a child that ignores TERM, which has one itself. */
    private static final String DEAF = """
            test ! -e go || exit 0
            sh -c 'trap "" TERM; sh -c "trap \\"\\" TERM; echo grandchild; while :; do sleep 0.05; done" & echo $! >> pids
              touch begun; while :; do sleep 0.05; done' &
            echo $$ >> pids
            echo $! >> pids
            wait
            """;

    @TempDir
    Path folder;

    private final FakeDatabase database = new FakeDatabase();
    private final List<Pawl> open = new ArrayList<>();

    @BeforeEach
    void scratch_of_its_own() {
        System.setProperty("pawl.scratch", folder.resolve("scratch").toString());
    }

    @AfterEach
    void close() throws IOException {
        open.forEach(Pawl::close);
        System.clearProperty("pawl.scratch");
        alive().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    @Test
    @Tag("E4")
    @Tag("E6")
    @Tag("S10")
    void a_shell_whose_children_ignore_TERM() throws Exception {
        Files.writeString(folder.resolve("deaf.sh"), DEAF);
        Pipeline<JsonNode> pipeline = pipeline("command: [sh, deaf.sh]");
        Pawl pawl = opened().start();
        RunHandle run = submit(pawl, pipeline);
        until(run, view -> Files.exists(folder.resolve("begun")) && pids().size() == 3);
        assertThat(alive()).hasSize(3);

        Map<RunStatus, List<Long>> living = cancelled(run, opened());

        living.remove(RunStatus.RUNNING); // the cancel was appended elsewhere, and its owner hears of it a moment later
        assertThat(living).containsOnlyKeys(RunStatus.CANCELLING, RunStatus.CANCELLED);
        assertThat(living.get(RunStatus.CANCELLING))
                .as("they have the grace time")
                .isNotEmpty();
        assertThat(living.get(RunStatus.CANCELLED)).isEmpty();
        assertThat(run.view().error()).as("nothing was left behind").isNull();
        Files.createFile(folder.resolve("go"));
        assertThat(submit(pawl, pipeline).await(Duration.ofSeconds(20)).status())
                .as("its key is free at once")
                .isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    @Tag("E6")
    void a_call_that_is_never_answered() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Pipeline<JsonNode> pipeline =
                    pipeline("http: {method: POST, url: 'http://127.0.0.1:" + server.getLocalPort() + "/', body: x}");
            Pawl pawl = opened().start();
            RunHandle run = submit(pawl, pipeline);
            try (Socket call = server.accept();
                    BufferedReader request = new BufferedReader(
                            new InputStreamReader(call.getInputStream(), StandardCharsets.US_ASCII))) {
                assertThat(request.readLine()).startsWith("POST / HTTP/1.1");

                Map<RunStatus, List<Long>> seen = cancelled(run, opened());

                assertThat(seen).containsKey(RunStatus.CANCELLED);
                assertThat(run.view().error()).as("it stopped by itself").isNull();
                assertThat(request.lines()).as("the caller hangs up").endsWith("x");
            }
        }
    }

    /** Cancels as another process does, and gives which processes were alive when the run was seen in each status. */
    private Map<RunStatus, List<Long>> cancelled(RunHandle run, Pawl elsewhere) throws InterruptedException {
        Map<RunStatus, List<Long>> living = new LinkedHashMap<>();
        elsewhere.cancel(run.id(), "ada", null);
        RunView view = elsewhere.run(run.id()).view();
        while (true) {
            living.putIfAbsent(view.status(), alive());
            if (view.ended()) {
                return living;
            }
            view = run.awaitChange(view, Duration.ofSeconds(1));
        }
    }

    private Pawl opened() {
        Pawl pawl = PawlOptions.in(folder).grace(GRACE).open(new FakeStore(database, Runnable::run));
        open.add(pawl);
        return pawl;
    }

    private Pipeline<JsonNode> pipeline(String action) throws IOException {
        String yaml = "pipeline: p\nkey: k\nstages: [{id: a, " + action + "}]\n";
        return PipelineFile.load(Files.writeString(folder.resolve("p.yaml"), yaml));
    }

    private static RunHandle submit(Pawl pawl, Pipeline<JsonNode> pipeline) {
        return pawl.submit(pipeline, JsonNodeFactory.instance.objectNode(), Submission.plain());
    }

    private static void until(RunHandle run, Predicate<RunView> wanted) throws InterruptedException {
        for (RunView view = run.view(); !wanted.test(view); view = run.awaitChange(view, Duration.ofMillis(20))) {
            assertThat(view.ended()).as(view.toString()).isFalse();
        }
    }

    private List<Long> pids() {
        try {
            return Files.readAllLines(folder.resolve("pids")).stream()
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private List<Long> alive() {
        return pids().stream().filter(CancelTest::alive).toList();
    }

    private static boolean alive(long pid) {
        try {
            return ProcessHandle.of(pid).isPresent()
                    && !Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException e) {
            return false;
        }
    }
}
