// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Runs made for later, and copies of where they are kept, also while another process drives the same folder. */
class SubmitTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws Exception {
        for (int version : new int[] {1, 2}) {
            Files.writeString(
                    folder.resolve("say" + version + ".yaml"),
                    "pipeline: say\nversion: " + version
                            + "\nkey: ${input.k}\nstages:\n  - id: a\n    command: [sh, -c, 'echo \"\\\"$0\\\"\" > $PAWL_OUTPUT', \"${input.k}\"]\n");
        }
        Files.writeString(folder.resolve("slow.yaml"), """
                pipeline: slow
                version: 1
                stages:
                  - id: wait
                    command: [sh, -c, 'touch started; while ! test -e go; do sleep 0.05; done']
                """);
    }

    private Shell.Done pawl(String... arguments) throws Exception {
        return Child.pawl(folder, arguments);
    }

    @Test
    void a_submitted_run_waits_until_it_is_resumed() throws Exception {
        Shell.Done made = pawl("submit", "say1.yaml", "--input", "{\"k\": \"x\"}", "--label", "size=5\"");
        assertThat(made.err()).as("a quotation mark is no fault").isEmpty();
        assertThat(made.out()).contains("Run 1 of say v1 is submitted", "pawl resume 1");
        assertThat(made.code()).isZero();
        assertThat(pawl("show", "1").out()).contains("waits for   a worker", "pawl resume 1");
        Shell.Done again = pawl("submit", "say1.yaml", "--input", "{\"k\": \"x\"}");
        assertThat(again.code()).as("its key is active").isEqualTo(3);
        Shell.Done done = pawl("resume", "1");
        assertThat(done.out()).as(done.err()).isEqualTo("\"x\"\n");
        assertThat(done.code()).isZero();
    }

    @Test
    void a_key_that_is_taken_is_attached_to_or_superseded() {
        JsonNode first =
                Json.values().readTree(here("submit", "attach", "--json").out());
        assertThat(first.get("attached").asBoolean()).isFalse();
        Shell.Done again = here("submit", "attach", "--json");
        assertThat(again.code()).isZero();
        assertThat(Json.values().readTree(again.out()).get("attached").asBoolean())
                .isTrue();
        assertThat(Json.values().readTree(again.out()).get("id")).isEqualTo(first.get("id"));
        assertThat(here("submit", "attach").out())
                .contains("Run 1 of say v1 is active with this key already, and none is made");
        assertThat(here("submit", "supersede").out()).contains("Run 2 of say v1 is submitted");
        String[] data = {"--data", folder.resolve("d").toString()};
        assertThat(Shell.pawl("history", "1", data[0], data[1]).out()).contains("superseded by run 2");
        Shell.Done resumed = Shell.pawl("resume", "2", data[0], data[1]);
        assertThat(resumed.code()).as(resumed.err()).isZero();
        Shell.Done left = here("submit", "reject");
        assertThat(left.code()).isZero();
        Shell.Done run = here("run", "attach");
        assertThat(run.err()).contains("Run 3 is active with this key already; it goes on here");
        assertThat(run.code()).as("nobody executed it, so it goes on here").isZero();
        assertThat(here("run", "supersede").code()).as("nothing is in its way").isZero();
    }

    /** In this process. */
    private Shell.Done here(String command, String conflict, String... more) {
        List<String> line =
                new ArrayList<>(List.of(command, folder.resolve("say1.yaml").toString()));
        line.addAll(List.of("--input", "{\"k\": \"x\"}", "--on-conflict", conflict));
        line.addAll(List.of("--data", folder.resolve("d").toString()));
        line.addAll(List.of(more));
        return Shell.pawl(line.toArray(String[]::new));
    }

    @Test
    void a_name_stands_for_the_newest_version_in_a_folder() throws Exception {
        JsonNode run = Json.values()
                .readTree(pawl("submit", "say", "--input", "{}", "--key", "k", "--user", "u", "--json")
                        .out());
        assertThat(run.get("version").asInt()).isEqualTo(2);
        assertThat(run.get("status").asString()).isEqualTo("queued");
        assertThat(run.get("user").asString()).isEqualTo("u");
        Shell.Done none = pawl("submit", "nothing");
        assertThat(none.err()).contains("there is no file nothing", "--pipelines");
        assertThat(none.code()).isEqualTo(2);
    }

    @Test
    void both_work_while_another_process_drives_the_folder() throws Exception {
        Path copy = folder.resolve("copies/pawl.db");
        try (Child driver = Child.start(folder, "run", "slow.yaml")) {
            driver.until("the stage has begun", () -> Files.exists(folder.resolve("started")));
            Shell.Done submitted = pawl("submit", "say1.yaml", "--input", "{\"k\": \"x\"}");
            assertThat(submitted.out()).contains("once process " + driver.pid() + " on ");
            assertThat(submitted.code()).isZero();
            assertThat(pawl("resume", "2").code()).as("another drives").isEqualTo(3);
            assertThat(pawl("backup", copy.toString()).err()).contains("there is no folder");
            Files.createDirectories(copy.getParent());
            Shell.Done made = pawl("backup", copy.toString());
            assertThat(made.code()).as(made.err()).isZero();
            assertThat(made.out()).contains("Backup written to " + copy, "kB", "cp " + copy + " restored/pawl.db");
            assertThat(pawl("backup", copy.toString()).code()).isEqualTo(3);
            assertThat(pawl("backup", ".pawl/copy.db").err()).contains("would be lost together with it");
            Files.createFile(folder.resolve("go"));
            assertThat(driver.await().code()).isZero();
        }
        String restored = copy.getParent().toString();
        assertThat(pawl("doctor", "--data", restored).out()).contains("the runs in it are sound");
        assertThat(pawl("ls", "--data", restored).out()).contains("queued", "interrupted");
        assertThat(pawl("resume", "1", "--data", restored).code()).isZero();
        JsonNode json = Json.values().readTree(pawl("backup", "--json").out());
        assertThat(Path.of(json.get("file").asString())).isRegularFile().hasParent(folder.toRealPath());
    }
}
