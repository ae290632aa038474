// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pawl.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Every command, as a process of its own, on runs that succeeded (1), failed (2), and are made here and there. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandsTest {

    private static final String GOOD = """
            pipeline: good
            version: 3
            key: ${input.episode}
            labels: {team: media}
            stages:
              - id: first
                command: [sh, -c, 'echo hello from first; echo "::progress 2/2"; echo "{\\"n\\": 1}" > $PAWL_OUTPUT']
              - id: second
                after: [first]
                command: [sh, -c, 'echo "{\\"user\\": \\"$PAWL_USER\\"}" > $PAWL_OUTPUT']
            """;
    private static final String BAD = """
            pipeline: bad
            version: 1
            user: required
            stages:
              - id: first
                command: [sh, -c, 'test -e fixed || { echo "no such luck" >&2; exit 3; }']
            """;
    private static final String SLOW = """
            pipeline: slow
            version: 1
            stages:
              - id: wait
                command: [sh, -c, 'touch started; while ! test -e go; do sleep 0.05; done']
            """;

    private static final String STRICT = """
            pipeline: strict
            stages:
              - id: each
                map: ${input.names}
                allow-failed: 1
                command: [sh, -c, 'echo "looks at $1"; test "$1" != b', x, "${item}"]
              - id: check
                kind: validator
                validates: each
                rounds: 1
                command: [sh, -c, 'echo "{\\"missing\\": \\"a face\\"}" > $PAWL_OUTPUT; exit 65']
            """;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void files() throws IOException {
        Files.writeString(folder.resolve("good.yaml"), GOOD);
        Files.writeString(folder.resolve("bad.yaml"), BAD);
        Files.writeString(folder.resolve("slow.yaml"), SLOW);
        Files.writeString(folder.resolve("strict.yaml"), STRICT);
        Files.writeString(folder.resolve("broken.yaml"), "pipeline: Broken\nversion: 1\nstagez: []\n");
        Files.writeString(folder.resolve("input.json"), "{\"episode\": \"S05E03\"}");
    }

    private static Shell.Done pawl(String... arguments) throws IOException, InterruptedException {
        return Child.pawl(folder, arguments);
    }

    private static JsonNode json(Shell.Done done) {
        return Json.values().readTree(done.out());
    }

    @Test
    @Order(1)
    void run_prints_the_last_output_and_nothing_else_on_standard_output() throws Exception {
        Shell.Done done = pawl("run", "good.yaml", "--input", "@input.json", "--user", "user-42", "--label", "a=b");
        assertThat(done.err())
                .contains("Run 1 of good v3", "pawl show 1", "first ", "succeeded in", "✓ Run 1 succeeded")
                .doesNotContain("\u001b");
        assertThat(json(done)).isEqualTo(Json.values().readTree("{\"user\": \"user-42\"}"));
        assertThat(done.code()).isZero();
    }

    @Test
    @Order(2)
    void run_that_fails_says_why_and_what_to_do() throws Exception {
        Shell.Done done = pawl("run", "bad.yaml", "--user", "user-7");
        assertThat(done.err()).contains("✗ Run 2 failed", "pawl resume 2", "pawl logs 2 first");
        assertThat(done.out()).isEmpty();
        assertThat(done.code()).isEqualTo(1);
    }

    @Test
    @Order(3)
    @Tag("D2")
    void run_for_nobody_is_refused_where_a_user_is_required() throws Exception {
        Shell.Done done = pawl("run", "bad.yaml");
        assertThat(done.err()).contains("user", "--user USER");
        assertThat(done.code()).isEqualTo(3);
    }

    @Test
    @Order(4)
    void check_reports_every_problem_with_its_place() throws Exception {
        Shell.Done done = pawl("pipelines", "check", "good.yaml", "broken.yaml");
        assertThat(done.out()).contains("good.yaml: good", "broken.yaml:1:11: ", "broken.yaml:3:1: ");
        assertThat(done.code()).isEqualTo(2);
        Shell.Done all = pawl("pipelines", "check", "nofile.yaml", ".", "good.yaml");
        assertThat(all.out()).contains("nofile.yaml; name a pipeline file", ". is a folder", "good.yaml: good");
        assertThat(all.code()).isEqualTo(2);
        Files.writeString(folder.resolve("nightly.yaml"), """
                pipeline: nightly
                schedule: {cron: "0 3 * * *", zone: Europe/Berlin}
                stages: [{id: a, command: [ls]}]
                """);
        Shell.Done nightly = pawl("pipelines", "check", "nightly.yaml");
        assertThat(nightly.out())
                .contains("nightly.yaml: good")
                .containsPattern(" {2}next: [-0-9]{10} 03:00 Europe/Berlin");
        Shell.Done run = pawl("run", "broken.yaml");
        assertThat(run.err()).contains("broken.yaml:1:11: ", "broken.yaml:3:1: ");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    @Order(5)
    void ls_lists_what_was_asked_for() throws Exception {
        assertThat(pawl("ls").out().lines().toList()).hasSize(3).satisfies(lines -> {
            assertThat(lines.get(1)).contains("2 ", "✗ failed", "bad", "user-7", "ago");
            assertThat(lines.get(2)).contains("1 ", "✓ succeeded", "good", "S05E03", "user-42");
        });
        assertThat(numbers("--status", "failed")).containsExactly(2L);
        assertThat(numbers("--pipeline", "good")).containsExactly(1L);
        assertThat(numbers("--key", "S05E03")).containsExactly(1L);
        assertThat(numbers("--user", "user-7")).containsExactly(2L);
        assertThat(numbers("--text", "S05")).containsExactly(1L);
        assertThat(numbers("--status", "interrupted")).isEmpty();
        JsonNode page = json(here("ls", "--json", "--limit", "1"));
        assertThat(page.get("runs")).hasSize(1);
        assertThat(page.get("next").asString())
                .isEqualTo(page.get("runs").get(0).get("id").asString());
        assertThat(numbers("--after", page.get("next").asString())).containsExactly(1L);
    }

    @Test
    @Order(6)
    void show_tells_all_of_a_run() throws Exception {
        Shell.Done done = pawl("show", "1");
        assertThat(done.out()).contains("✓ Run 1 of good v3 succeeded", "S05E03", "team=media", "✓ first", "✓ second");
        JsonNode run = json(here("show", "1", "--json"));
        assertThat(run.get("status").asString()).isEqualTo("succeeded");
        assertThat(run.get("user").asString()).isEqualTo("user-42");
        assertThat(run.get("labels").get("a").asString()).isEqualTo("b");
        assertThat(run.get("stages").get(0).get("status").asString()).isEqualTo("succeeded");
        String id = run.get("id").asString();
        assertThat(here("show", id).out()).contains("Run 1 of good");
        assertThat(here("show", id.substring(0, 23)).code())
                .as("a prefix that is unique, or says it is not")
                .isIn(0, 3);
        assertThat(here("show", "1", "--output", "first").out().strip()).isEqualTo("{\"n\": 1}");
        assertThat(here("show", "1", "--output", "third").code()).isEqualTo(3);
        assertThat(here("show", "99").err())
                .contains("99", "`pawl ls --data ", "lists those in " + folder.resolve(".pawl"))
                .doesNotContain("list of runs");
        assertThat(here("show", "99").code()).isEqualTo(3);
        assertThat(here("show", "").err()).contains("RUN is empty");
        assertThat(here("show", "").code()).isEqualTo(2);
        assertThat(here("show", id.substring(0, 5)).err()).contains("begins the ids of");
        assertThat(here("show", id.substring(0, 5)).code()).isEqualTo(3);
    }

    @Test
    @Order(6)
    @Tag("E7")
    void diagnose_says_why_and_what_to_type() throws Exception {
        assertThat(pawl("diagnose", "2").out()).contains("first failed: ", "kind", "pawl resume 2");
        JsonNode diagnosis = json(here("diagnose", "2", "--json"));
        assertThat(diagnosis.get("reasons").get(0).get("code").asString()).isEqualTo("failed");
        assertThat(diagnosis.get("evidence")).isNotEmpty();
        assertThat(diagnosis.get("actions").get(0).get("command").asString()).isEqualTo("resume 2");
        assertThat(here("diagnose", "1").out()).contains("Nothing keeps it");
        assertThat(here("diagnose", "4711").code()).isEqualTo(3);
    }

    @Test
    @Order(7)
    void history_and_logs_tell_what_happened() throws Exception {
        assertThat(pawl("history", "1").out()).contains("submitted: good v3", "first succeeded", "ended: succeeded");
        JsonNode page = json(here("history", "1", "--json", "--limit", "1"));
        assertThat(page.get("entries")).hasSize(1);
        assertThat(page.get("entries").get(0).get("events").get(0).get("type").asString())
                .isEqualTo("Created");
        assertThat(page.get("next").asInt()).isEqualTo(1);
        assertThat(pawl("logs", "1", "first").out()).contains("hello from first");
        assertThat(here("logs", "2").out()).contains("first", "no such luck");
        assertThat(here("logs", "1", "nosuch").code()).isEqualTo(3);
        assertThat(json(here("logs", "1", "--json"))
                        .get("lines")
                        .get(0)
                        .get("stage")
                        .asString())
                .isEqualTo("first");
    }

    @Test
    @Order(8)
    @Tag("D1")
    void resume_goes_on_where_a_run_failed_and_leaves_one_that_succeeded() throws Exception {
        Files.createFile(folder.resolve("fixed"));
        Shell.Done done = pawl("resume", "2", "--json");
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(json(done).get("number").asInt()).isEqualTo(2);
        assertThat(json(done).get("user").asString()).isEqualTo("user-7");
        assertThat(json(done).get("status").asString()).isEqualTo("succeeded");
        assertThat(pawl("resume", "1").code()).isIn(0, 3);
    }

    @Test
    @Order(9)
    @Tag("E6")
    void others_look_follow_and_cancel_while_one_executes() throws Exception {
        try (Child run = Child.start(folder, "run", "slow.yaml")) {
            run.until("the stage has begun", () -> Files.exists(folder.resolve("started")));
            Shell.Done second = pawl("run", "good.yaml");
            assertThat(second.code()).isEqualTo(3);
            assertThat(second.err()).contains("process " + run.pid(), "--data FOLDER");
            assertThat(here("resume", "1").code())
                    .as("a run that does not live there")
                    .isEqualTo(3);
            assertThat(here("doctor").out()).contains("process " + run.pid());
            try (Child watch = Child.start(folder, "watch", "3", "--json");
                    Child resume = Child.start(folder, "resume", "3");
                    Child logs = Child.start(folder, "logs", "3", "--follow")) {
                assertThat(pawl("cancel", "3", "--reason", "enough").code()).isZero();
                assertThat(json(watch.await()).get("status").asString()).isEqualTo("cancelled");
                assertThat(watch.await().code()).isEqualTo(1);
                assertThat(resume.await().code()).isIn(1, 3);
                assertThat(logs.await().code()).isZero();
            }
            assertThat(run.await().code()).isEqualTo(1);
        }
        assertThat(here("history", "3").out()).contains("cancel asked for").contains("enough");
    }

    @Test
    @Order(10)
    @Tag("B5")
    void what_a_validator_says_and_which_items_failed_can_be_read() throws Exception {
        Shell.Done done = pawl("run", "strict.yaml", "--input", "{\"names\": [\"a\", \"b\"]}");
        assertThat(done.code()).isEqualTo(1);
        String run = numbers("--pipeline", "strict").getFirst().toString();
        assertThat(done.err())
                .contains(
                        "  each   item 1 (b) failed: ",
                        "2 items, 1 succeeded, 1 failed (allowed)",
                        "  check  sends each back (round 1 of 1): missing: a face\n",
                        "  check  rejects each, and its one round is used up; it says: missing: a face\n")
                .doesNotContain("put back");
        assertThat(here("history", run).out().replaceAll("\\s+", " "))
                .contains("runs again: each, check; it says: missing: a face");
        assertThat(here("logs", run).out())
                .contains("each[0 a]  looks at a\n", "each[1 b]  looks at b\n", "{\"missing\": \"a face\"}");
        assertThat(here("logs", run, "each").out()).contains("  [1 b]  looks at b\n");
        assertThat(here("logs", run, "each", "--json").out()).contains("\"item\" : 1");
        assertThat(pawl("watch", run).out()).contains("sends each back (round 1 of 1)", "item 1 (b) failed");
    }

    @Test
    @Order(10)
    void doctor_finds_all_well() throws Exception {
        Shell.Done done = pawl("doctor");
        assertThat(done.code()).as(done.out() + done.err()).isZero();
        assertThat(done.out()).contains("✓ Java", "MB free", "sound");
        assertThat(json(here("doctor", "--json")).get("well").asBoolean()).isTrue();
    }

    @Test
    @Order(11)
    void a_folder_that_cannot_be_written() throws Exception {
        Path closed = Files.createDirectory(
                folder.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        if (!Files.isWritable(closed)) {
            assertThat(pawl("run", "good.yaml", "--data", closed.resolve("d").toString())
                            .code())
                    .isEqualTo(2);
        }
        assertThat(pawl("run", "good.yaml", "--data", "/proc/nowhere").code()).isEqualTo(2);
    }

    @Test
    @Order(12)
    void a_disk_that_is_mounted_read_only_is_diagnosed_and_looked_at() throws Exception {
        Path data = folder.resolve(".pawl");
        String mount = "mount --bind " + data + " " + data + " && mount -o remount,ro,bind " + data + " && ";
        List<String> java = Child.JAVA.stream().map(word -> "'" + word + "'").toList();
        for (String command : List.of("doctor", "ls", "show 1", "history 1", "cancel 1", "resume 1")) {
            Path said = Files.createTempFile(folder, "said", ".txt");
            int code = new ProcessBuilder("unshare", "-m", "sh", "-c", mount + String.join(" ", java) + " " + command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
            String text = Files.readString(said);
            assumeTrue(!text.contains("unshare:") && !text.contains("mount:"), "nothing can be mounted here: " + text);
            boolean looks = Set.of("ls", "show 1", "history 1").contains(command);
            assertThat(text).doesNotContain("permissions");
            assertThat(text.contains("mounted read-only")).as(text).isEqualTo(!looks);
            assertThat(code).as(text).isEqualTo(looks ? 0 : command.equals("doctor") ? 1 : 2);
            if (command.equals("doctor")) {
                assertThat(text).contains("the database and the runs in it are sound");
            }
        }
    }

    private static List<Long> numbers(String... filters) {
        String[] arguments = new String[filters.length + 2];
        arguments[0] = "ls";
        arguments[1] = "--json";
        System.arraycopy(filters, 0, arguments, 2, filters.length);
        return StreamSupport.stream(json(here(arguments)).get("runs").spliterator(), false)
                .map(run -> run.get("number").asLong())
                .toList();
    }

    /** What reads only is as good in this process, and quicker. */
    private static Shell.Done here(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--data";
        all[arguments.length + 1] = folder.resolve(".pawl").toString();
        return Shell.pawl(all);
    }
}
