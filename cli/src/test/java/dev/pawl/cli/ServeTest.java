// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The server as a process. */
class ServeTest {

    private static final Pattern ADDRESS = Pattern.compile("Answers at (http://[^/]+)/");

    private static final String PIPELINE = """
            pipeline: report
            key: ${input.month}
            stages:
              - id: collect
                command: [sh, -c, "echo x >> collected; echo '{\\"rows\\": 3}' > $PAWL_OUTPUT"]
              - id: write
                after: [collect]
                command: [sh, -c, "test -e ink && echo '\\"written\\"' > $PAWL_OUTPUT"]
              - id: wait
                after: [write]
                command: [sh, -c, "while ! test -e go; do sleep 0.05; done"]
            """;

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private String base = "";

    private Child serve() throws Exception {
        Child server = Child.start(folder, "serve", "--port", "0");
        server.until("it answers", () -> server.says("Answers at "));
        Matcher address = ADDRESS.matcher(server.standardError());
        assertThat(address.find()).as(server.standardError()).isTrue();
        base = address.group(1);
        return server;
    }

    private JsonNode get(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)));
    }

    private JsonNode post(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            return Json.values()
                    .readTree(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                            .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean stands(String run, String status) {
        return get("/api/v1/runs/" + run).path("status").asString().equals(status);
    }

    private boolean runs(String run, String stage) {
        for (JsonNode one : get("/api/v1/runs/" + run).path("stages")) {
            if (one.path("id").asString().equals(stage)) {
                return one.path("status").asString().equals("running");
            }
        }
        return false;
    }

    @Test
    @Tag("S1")
    @Tag("C1")
    @Tag("C6")
    @Tag("E3")
    void aRunFailsIsTakenUpOutlivesTheServerAndEnds() throws Exception {
        Files.writeString(folder.resolve("report.yaml"), PIPELINE);
        String retry;
        try (Child server = serve()) {
            String submission = "{\"pipeline\": \"report\", \"input\": {\"month\": \"may\"}}";
            String first = post("/api/v1/runs", submission).path("id").asString();
            server.until("it fails", () -> stands(first, "failed"));
            Files.createFile(folder.resolve("ink"));
            retry = post("/api/v1/runs/" + first + "/retry", "{\"fromStage\": \"write\"}")
                    .path("id")
                    .asString();
            server.until("the last stage runs", () -> runs(retry, "wait"));
            JsonNode refused = post("/api/v1/runs", submission);
            assertThat(refused.path("code").asString()).isEqualTo("ALREADY_ACTIVE");
            assertThat(refused.path("activeRun").asString()).isEqualTo(retry);
            assertThat(refused.path("remedy").asString()).isNotBlank();
            server.kill();
        }
        Files.createFile(folder.resolve("go"));
        try (Child server = serve()) {
            server.until("it goes on and ends", () -> stands(retry, "succeeded"));
            assertThat(Files.readAllLines(folder.resolve("collected")))
                    .as("how often the first stage ran")
                    .hasSize(1);
            server.signal("TERM");
            assertThat(server.await().code()).isZero();
        }
    }

    @Test
    void whatOthersCanReachIsRefusedAsLongAsNobodyCanSignIn() throws Exception {
        Shell.Done done = Child.pawl(folder, "serve", "--port", "0", "--host", "0.0.0.0");
        assertThat(done.code()).isEqualTo(2);
        assertThat(done.err()).contains("can be reached by others, and there is no login yet");
    }

    @Test
    void aPipelineThatIsMendedIsKnownWithoutARestart() throws Exception {
        Path file = Files.writeString(folder.resolve("report.yaml"), PIPELINE.replace("after:", "afterwards:"));
        try (Child server = serve()) {
            assertThat(server.standardError()).contains("report.yaml:").contains("afterwards");
            String submission = "{\"pipeline\": \"report\", \"input\": {\"month\": \"may\"}}";
            assertThat(post("/api/v1/runs", submission).path("code").asString()).isEqualTo("NO_PIPELINE");
            Files.writeString(file, PIPELINE);
            Files.setLastModifiedTime(
                    file,
                    java.nio.file.attribute.FileTime.from(System.currentTimeMillis() + 5_000, TimeUnit.MILLISECONDS));
            assertThat(post("/api/v1/runs", submission).path("number").asInt()).isEqualTo(1);
        }
    }
}
