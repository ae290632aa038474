// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.engine.Bench.events;
import static dev.pawl.engine.Bench.stage;
import static dev.pawl.engine.Bench.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.ArtifactBody;
import dev.pawl.ArtifactView;
import dev.pawl.ArtifactWriter;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.core.Event;
import dev.pawl.core.StageStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The files of a document's stage come and go with the output they were made with. */
interface DocumentFilesContract extends OnABench {

    private static ArtifactWriter text(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> files(Pawl pawl, RunHandle run) throws IOException {
        List<String> all = new java.util.ArrayList<>();
        for (ArtifactView file : pawl.artifacts(run.id())) {
            try (ArtifactBody body = pawl.artifact(run.id(), file.name())) {
                all.add(file.name() + ": " + new String(body.body().readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return all;
    }

    @Test
    @Tag("A1")
    @Tag("A4")
    default void whatIsUndoneBringsItsFilesBack() throws Exception {
        Tally tally = new Tally();
        Pipeline<String> pipeline = Pipeline.named("book", String.class)
                .interactive()
                .export(
                        "publish",
                        s -> s.run(c -> {
                            int edition = tally.count("publish");
                            return c.artifact("edition-" + edition + ".txt", text("words " + edition));
                        }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        until(run, view -> stage(view, "publish").version() == 1);
        pawl.press(run.id(), "publish", "ann");
        until(run, view -> stage(view, "publish").version() == 2);
        assertThat(files(pawl, run)).containsExactly("edition-2.txt: words 2");
        pawl.undo(run.id(), "publish", 2, "ann");
        assertThat(files(pawl, run)).containsExactly("edition-1.txt: words 1");
        RawJson value = RawJson.of("1".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> pawl.edit(run.id(), "publish", value, 3, "ann"))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.code()).isEqualTo("NOT_EDITABLE");
                    assertThat(refused.remedy()).isEqualTo("edit what it is made of, and run it again");
                });
        assertThat(files(pawl, run)).as("they stay").containsExactly("edition-1.txt: words 1");
        assertThat(stage(run.view(), "publish").actions())
                .filteredOn(action -> action.name().equals("edit"))
                .singleElement()
                .returns(false, RunView.Possible::enabled);
    }

    /** A stage that makes files, and is no export, has those that came with the output that is there. */
    @Test
    @Tag("A4")
    default void whatAPersonGivesHasNoFiles() throws Exception {
        Pipeline<String> pipeline = Pipeline.named("book", String.class)
                .interactive()
                .stage("draw", dev.pawl.core.Artifact.class, s -> s.run(c -> c.artifact("a.txt", text("words"))))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        until(run, view -> stage(view, "draw").version() == 1);
        pawl.edit(run.id(), "draw", RawJson.of("1".getBytes(StandardCharsets.UTF_8)), 1, "ann");
        assertThat(files(pawl, run)).as("a person gave a value, and no file").isEmpty();
        pawl.undo(run.id(), "draw", 2, "ann");
        assertThat(files(pawl, run)).containsExactly("a.txt: words");
    }

    @Test
    @Tag("A4")
    default void aLateResultThatIsAdoptedBringsItsFiles() throws Exception {
        Gate gate = bench().gate();
        Pipeline<String> pipeline = Pipeline.named("book", String.class)
                .interactive()
                .export(
                        "publish",
                        s -> s.timeout(Duration.ofMillis(100)).run(c -> {
                            dev.pawl.core.Artifact file = c.artifact("late.txt", text("words"));
                            gate.passStubbornly();
                            return file;
                        }))
                .build();
        Pawl pawl = bench().start();
        RunHandle run = pawl.submit(pipeline, "", Submission.plain());
        until(run, view -> stage(view, "publish").status() == StageStatus.FAILED);
        gate.open();
        until(() -> !events(pawl, run.id(), Event.LateResult.class).isEmpty());
        assertThat(files(pawl, run)).isEmpty();
        pawl.adopt(run.id(), "publish", "ann");
        assertThat(files(pawl, run)).containsExactly("late.txt: words");
        assertThat(pawl.check()).isEmpty();
    }
}
