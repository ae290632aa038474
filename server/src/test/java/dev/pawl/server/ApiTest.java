// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.spi.RunQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ApiTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private Pawl pawl;
    private PawlServer server;
    private Http http;
    private final AtomicBoolean ink = new AtomicBoolean();

    @BeforeEach
    void start() {
        Pipeline<Object> report = Pipeline.named("report", Object.class)
                .stage("collect", String.class, s -> s.run(c -> "all of it"))
                .stage(
                        "write",
                        String.class,
                        s -> s.after("collect").run(c -> {
                            if (!ink.get()) {
                                throw new IllegalStateException("no ink");
                            }
                            return "written";
                        }))
                .build();
        pawl = PawlOptions.at("jdbc:sqlite:" + folder.resolve("pawl.db"))
                .open()
                .register(report)
                .start();
        server = PawlServer.start(pawl, ServerOptions.usual(), "127.0.0.1", 0);
        http = new Http(server.port());
    }

    @AfterEach
    void stop() {
        server.close();
        pawl.close();
    }

    private JsonNode failed() throws Exception {
        Http.Answer made =
                http.post("/runs", "{\"pipeline\": \"report\", \"input\": {\"b\": 1, \"a\": 1e2}, \"key\": \"may\"}");
        assertThat(made.status()).isEqualTo(201);
        UUID id = UUID.fromString(made.json().path("id").asString());
        assertThat(made.header("Location")).isEqualTo("/api/v1/runs/" + id);
        pawl.run(id).await(PATIENCE);
        return http.get("/runs/" + id).json();
    }

    @Test
    @Tag("C1")
    @Tag("D1")
    void aRunIsSubmittedFailsAndIsTakenUp() throws Exception {
        JsonNode run = failed();
        assertThat(run.path("status").asString()).isEqualTo("failed");
        assertThat(http.get("/runs/" + run.path("id").asString()).text())
                .as("what was sent, byte by byte")
                .contains("\"input\":{\"b\": 1, \"a\": 1e2}");
        String path = "/runs/" + run.path("number").asString();
        Http.Answer plan = http.post(path + "/retry?dryRun=true", "{\"fromStage\": \"write\"}");
        assertThat(plan.status()).isEqualTo(200);
        ink.set(true);
        Http.Answer taken = http.post(path + "/retry", "{\"fromStage\": \"write\"}");
        assertThat(taken.status()).isEqualTo(201);
        assertThat(taken.json().path("parent")).isEqualTo(run.path("id"));
    }

    /** A page from elsewhere in a browser of this machine reaches it too, under its own name also. */
    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site, 403",
        "Sec-Fetch-Site, same-site, 403",
        "Sec-Fetch-Site, same-origin, 201",
        "Sec-Fetch-Site, none, 201",
        "Origin, https://evil.example, 403",
        "Origin, null, 403",
        "Host, evil.example, 403",
        "Host, localhost:1, 201"
    })
    @Tag("D9")
    void pagesOfOthersMayDoNothing(String header, String value, int status) throws Exception {
        assertThat(http.post("/runs", "{\"pipeline\": \"report\"}", header, value)
                        .status())
                .isEqualTo(status);
        assertThat(pawl.runs(RunQuery.newest(10))).hasSize(status == 201 ? 1 : 0);
        assertThat(http.get("/runs", header, value).status()).isEqualTo(status == 201 ? 200 : 403);
    }
}
