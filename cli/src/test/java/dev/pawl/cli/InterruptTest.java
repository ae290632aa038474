// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C and SIGTERM end the command with 130 and leave a run that goes on. */
@Tag("S1")
class InterruptTest {

    @TempDir
    private Path folder;

    private void pipeline(String effect, String script) throws IOException {
        Files.writeString(
                folder.resolve("p.yaml"),
                "pipeline: p\nversion: 1\nstages:\n  - id: first\n    effect: " + effect
                        + "\n    command: [sh, p.sh]\n");
        Files.writeString(folder.resolve("p.sh"), script);
    }

    private Child started(String... arguments) throws Exception {
        Child child = Child.start(folder, arguments);
        child.until("the stage has begun", () -> Files.exists(folder.resolve("started")));
        return child;
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void the_run_is_given_back_and_resumes(String signal) throws Exception {
        pipeline("idempotent", "touch started; while ! test -e go; do sleep 0.05; done; echo 1 > $PAWL_OUTPUT");
        try (Child run = started("run", "p.yaml")) {
            run.signal(signal);
            Shell.Done done = run.await();
            assertThat(done.err())
                    .contains("Run 1 is interrupted", "pawl resume 1")
                    .doesNotContain("Exception");
            assertThat(done.code()).isEqualTo(130);
            assertThat(done.out()).isEmpty();
        }
        Files.createFile(folder.resolve("go"));
        Shell.Done resumed = Child.pawl(folder, "resume", "1");
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(resumed.out()).isEqualTo("1\n");
    }

    @Test
    void of_two_that_resume_at_once_one_executes_and_the_other_follows() throws Exception {
        pipeline("idempotent", "echo x >> effects; touch started; while ! test -e go; do sleep 0.05; done");
        try (Child run = started("run", "p.yaml")) {
            run.kill();
        }
        try (Child one = Child.start(folder, "resume", "1");
                Child other = Child.start(folder, "resume", "1")) {
            one.until("one follows", () -> one.says("following it") || other.says("following it"));
            Files.createFile(folder.resolve("go"));
            assertThat(one.await().code()).as(one.await().err()).isZero();
            assertThat(other.await().code()).as(other.await().err()).isZero();
        }
        assertThat(Files.readAllLines(folder.resolve("effects"))).hasSize(2);
    }

    @Test
    void a_second_signal_does_not_wait_for_work_that_will_not_stop() throws Exception {
        pipeline("idempotent", "trap '' TERM INT; touch started; while ! test -e go; do sleep 0.05; done");
        try (Child run = started("run", "p.yaml")) {
            run.signal("INT");
            run.until("it says what it stops", () -> run.says("Stopping first, given 10 s to end"));
            assertThat(run.endsWithin(Duration.ofMillis(500))).isFalse();
            run.signal("INT");
            assertThat(run.endsWithin(Duration.ofSeconds(2))).isTrue();
            assertThat(run.await().code()).isEqualTo(130);
        }
        Files.createFile(folder.resolve("go"));
        assertThat(Child.pawl(folder, "resume", "1").code()).isZero();
    }

    @Test
    @Tag("S9")
    void an_effect_in_doubt_waits_for_a_person_and_says_how() throws Exception {
        pipeline("external", "echo $PAWL_ATTEMPT >> effects; touch started; while ! test -e go; do sleep 0.05; done");
        try (Child run = started("run", "p.yaml")) {
            run.kill();
        }
        Files.createFile(folder.resolve("go"));
        try (Child resumed = Child.start(folder, "resume", "1")) {
            resumed.until("it is in doubt", () -> doubted());
            assertThat(Child.pawl(folder, "stage", "settle", "1", "first", "--as", "done")
                            .code())
                    .as("nobody to ask")
                    .isEqualTo(2);
            Shell.Done settled = Child.pawl(
                    folder, "stage", "settle", "1", "first", "--as", "done", "--output", "{\"sent\": true}", "--yes");
            assertThat(settled.code()).as(settled.err()).isZero();
            Shell.Done done = resumed.await();
            assertThat(done.code()).isZero();
            assertThat(done.err()).contains("Waiting for a person: first", "pawl stage settle 1 first --as done ");
            assertThat(Json.values().readTree(done.out()).get("sent").asBoolean())
                    .isTrue();
        }
        assertThat(Files.readAllLines(folder.resolve("effects"))).hasSize(1);
    }

    private boolean doubted() {
        Shell.Done done =
                Shell.pawl("history", "1", "--data", folder.resolve(".pawl").toString());
        return done.out().contains("in doubt");
    }
}
