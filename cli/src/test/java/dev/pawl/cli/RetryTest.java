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

/** A run is taken up at a stage: what is before it is not executed again, counted by what it leaves in a file. */
class RetryTest {

    @TempDir
    private Path folder;

    private Path file;
    private Path drafts;

    @BeforeEach
    void files() throws Exception {
        drafts = folder.resolve("drafts");
        file = Files.writeString(folder.resolve("generate.yaml"), """
                pipeline: generate
                version: 1
                stages:
                  - id: draft
                    command: [sh, -c, 'echo x >> %s; echo 1 > $PAWL_OUTPUT']
                  - id: check
                    after: [draft]
                    command: [sh, -c, 'test -f %s && echo 2 > $PAWL_OUTPUT']
                """.formatted(drafts, folder.resolve("go")));
    }

    private Shell.Done pawl(String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--data", folder.resolve("d").toString()));
        return Shell.pawl(line.toArray(String[]::new));
    }

    @Test
    @Tag("C1")
    @Tag("C2")
    @Tag("C6")
    void what_is_before_the_stage_is_not_executed_again() throws Exception {
        assertThat(pawl("run", file.toString()).code()).isEqualTo(1);
        Shell.Done planned = pawl("retry", "1", "--from-stage", "check", "--dry-run");
        assertThat(planned.out()).as(planned.err()).isEqualTo("""
                        A new run takes up run 1 of generate at check, by version 1
                          reuses  draft  (succeeded in run 1)
                          runs    check
                        """);
        assertThat(pawl("retry", "1", "--from-stage", "check").code())
                .as("nobody can be asked")
                .isEqualTo(2);
        Files.writeString(folder.resolve("go"), "");
        Shell.Done retried = pawl("retry", "1", "--from-stage", "check", "--yes");
        assertThat(retried.out()).as(retried.err()).isEqualTo("2\n");
        assertThat(retried.err().lines().filter(line -> line.contains("draft")))
                .as("it is told once, and not as if it had run")
                .last()
                .asString()
                .endsWith("  draft  taken over from run 1");
        assertThat(pawl("show", "1").out()).contains("pawl retry 1 --from-stage check");
        assertThat(pawl("show", "2").out()).contains("taken over from run 1").doesNotContain("retry 2");
        assertThat(Files.readAllLines(drafts)).hasSize(1);
        assertThat(pawl("lineage", "2").out()).isEqualTo("""
                run 1: failed
                └─ run 2, from check on: succeeded  <- this one
                """);
    }

    @Test
    @Tag("C2")
    void what_may_not_be_taken_up_says_why() {
        assertThat(pawl("run", file.toString()).code()).isEqualTo(1);
        Shell.Done unknown = pawl("retry", "1", "--from-stage", "chek", "--yes");
        assertThat(unknown.code()).isEqualTo(3);
        assertThat(unknown.err()).contains("chek");
        Shell.Done plan = pawl("retry", "1", "--from-stage", "check", "--dry-run", "--json");
        JsonNode token = Json.values().readTree(plan.out()).at("/planToken");
        assertThat(token.isString()).as(plan.out()).isTrue();
        Shell.Done other = pawl("retry", "1", "--from-stage", "check", "--plan-token", "another", "--yes");
        assertThat(other.code()).isEqualTo(3);
        assertThat(other.err()).contains("is not as it was when this was planned");
    }
}
