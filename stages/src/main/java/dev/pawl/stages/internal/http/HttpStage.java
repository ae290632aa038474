// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.http;

import dev.pawl.RawJson;
import dev.pawl.StageCode;
import dev.pawl.StageContext;
import dev.pawl.StageFailedException;
import dev.pawl.StageFailedException.Retry;
import dev.pawl.stages.internal.expression.AttemptScope;
import dev.pawl.stages.internal.expression.ExpressionException;
import dev.pawl.stages.internal.expression.Secrets;
import dev.pawl.stages.internal.process.Scratch;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes an HTTP call. */
public record HttpStage(HttpAction action) implements StageCode<JsonNode, RawJson> {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int EXCERPT = 1000;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 205);

    @Override
    public @Nullable RawJson run(StageContext<JsonNode> context) throws Exception {
        Secrets secrets = new Secrets(context);
        Scratch scratch = Scratch.open(context.run(), context.stage(), context.itemIndex());
        RawJson output = null;
        try {
            Call call = Call.of(action, new AttemptScope(context, secrets));
            output = taken(answer(call, context), call, scratch, secrets);
            return output;
        } catch (ExpressionException e) {
            throw failed(secrets, String.valueOf(e.getMessage()), Retry.NEVER);
        } catch (CallFailedException e) {
            throw failed(secrets, String.valueOf(e.getMessage()), e.retry());
        } catch (IOException e) {
            if (Thread.interrupted() || context.cancelled()) {
                throw new InterruptedException("the call was given up");
            }
            throw failed(secrets, action.method() + " failed: " + words(e), Retry.AFTER_PAUSE);
        } finally {
            if (output == null) {
                scratch.delete();
            }
        }
    }

    /** Sends it, and follows redirections. */
    private static HttpResponse<InputStream> answer(Call call, StageContext<?> context)
            throws IOException, InterruptedException, CallFailedException {
        Call next = call;
        while (true) {
            HttpResponse<InputStream> response;
            try {
                response = Client.SHARED.send(next.request(context.attempt()), BodyHandlers.ofInputStream());
            } catch (IOException e) {
                throw new IOException(next.words() + ": " + words(e), e);
            }
            Call redirected = next.redirected(response);
            if (redirected == null) {
                return response;
            }
            response.body().close();
            next = redirected;
        }
    }

    private @Nullable RawJson taken(HttpResponse<InputStream> response, Call call, Scratch scratch, Secrets secrets)
            throws IOException, CallFailedException {
        int status = response.statusCode();
        try (InputStream body = response.body()) {
            if (action.expects(status)) {
                return WITHOUT_BODY.contains(status) ? null : Body.of(response).take(body, scratch);
            }
            String start = excerpt(body.readNBytes(EXCERPT), secrets).strip();
            boolean again = status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS || status >= SERVER_ERROR;
            throw new CallFailedException(
                    call.words() + " answered " + status + (start.isEmpty() ? ", and nothing more" : ": " + start),
                    again ? Retry.AFTER_PAUSE : Retry.NEVER);
        }
    }

    private static String excerpt(byte[] bytes, Secrets secrets) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return bytes.length < EXCERPT ? text : secrets.redactCut(text);
    }

    private static StageFailedException failed(Secrets secrets, String message, Retry retry) {
        return new StageFailedException(secrets.redact(message), retry, null);
    }

    private static String words(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    /** Made when it is first needed: few pipelines make calls. */
    private static final class Client {
        private static final HttpClient SHARED = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(Redirect.NEVER)
                .build();
    }
}
