// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pawl.StageDefinition;
import dev.pawl.StageFailedException;
import dev.pawl.StageFailedException.Retry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Calls to a real server. */
class HttpTest {

    @TempDir
    Path folder;

    private final FakeContext context = new FakeContext();
    private final CountDownLatch called = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private HttpServer server;
    private String base;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        base = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/", exchange -> answer(exchange, 404, "text/plain", "nothing here"));
        server.createContext("/echo", this::echo);
        server.createContext("/json", exchange -> answer(exchange, 200, "application/problem+json", "{\"a\" : 1e2}"));
        server.createContext("/text", exchange -> answer(exchange, 201, "text/plain; charset=iso-8859-1", "\u00fc"));
        server.createContext("/empty", exchange -> answer(exchange, 200, "application/json", ""));
        server.createContext("/none", exchange -> answer(exchange, 204, "", ""));
        server.createContext("/busy", exchange -> answer(exchange, 503, "text/plain", "busy, s3cr3t-token"));
        server.createContext("/slow", exchange -> answer(exchange, 429, "text/plain", ""));
        server.createContext("/bad", exchange -> answer(exchange, 400, "text/plain", "no\n"));
        server.createContext("/moved", exchange -> redirect(exchange, 307, "/echo"));
        String other = base.replace("127.0.0.1", "localhost") + "/echo";
        server.createContext("/other", exchange -> redirect(exchange, 307, other));
        server.createContext("/other-for-good", exchange -> redirect(exchange, 308, other));
        server.createContext("/other-see", exchange -> redirect(exchange, 303, other));
        server.createContext(
                "/excerpt", exchange -> answer(exchange, 400, "text/plain", "x".repeat(995) + "s3cr3t-token"));
        server.createContext("/see", exchange -> redirect(exchange, 303, "/echo"));
        server.createContext("/loop", exchange -> redirect(exchange, 302, "/loop"));
        server.createContext("/secure", exchange -> redirect(exchange, 302, "https://127.0.0.1/x"));
        server.createContext("/huge", HttpTest::huge);
        server.createContext("/hang", exchange -> {
            called.countDown();
            await(released);
        });
        server.start();
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.stop(0);
    }

    static List<Arguments> answers() {
        String secret = "headers: {X-Token: \"Bearer ${secret.TEST_TOKEN}\", X-N: 5}";
        return List.of(
                Arguments.of("{url: BASE/json}", "{\"a\" : 1e2}"),
                Arguments.of("{url: BASE/text}", "{\"status\":201,\"text\":\"ü\"}"),
                Arguments.of("{url: BASE/empty}", null),
                Arguments.of("{url: BASE/none}", null),
                Arguments.of("{url: BASE/bad, expect: [400]}", "{\"status\":400,\"text\":\"no\\n\"}"),
                Arguments.of("{url: BASE/echo}", "[\"GET\",\"run/a/0/1\",\"\",\"\",\"\"]"),
                Arguments.of(
                        "{url: \"BASE/echo?${input.n}\", body: \"${input}\"}",
                        "[\"POST\",\"run/a/0/1\",\"application/json\",\"\",\"{'n':1,'s':'x'}\"]"),
                Arguments.of(
                        "{method: PUT, url: BASE/echo, body: {a: [\"${input.n}\", \"${input.s}!\", null, 1.5]}}",
                        "[\"PUT\",\"run/a/0/1\",\"application/json\",\"\",\"{'a':[1,'x!',null,1.5]}\"]"),
                Arguments.of(
                        "{url: BASE/echo, headers: {idempotency-key: mine, content-type: a/b}, body: \"n=${input.n}\"}",
                        "[\"POST\",\"mine\",\"a/b\",\"\",\"n=1\"]"),
                Arguments.of(
                        "{method: POST, url: BASE/moved, " + secret + ", body: x}",
                        "[\"POST\",\"run/a/0/1\",\"text/plain; charset=utf-8\",\"Bearer s3cr3t-token\",\"x\"]"),
                Arguments.of("{url: BASE/other, " + secret + "}", "[\"GET\",\"run/a/0/1\",\"\",\"\",\"\"]"),
                Arguments.of(
                        "{method: POST, url: BASE/other, " + secret + "}", "[\"POST\",\"run/a/0/1\",\"\",\"\",\"\"]"),
                Arguments.of(
                        "{method: POST, url: BASE/other-see, " + secret + ", body: x}",
                        "[\"GET\",\"run/a/0/1\",\"\",\"\",\"\"]"),
                Arguments.of(
                        "{method: POST, url: BASE/see, body: x}",
                        "[\"GET\",\"run/a/0/1\",\"text/plain; charset=utf-8\",\"\",\"\"]"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void an_answer_becomes_the_output(String http, String output) throws Exception {
        context.input = "{\"n\":1,\"s\":\"x\"}";

        assertThat(context.execute(stage(http))).isEqualTo(output);
    }

    static List<Arguments> failures() {
        String body = "body: {token: \"${secret.TEST_TOKEN}\"}";
        return List.of(
                Arguments.of(
                        "{url: BASE/other, " + body + "}",
                        Retry.NEVER,
                        "POST BASE/other is redirected to another host, OTHER/echo, and the body is for HOST only;"
                                + " write the right address"),
                Arguments.of(
                        "{method: PUT, url: BASE/other-for-good, body: x}",
                        Retry.NEVER,
                        "PUT BASE/other-for-good is redirected to another host, OTHER/echo, and the body is for HOST"
                                + " only; write the right address"),
                Arguments.of(
                        "{method: GET, url: BASE/excerpt, headers: {A: \"${secret.TEST_TOKEN}\"}}",
                        Retry.NEVER,
                        "GET BASE/excerpt answered 400: " + "x".repeat(995)),
                Arguments.of("{url: BASE/nowhere}", Retry.NEVER, "GET BASE/nowhere answered 404: nothing here"),
                Arguments.of("{url: BASE/bad}", Retry.NEVER, "GET BASE/bad answered 400: no"),
                Arguments.of(
                        "{url: BASE/json, expect: [201]}", Retry.NEVER, "GET BASE/json answered 200: {\"a\" : 1e2}"),
                Arguments.of(
                        "{url: \"BASE/busy?${secret.TEST_TOKEN}\"}",
                        Retry.AFTER_PAUSE,
                        "GET BASE/busy?*** answered 503: busy, ***"),
                Arguments.of("{url: BASE/slow}", Retry.AFTER_PAUSE, "GET BASE/slow answered 429, and nothing more"),
                Arguments.of(
                        "{url: BASE/loop}",
                        Retry.NEVER,
                        "GET BASE/loop is redirected once too often, to BASE/loop; write the right address"),
                Arguments.of(
                        "{url: BASE/secure}",
                        Retry.NEVER,
                        "GET BASE/secure is redirected to another scheme, to https://127.0.0.1/x; write the right address"),
                Arguments.of(
                        "{url: BASE/huge}",
                        Retry.NEVER,
                        "the answer is larger than 64 MB; ask for less, or fetch it with a command"),
                Arguments.of(
                        "{url: \"${input.u}\"}",
                        Retry.NEVER,
                        "`ftp://x` is no address; give one like https://example.com"),
                Arguments.of(
                        "{url: \"${secret.NOT_SET}\"}",
                        Retry.NEVER,
                        "${secret.NOT_SET}: secret NOT_SET is not set;"
                                + " set PAWL_SECRET_NOT_SET where the worker is started"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void a_failure_says_what_was_answered(String http, Retry retry, String message) throws Exception {
        context.input = "{\"u\":\"ftp://x\"}";
        StageFailedException failure =
                catchThrowableOfType(StageFailedException.class, () -> context.execute(stage(http)));

        assertThat(failure)
                .hasMessage(message.replace("BASE", base)
                        .replace("OTHER", base.replace("127.0.0.1", "localhost"))
                        .replace("HOST", base.substring("http://".length())));
        assertThat(failure.retry()).isEqualTo(retry);
    }

    @Test
    void a_server_that_is_not_there_may_be_tried_again() throws Exception {
        server.stop(0);
        StageFailedException failure =
                catchThrowableOfType(StageFailedException.class, () -> context.execute(stage("{url: BASE/x}")));

        assertThat(failure.retry()).isEqualTo(Retry.AFTER_PAUSE);
        assertThat(failure).hasMessageStartingWith("GET failed: GET " + base + "/x: ");
    }

    @Test
    void an_interrupt_gives_the_call_up() throws Exception {
        Thread stage = Thread.ofVirtual().start(() -> {
            try {
                context.execute(stage("{url: BASE/hang}"));
            } catch (Exception e) {
                context.log("ended " + e.getClass().getSimpleName());
            }
        });
        await(called);
        stage.interrupt();

        assertThat(context.awaitLine("ended ")).isEqualTo("InterruptedException");
    }

    @Test
    void a_call_may_take_30_seconds_unless_said() throws Exception {
        assertThat(stage("{url: BASE/x}").spec().timeout()).isEqualTo(Duration.ofSeconds(30));
    }

    private StageDefinition<JsonNode> stage(String http) throws IOException {
        String yaml = "pipeline: p\nstages: [{id: a, http: " + http.replace("BASE", base) + "}]\n";
        return PipelineFile.load(Files.writeString(folder.resolve("p.yaml"), yaml))
                .stage("a");
    }

    private void echo(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String all = "[\"" + exchange.getRequestMethod() + "\"" + header(exchange, "Idempotency-Key")
                + header(exchange, "Content-Type") + header(exchange, "X-Token") + ",\"" + body.replace('"', '\'')
                + "\"]";
        answer(exchange, 200, "application/json", all);
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return ",\"" + (value == null ? "" : value) + "\"";
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(type.contains("8859") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void redirect(HttpExchange exchange, int status, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        answer(exchange, status, "text/plain", "moved");
    }

    private static void huge(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        byte[] block = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < 65; i++) {
                out.write(block);
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
