// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pawl.Json;
import dev.pawl.Pawl;
import dev.pawl.RawJson;
import dev.pawl.RunHandle;
import dev.pawl.StageView;
import dev.pawl.Submission;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import dev.pawl.stages.PipelineFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The book is made of its real chapters, and written when a person has read it. */
class WizardTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private Pawl pawl;
    private RunHandle run;

    @BeforeEach
    void submit() throws IOException {
        pawl = Pawl.open(folder.resolve("data")).start();
        ObjectNode input =
                (ObjectNode) Json.values().readTree(Path.of("input.json").toFile());
        input.put("books", folder.resolve("books").toString());
        run = pawl.submit(PipelineFile.load(Path.of("wizard.yaml")), json(input), Submission.by("author"));
        await().atMost(PATIENCE).until(() -> stage("review").status() == StageStatus.WAITING);
    }

    @AfterEach
    void close() {
        pawl.close();
    }

    private static RawJson json(JsonNode value) {
        return RawJson.of(Json.values().writeValueAsBytes(value));
    }

    private static RawJson verdict(String json) {
        return RawJson.of(json.getBytes(StandardCharsets.UTF_8));
    }

    private StageView stage(String id) {
        return run.view().stages().stream()
                .filter(stage -> stage.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_book_waits_for_its_reader_and_is_then_written() throws Exception {
        assertThat(folder.resolve("books")).doesNotExist();

        pawl.edit(run.id(), "review", verdict("{\"approved\": true}"), "reader");

        assertThat(run.await(PATIENCE).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(Files.readString(folder.resolve("books/stuck.md")))
                .startsWith("# Work That Does Not Get Stuck")
                .contains("## 5 Doing things once", "*Listing 5.1: A key for a request*");
    }

    @Test
    void a_book_that_was_not_approved_is_not_written() throws Exception {
        pawl.edit(run.id(), "review", verdict("{\"approved\": false, \"note\": \"too long\"}"), "reader");

        assertThat(run.await(PATIENCE).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(stage("export").status()).isEqualTo(StageStatus.SKIPPED);
        assertThat(folder.resolve("books")).doesNotExist();
    }
}
