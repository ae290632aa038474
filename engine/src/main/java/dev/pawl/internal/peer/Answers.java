// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.pawl.Json;
import dev.pawl.RunView;
import java.io.IOException;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says how runs are that are executed here, to whoever has the key. Changes nothing. */
final class Answers implements HttpHandler {

    static final String RUNS = "/runs/";
    static final String NONCE = "Pawl-Nonce";
    static final String SEAL = "Pawl-Seal";

    private static final byte[] NOTHING = {};
    private static final int OK = 200;
    private static final int NO_KEY = 401;
    private static final int NOT_HERE = 404;
    private static final int GET_ONLY = 405;
    private static final int FAULT = 500;

    private final String key;
    private final InstantSource clock;
    private final Function<UUID, @Nullable RunView> executed;

    Answers(String key, InstantSource clock, Function<UUID, @Nullable RunView> executed) {
        this.key = key;
        this.clock = clock;
        this.executed = executed;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            answer(exchange);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        String nonce = exchange.getRequestHeaders().getFirst(NONCE);
        if (nonce == null
                || !Seal.fits(
                        Seal.ofQuestion(key, nonce, path),
                        exchange.getRequestHeaders().getFirst(SEAL))
                || !Seal.fresh(nonce, clock.instant())) {
            exchange.sendResponseHeaders(NO_KEY, -1);
        } else if (!"GET".equals(exchange.getRequestMethod())) {
            exchange.sendResponseHeaders(GET_ONLY, -1);
        } else {
            RunView run;
            try {
                run = view(path);
            } catch (RuntimeException e) {
                exchange.sendResponseHeaders(FAULT, -1);
                return;
            }
            byte[] body = run == null ? NOTHING : Json.views().writeValueAsBytes(run);
            exchange.getResponseHeaders().set(SEAL, Seal.ofAnswer(key, nonce, body));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(run == null ? NOT_HERE : OK, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private @Nullable RunView view(String path) {
        try {
            return executed.apply(UUID.fromString(path.substring(RUNS.length())));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            return null;
        }
    }
}
