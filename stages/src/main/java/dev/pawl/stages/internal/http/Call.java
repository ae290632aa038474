// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.http;

import dev.pawl.Json;
import dev.pawl.StageFailedException.Retry;
import dev.pawl.stages.internal.expression.ExpressionException;
import dev.pawl.stages.internal.expression.Scope;
import dev.pawl.stages.internal.expression.Template;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A call with every expression replaced by its value.
 *
 * @param headers by name in any case
 * @param redirections followed so far
 */
record Call(String method, URI uri, Map<String, String> headers, byte @Nullable [] body, int redirections) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int MOST_REDIRECTIONS = 5;
    private static final Set<Integer> SAME_METHOD = Set.of(307, 308);
    private static final Set<Integer> OTHER_METHOD = Set.of(301, 302, 303);
    private static final String TYPE = "Content-Type";
    private static final String IDEMPOTENCY = "Idempotency-Key";

    static Call of(HttpAction action, Scope scope) throws ExpressionException, IOException, CallFailedException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<String, Template> header : action.headers().entrySet()) {
            headers.put(header.getKey(), header.getValue().text(scope));
        }
        byte[] body = null;
        if (action.body() != null) {
            JsonNode value = action.body().value(scope);
            headers.putIfAbsent(TYPE, value.isString() ? "text/plain; charset=utf-8" : "application/json");
            body = value.isString()
                    ? value.stringValue().getBytes(StandardCharsets.UTF_8)
                    : Json.values().writeValueAsBytes(value);
        }
        return new Call(action.method(), address(action.url().text(scope)), headers, body, 0);
    }

    /** The method and the address, for messages. */
    String words() {
        return method + " " + uri;
    }

    HttpRequest request(String attempt) throws CallFailedException {
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
        try {
            HttpRequest.Builder builder = HttpRequest.newBuilder(uri).method(method, publisher);
            headers.forEach(builder::setHeader);
            if (!headers.containsKey(IDEMPOTENCY)) {
                builder.setHeader(IDEMPOTENCY, attempt);
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new CallFailedException(words() + " cannot be sent: " + e.getMessage(), Retry.NEVER);
        }
    }

    /** The call this answer asks for instead, or null. */
    @Nullable
    Call redirected(HttpResponse<?> response) throws CallFailedException {
        int status = response.statusCode();
        String location = response.headers().firstValue("Location").orElse(null);
        if (location == null || !(SAME_METHOD.contains(status) || OTHER_METHOD.contains(status))) {
            return null;
        }
        URI to = resolve(location);
        if (redirections == MOST_REDIRECTIONS || !uri.getScheme().equals(to.getScheme())) {
            String why = redirections == MOST_REDIRECTIONS ? "once too often" : "to another scheme";
            throw new CallFailedException(
                    words() + " is redirected " + why + ", to " + to + "; write the right address", Retry.NEVER);
        }
        boolean same = SAME_METHOD.contains(status) || method.equals("GET") || method.equals("HEAD");
        // What the author wrote may be a secret, and is for the host he wrote: headers can be left out, a body cannot.
        boolean home = sameHost(to);
        if (!home && same && body != null) {
            throw new CallFailedException(
                    words() + " is redirected to another host, " + to + ", and the body is for " + uri.getAuthority()
                            + " only; write the right address",
                    Retry.NEVER);
        }
        return new Call(same ? method : "GET", to, home ? headers : Map.of(), same ? body : null, redirections + 1);
    }

    /** Whether it is answered by who answers this call; the scheme is the same. */
    private boolean sameHost(URI to) {
        return uri.getHost().equalsIgnoreCase(to.getHost()) && port(uri) == port(to);
    }

    private static int port(URI of) {
        return of.getPort() >= 0 ? of.getPort() : "https".equals(of.getScheme()) ? HTTPS : HTTP;
    }

    private URI resolve(String location) throws CallFailedException {
        try {
            return uri.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new CallFailedException(
                    words() + " is redirected to `" + location + "`, which is no address; write the right one",
                    Retry.NEVER);
        }
    }

    private static URI address(String text) throws CallFailedException {
        try {
            URI uri = URI.create(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new CallFailedException(
                    "`" + text + "` is no address: " + e.getMessage() + "; give one like https://example.com",
                    Retry.NEVER);
        }
        throw new CallFailedException("`" + text + "` is no address; give one like https://example.com", Retry.NEVER);
    }
}
