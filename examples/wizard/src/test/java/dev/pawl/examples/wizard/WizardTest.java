// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.wizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pawl.ArtifactBody;
import dev.pawl.ArtifactView;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The book is made of its real chapters, and written when a person has read it. */
class WizardTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private Pawl pawl;
    private RunHandle run;

    @BeforeEach
    void open() {
        pawl = Pawl.open(folder.resolve("data")).start();
    }

    private void submit(String pipeline, String input) throws IOException {
        RawJson json = RawJson.of(Files.readAllBytes(Path.of(input)));
        run = pawl.submit(PipelineFile.load(Path.of(pipeline)), json, Submission.by("author"));
    }

    private void reviewed(String verdict) {
        await().atMost(PATIENCE).until(() -> stage("review").status() == StageStatus.WAITING);
        pawl.edit(run.id(), "review", RawJson.of(verdict.getBytes(StandardCharsets.UTF_8)), "reader");
        await().atMost(PATIENCE).until(() -> stage("export").depsMet());
        pawl.press(run.id(), "export", "reader");
    }

    private String file(String name) throws IOException {
        try (ArtifactBody file = pawl.artifact(run.id(), name)) {
            return new String(file.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterEach
    void close() {
        pawl.close();
    }

    private StageView stage(String id) {
        return run.view().stages().stream()
                .filter(stage -> stage.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("A4")
    void a_book_waits_for_its_reader_and_is_then_written_when_somebody_presses() throws Exception {
        submit("wizard.yaml", "input.json");
        reviewed("{\"approved\": true}");

        await().atMost(PATIENCE).until(() -> stage("export").status() == StageStatus.SUCCEEDED);
        assertThat(pawl.artifacts(run.id()))
                .extracting(ArtifactView::name)
                .containsExactly("book.html", "book.pdf", "book.epub", "book.zip");
        assertThat(file("book.html"))
                .contains("Work That Does Not Get Stuck", "5 Doing things once</h2>", "data:image/png;base64,")
                .contains("<em>Listing 5.1: A key for a request</em>");
        assertThat(run.view().ended()).as("it is a document").isFalse();
        pawl.close(run.id(), "author");
        assertThat(run.await(PATIENCE).status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void a_book_that_was_not_approved_is_not_written() throws Exception {
        submit("wizard.yaml", "input.json");
        reviewed("{\"approved\": false, \"note\": \"too long\"}");

        await().atMost(PATIENCE).until(() -> stage("export").status() == StageStatus.SKIPPED);
        assertThat(pawl.artifacts(run.id())).isEmpty();
    }

    @Test
    void a_plan_is_exported_by_itself() throws Exception {
        submit("plan.yaml", "input.json");

        await().atMost(PATIENCE).until(() -> stage("export").status() == StageStatus.SUCCEEDED);
        assertThat(file("plan.html")).contains("the plan", "3 Leases and fences");
    }
}
