// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pawl.Json;
import dev.pawl.examples.questions.model.Model;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers on this machine in the place of a language model, for want of a key: by a few rules, the same to the same question. It
 * says so in its name. What it counts as tokens are words. Thread-safe.
 */
public final class StandIn implements AutoCloseable {

    /** The name it goes by. */
    public static final String MODEL = "local-stand-in-no-language-model";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Integer> requests = new ConcurrentHashMap<>();
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    private StandIn(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    /**
     * Starts it on loopback.
     *
     * @param port 0 for any that is free
     */
    public static StandIn start(int port) throws IOException {
        return new StandIn(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
    }

    /** What comes before {@code /chat/completions}. */
    public URI url() {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/v1");
    }

    /** How many requests there were of each stage. */
    public Map<String, Integer> requests() {
        return new TreeMap<>(requests);
    }

    /** Has it turn away requests of these stages, as services do that have too much to do; of no others any more. */
    public void busyFor(String... stages) {
        busy.clear();
        busy.addAll(Set.of(stages));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String stage = stage(exchange.getRequestHeaders().getFirst(Model.REQUEST_ID));
            requests.merge(stage, 1, Integer::sum);
            if (busy.contains(stage)) {
                send(exchange, 503, error("too much to do; ask again later"));
                return;
            }
            JsonNode request = Json.values().readTree(exchange.getRequestBody());
            String instructions = content(request, "system");
            String material = content(request, "user");
            Optional<String> answer = Rules.answer(instructions, material);
            if (answer.isPresent()) {
                send(exchange, 200, completion(answer.get(), tokens(instructions) + tokens(material)));
            } else {
                send(
                        exchange,
                        400,
                        error("this is no language model: it has rules for four tasks, and this is none of them"));
            }
        } catch (JacksonException e) {
            send(exchange, 400, error("the request is no JSON"));
        }
    }

    /** The stage in an attempt's id. */
    private static String stage(String attempt) {
        String[] parts = Objects.requireNonNullElse(attempt, "").split("/", -1);
        return parts.length > 1 ? parts[1] : "unknown";
    }

    private static String content(JsonNode request, String role) {
        StringBuilder text = new StringBuilder();
        for (JsonNode message : request.path("messages")) {
            JsonNode content = message.path("content");
            if (message.path("role").asString("").equals(role)) {
                text.append(
                        content.isString()
                                ? content.stringValue()
                                : content.path(0).path("text").asString(""));
            }
        }
        return text.toString();
    }

    private static ObjectNode completion(String answer, int tokensIn) {
        ObjectNode completion = Json.values()
                .createObjectNode()
                .put("id", "stand-in")
                .put("object", "chat.completion")
                .put("created", 0)
                .put("model", MODEL);
        ObjectNode choice =
                completion.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", answer);
        completion
                .putObject("usage")
                .put("prompt_tokens", tokensIn)
                .put("completion_tokens", tokens(answer))
                .put("total_tokens", tokensIn + tokens(answer));
        return completion;
    }

    private static int tokens(String text) {
        return Words.in(text).size();
    }

    private static ObjectNode error(String message) {
        ObjectNode error = Json.values().createObjectNode();
        error.putObject("error").put("message", message).put("type", "stand_in");
        return error;
    }

    private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        byte[] bytes = Json.values().writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
