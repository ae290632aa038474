// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is deleted, pruned, repaired and imported by hand. */
class KeepTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void files() throws Exception {
        file = Files.writeString(folder.resolve("generate.yaml"), """
                pipeline: generate
                version: 2
                retention: 30d
                stages:
                  - id: draft
                    command: [sh, -c, 'echo 1 > $PAWL_OUTPUT']
                  - id: check
                    after: [draft]
                    command: [sh, -c, 'echo 2 > $PAWL_OUTPUT']
                  - id: publish
                    after: [check]
                    command: [sh, -c, 'echo 3 > $PAWL_OUTPUT']
                """);
    }

    private Shell.Done pawl(String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--data", folder.resolve("d").toString()));
        return Shell.pawl(line.toArray(String[]::new));
    }

    @Test
    @Tag("C12")
    void a_run_is_deleted_once_it_is_meant() {
        assertThat(pawl("run", file.toString()).code()).isZero();
        assertThat(pawl("delete", "1").code()).as("nobody can be asked").isEqualTo(2);
        Shell.Done deleted = pawl("delete", "1", "--yes");
        assertThat(deleted.out()).as(deleted.err()).isEqualTo("Run 1 of generate is deleted\n");
        Shell.Done again = pawl("delete", "1", "--yes");
        assertThat(again.out()).as(again.err()).isEqualTo("There is no run 1 any more\n");
        assertThat(again.code()).as("twice is once").isZero();
        assertThat(pawl("delete", "1", "--json").out()).contains("\"number\" : 1", "\"deleted\" : false");
        Shell.Done none = pawl("delete", "2", "--yes");
        assertThat(none.err()).contains("there is no run 2");
        assertThat(none.code()).as("there never was one").isEqualTo(3);
        assertThat(pawl("delete", "abc", "--yes").code()).isEqualTo(3);
        assertThat(pawl("submit", file.toString()).code()).isZero();
        Shell.Done active = pawl("delete", "2", "--yes");
        assertThat(active.err()).contains("run 2 of generate is queued", "cancel it first");
        assertThat(active.code()).isEqualTo(3);
    }

    @Test
    void what_has_been_kept_long_enough_is_pruned() {
        assertThat(pawl("prune").err()).contains("There is no run in");
        assertThat(pawl("run", file.toString()).code()).isZero();
        assertThat(pawl("prune", "--dry-run").out())
                .isEqualTo("generate: 0 would be deleted, 1 kept (for 30d after their end)\n");
        JsonNode report = Json.values()
                .readTree(pawl("prune", "--older-than", "0s", "--json").out());
        assertThat(report.at("/pipelines/0/deleted").asInt()).isEqualTo(1);
        assertThat(pawl("ls").out()).doesNotContain("generate");
        assertThat(pawl("doctor", "--repair").out()).contains("the runs in it are sound");
    }

    /** The run that failed in another system goes on here where it was. */
    @Test
    @Tag("S8")
    void runs_of_other_systems_are_imported_and_go_on() throws Exception {
        Path lines = Files.write(
                folder.resolve("old.jsonl"),
                Files.readAllLines(Path.of("..", "docs", "reference", "import.md")).stream()
                        .filter(line -> line.startsWith("{\"kind\": \"pipeline-run\""))
                        .toList());
        assertThat(pawl("import", lines.toString(), "--dry-run").out())
                .startsWith("2 runs would be imported, 0 were there already, 0 mistakes\n");
        Shell.Done imported = pawl("import", lines.toString(), "--pipeline", file.toString());
        assertThat(imported.out())
                .as(imported.err())
                .contains("2 runs imported", "1 generate, failed", "1 generate, succeeded");
        assertThat(pawl("import", lines.toString()).out()).contains("0 runs imported, 2 were there already");
        Shell.Done resumed = pawl("resume", "1");
        assertThat(resumed.out()).as(resumed.err()).isEqualTo("3\n");
        Path old = Files.writeString(
                folder.resolve("older.jsonl"),
                Files.readString(lines).replace("2026-", "2019-").replace("generate", "other"));
        String overdue =
                "2 of other ended longer ago than they are kept (for 90d after their end), so the next pruning";
        assertThat(pawl("import", old.toString(), "--dry-run").out())
                .contains(overdue, "`retention:`", "import with --pipeline FILE");
        assertThat(pawl("import", old.toString()).out()).contains(overdue, "submit a run of it");
        Files.writeString(lines, "{\"kind\": 1}\n");
        Shell.Done wrong = pawl("import", lines.toString());
        assertThat(wrong.out()).contains("line 1: kind is not known");
        assertThat(wrong.code()).isEqualTo(1);
    }
}
