// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Json;
import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.core.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code pawl recover}, and what a person does to a stage. */
@Tag("B4")
class RecoverTest {

    private static final String SLOW = """
            pipeline: NAME
            version: 1
            stages:
              - {id: first, command: [sh, -c, 'echo $PAWL_RUN >> first']}
              - {id: wait, after: [first], command: [sh, -c, 'touch started-NAME; while ! test -e go; do sleep 0.02; done']}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void pipelines() throws IOException {
        for (String name : new String[] {"slow", "other"}) {
            Files.writeString(folder.resolve(name + ".yaml"), SLOW.replace("NAME", name));
        }
    }

    private Child running(String name) throws Exception {
        Child child = Child.start(folder, "run", name + ".yaml");
        child.until("it has started", () -> Files.exists(folder.resolve("started-" + name)));
        return child;
    }

    private void killed(String name) throws Exception {
        try (Child child = running(name)) {
            child.kill();
        }
    }

    private Shell.Done here(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--data";
        all[arguments.length + 1] = folder.resolve(".pawl").toString();
        return Shell.pawl(all);
    }

    private static JsonNode json(Shell.Done done) {
        assertThat(done.code()).as(done.err()).isZero();
        return Json.values().readTree(done.out());
    }

    @Test
    @Tag("S1")
    @Tag("S4")
    void interrupted_runs_go_on_here_each_to_its_end() throws Exception {
        killed("slow");
        killed("other");
        int entries = json(here("history", "1", "--json")).get("entries").size();
        Shell.Done dry = here("recover", "--dry-run");
        assertThat(dry.out())
                .contains("run 1 (slow): 1/2, interrupted, would be resumed, last sign of life ")
                .contains("run 2 (other): 1/2, interrupted, would be resumed")
                .contains("2 stuck of 2 active, 0 left alone, 0 in error; nothing was changed");
        JsonNode look = json(here("recover", "--dry-run", "--older-than", "1h", "--pipeline", "slow", "--json"));
        assertThat(look.get("olderThan").asString()).isEqualTo("PT1H");
        assertThat(look.get("active")).hasSize(1);
        assertThat(look.get("active").get(0).get("health").asString()).isEqualTo("interrupted");
        assertThat(look.get("skipped").get(0).get("reason").asString()).contains("only what is silent for 1h");
        assertThat(json(here("history", "1", "--json")).get("entries")).hasSize(entries);
        Files.createFile(folder.resolve("go"));
        Shell.Done done = Child.pawl(folder, "recover");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).contains("run 1 (slow): 1/2, interrupted -> resumed, process ", "2 settled of 2 active");
        assertThat(done.err()).contains("✓ run 1 (slow): Succeeded", "✓ run 2 (other): Succeeded");
        assertThat(Files.readAllLines(folder.resolve("first")))
                .as("nothing finished is executed again")
                .hasSize(2);
        assertThat(here("recover").out()).contains("none stuck of 0 active");
    }

    @Test
    @Tag("B2")
    void old_runs_are_given_up_and_can_be_resumed() throws Exception {
        killed("slow");
        assertThat(Child.pawl(folder, Map.of("PAWL_PROFILE", "production"), "recover", "--action", "fail")
                        .out())
                .contains("left alone: its last sign of life was", "only what is silent for 30m is taken");
        assertThat(Child.pawl(folder, Map.of("PAWL_RECOVER_AFTER", "2h"), "recover", "--action", "fail")
                        .out())
                .contains("only what is silent for 2h is taken");
        JsonNode report = json(here("recover", "--action", "fail", "--older-than", "0s", "--json"));
        assertThat(report.get("changed").get(0).get("to").asString()).isEqualTo("failed");
        JsonNode run = json(here("show", "1", "--json"));
        assertThat(run.get("status").asString()).isEqualTo("failed");
        assertThat(run.get("finishedAt").isNull()).isFalse();
        assertThat(run.get("error").asString())
                .isEqualTo(report.get("changed").get(0).get("reason").asString())
                .contains("is gone; its last sign of life was");
        assertThat(here("show", "1").out()).contains("before it was given up");
        assertThat(here("diagnose", "1").out()).contains("before it was given up");
        assertThat(run.get("stages").get(0).get("status").asString()).isEqualTo("succeeded");
        Files.createFile(folder.resolve("go"));
        assertThat(Child.pawl(folder, "resume", "1").code()).isZero();
    }

    @Test
    @Tag("B3")
    void what_runs_is_left_alone_and_a_second_driver_is_refused() throws Exception {
        try (Child running = running("slow")) {
            Shell.Done refused = here("recover");
            assertThat(refused.code()).isEqualTo(3);
            assertThat(refused.err()).contains(String.valueOf(running.pid()));
            assertThat(here("recover", "--dry-run").out())
                    .contains("left alone: it is executed by process " + running.pid(), "none stuck of 1 active");
            assertThat(here("recover", "--action", "fail", "--older-than", "0s").out())
                    .contains("none stuck");
            Files.createFile(folder.resolve("go"));
            assertThat(running.await().code()).isZero();
        }
    }

    @Test
    void ctrl_c_gives_the_runs_back() throws Exception {
        killed("slow");
        Files.delete(folder.resolve("started-slow"));
        try (Child recovering = Child.start(folder, "recover")) {
            recovering.until("it goes on", () -> Files.exists(folder.resolve("started-slow")));
            recovering.signal("INT");
            Shell.Done done = recovering.await();
            assertThat(done.code()).isEqualTo(130);
            assertThat(done.err()).contains("1 run is interrupted", "pawl recover");
        }
        assertThat(json(here("show", "1", "--json")).get("owner").isNull()).isTrue();
    }

    @Test
    @Tag("B1")
    void queued_runs_are_started_and_never_given_up() throws Exception {
        assertThat(Child.pawl(folder, "submit", "slow.yaml").code()).isZero();
        for (String[] fail : new String[][] {{"--dry-run"}, {}}) {
            String[] all =
                    Arrays.copyOf(new String[] {"recover", "--action", "fail", "--older-than", "0s"}, 5 + fail.length);
            System.arraycopy(fail, 0, all, 5, fail.length);
            assertThat(here(all).out())
                    .contains("run 1 (slow): 0/2, left alone: it is queued and was never at work")
                    .contains("none stuck of 1 active, 1 queued, 1 left alone");
        }
        assertThat(here("recover", "--dry-run").out())
                .contains(
                        "run 1 (slow): 0/2, queued, would be started",
                        "none stuck of 1 active, 1 queued, 0 left alone");
        Files.createFile(folder.resolve("go"));
        Shell.Done done = Child.pawl(folder, "recover");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out())
                .contains("run 1 (slow): 0/2, queued -> started, nobody took it yet")
                .contains("none stuck of 1 active, 1 started, 0 left alone");
        assertThat(done.err()).contains("✓ run 1 (slow): Succeeded");
    }

    /** One waits for room, and not for a person: it is not done. */
    @Test
    @Tag("S1")
    void a_run_that_waits_for_a_slot_is_brought_to_its_end_too() throws Exception {
        Files.writeString(folder.resolve("limited.yaml"), """
                pipeline: limited
                version: 1
                stages:
                  - {id: only, limit: gpu=1, command: [sleep, '2']}
                """);
        for (int i = 0; i < 2; i++) {
            assertThat(Child.pawl(folder, "submit", "limited.yaml").code()).isZero();
        }
        Shell.Done done = Child.pawl(folder, "recover");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.err()).contains("✓ run 1 (limited): Succeeded", "✓ run 2 (limited): Succeeded");
    }

    @Test
    void where_there_is_no_run_nothing_is_stuck() throws Exception {
        assertThat(here("recover").code()).isZero();
        assertThat(json(here("recover", "--json")).get("active")).isEmpty();
        assertThat(folder.resolve(".pawl")).doesNotExist();
    }

    @Test
    void a_person_gives_an_output_puts_back_and_presses() throws Exception {
        Pipeline<String> asking = Pipeline.named("asking", String.class)
                .input("answer", null, s -> {})
                .stage("after", Integer.class, s -> s.after("answer").run(c -> 1))
                .build();
        Path data = folder.resolve(".pawl");
        Files.createDirectories(data);
        try (Pawl pawl = PawlOptions.in(data).open().register(asking).startForOwnRuns()) {
            RunHandle run = pawl.submit(asking, "", Submission.plain());
            RunView view = run.view();
            while (view.status() != RunStatus.WAITING) {
                view = run.awaitChange(view, Duration.ofSeconds(1));
            }
        }
        assertThat(here("stage", "reset", "1", "answer").code())
                .as("nobody can be asked")
                .isEqualTo(2);
        Shell.Done reset = here("stage", "reset", "1", "answer", "--yes");
        assertThat(reset.out()).contains("Stage answer of run 1 is put back", "pawl stage run 1 answer");
        Shell.Done pressed = here("stage", "run", "1", "answer", "--json");
        assertThat(json(pressed).get("number").asInt()).isEqualTo(1);
        assertThat(here("edit", "1", "answer", "--output", "7").err()).contains("does not wait for a person's output");
        try (Pawl pawl = PawlOptions.in(data).open().register(asking).startForOwnRuns()) {
            RunHandle run = pawl.resume(pawl.find("1").id(), null);
            RunView view = run.view();
            while (view.status() != RunStatus.WAITING) {
                view = run.awaitChange(view, Duration.ofSeconds(1));
            }
        }
        assertThat(here("edit", "1", "answer", "--output", "7").out()).contains("Stage answer of run 1 has its output");
        assertThat(here("show", "1", "--output", "answer").out().strip()).isEqualTo("7");
        assertThat(here("settle", "1", "answer", "--as", "rerun", "--yes").err())
                .contains("not in doubt");
    }
}
