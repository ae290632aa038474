// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.oldfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pawl.Json;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Tag("E10")
class OldFilesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String KEY = "S05/E03"; // a key is no name of a file

    @TempDir
    private Path folder;

    private final CountDownLatch go = new CountDownLatch(1);

    private final Pipeline<String> pipeline = Pipeline.named("detect-embed", String.class)
            .key(input -> KEY)
            .stage("frames", String.class, s -> s.run(c -> "frames"))
            .stage(
                    "detect",
                    String.class,
                    s -> s.after("frames").run(c -> {
                        go.await();
                        return "faces";
                    }))
            .build();

    private Pawl open() {
        return Pawl.open(folder.resolve("data"))
                .register(pipeline)
                .listen(new OldFiles(folder.resolve("old")))
                .start();
    }

    private Path file(String name) {
        return folder.resolve("old/S05%2FE03").resolve(name);
    }

    private JsonNode json(String name) throws IOException {
        return Json.values().readTree(Files.readAllBytes(file(name)));
    }

    private void untilDetecting() {
        await().atMost(PATIENCE)
                .until(() -> Files.exists(file("lock"))
                        && json("runtime.json").path("stage").asString("").equals("detect"));
    }

    @Test
    void they_follow_a_run_from_its_start_to_its_end() throws Exception {
        try (Pawl pawl = open()) {
            RunHandle run = pawl.submit(pipeline, "S05E03", Submission.by("user-42"));
            untilDetecting();

            assertThat(Files.readString(file("lock")).strip())
                    .isEqualTo(run.id().toString());
            assertThat(json("runtime.json").get("pid").asLong())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(json("runtime.json").get("step").asInt()).isEqualTo(1);
            assertThat(json("job.json").at("/status/state").asString()).isEqualTo("running");
            assertThat(json("job.json").get("owner").asString()).isEqualTo("user-42");

            go.countDown();
            run.await(PATIENCE);
            await().atMost(PATIENCE).until(() -> !Files.exists(file("lock")));
            assertThat(json("runtime.json").get("state").asString()).isEqualTo("done");
            assertThat(json("job.json").at("/status/completed")).hasSize(2);
        }
    }

    @Test
    void what_somebody_does_to_them_changes_nothing() throws Exception {
        try (Pawl pawl = open()) {
            RunHandle run = pawl.submit(pipeline, "S05E03", Submission.plain());
            untilDetecting();
            Files.delete(file("lock"));
            Files.writeString(file("runtime.json"), "{\"state\": \"aborted\"");
            Files.writeString(file("job.json"), "no JSON");

            go.countDown();

            assertThat(run.await(PATIENCE).status()).isEqualTo(RunStatus.SUCCEEDED);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    json("job.json").at("/status/state").asString())
                            .isEqualTo("done"));
        }
    }

    @Test
    void nobody_ever_sees_half_a_file() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger whole = new AtomicInteger();
        AtomicInteger broken = new AtomicInteger();
        Thread reader = Thread.ofPlatform().start(() -> {
            while (!ended.get()) {
                try {
                    json("job.json");
                    whole.incrementAndGet();
                } catch (NoSuchFileException e) {
                    broken.addAndGet(whole.get() == 0 ? 0 : 1); // before the first one there is none
                } catch (RuntimeException | IOException e) {
                    broken.incrementAndGet();
                }
            }
        });
        go.countDown();
        try (Pawl pawl = open()) {
            for (int i = 0; i < 20; i++) {
                pawl.submit(pipeline, "S05E03", Submission.plain()).await(PATIENCE);
            }
        } finally {
            ended.set(true);
            reader.join();
        }
        assertThat(broken).hasValue(0);
        assertThat(whole).hasPositiveValue();
    }
}
