// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.model;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.output.TokenUsage;
import dev.pawl.Json;
import dev.pawl.StageContext;
import dev.pawl.StageFailedException;
import dev.pawl.StageFailedException.Retry;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A language model, asked by stages. Each call is counted where it is made: {@code calls}, {@code tokens}, {@code cost_micros}. */
public final class Model {

    /** A request carries the attempt's id, so that whoever keeps the model's logs can tell what asked. */
    public static final String REQUEST_ID = "X-Client-Request-Id";

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Endpoint endpoint;
    private final SharedHttp http = new SharedHttp(TIMEOUT);

    public Model(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Asks it once. Whether it is asked again after a failure is the stage's own policy, not the library's.
     *
     * @param task what it is to do
     * @param material what it is to do it with, written as JSON
     */
    public Reply ask(StageContext<?> context, String task, Object material) throws StageFailedException {
        context.count("calls", 1);
        try {
            return reply(
                    context,
                    model(context)
                            .chat(
                                    SystemMessage.from(task),
                                    UserMessage.from(Json.values().writeValueAsString(material))));
        } catch (NonRetriableException e) {
            throw new StageFailedException(
                    "the model at " + endpoint.url() + " does not take the request: " + e.getMessage(),
                    Retry.NEVER,
                    null);
        } catch (RuntimeException e) {
            if (context.cancelled()) {
                throw e;
            }
            throw new StageFailedException(
                    "the model at " + endpoint.url() + " gave no answer: " + e.getMessage(), Retry.AFTER_PAUSE, null);
        }
    }

    private Reply reply(StageContext<?> context, ChatResponse response) {
        TokenUsage usage = response.tokenUsage();
        long in = usage == null ? 0 : count(usage.inputTokenCount());
        long out = usage == null ? 0 : count(usage.outputTokenCount());
        long micros = endpoint.price().micros(in, out);
        context.count("tokens", in + out);
        context.count("cost_micros", micros);
        String text = response.aiMessage().text();
        return new Reply(text == null ? "" : text, new Used(1, in, out, micros));
    }

    private OpenAiChatModel model(StageContext<?> context) {
        return OpenAiChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(endpoint.url().toString())
                .apiKey(endpoint.secret() == null ? "none" : context.secret(endpoint.secret()))
                .modelName(endpoint.model())
                .temperature(0.0)
                .timeout(TIMEOUT)
                .maxRetries(0)
                .customHeaders(Map.of(REQUEST_ID, context.attempt()))
                .build();
    }

    private static long count(@Nullable Integer tokens) {
        return tokens == null ? 0 : tokens;
    }
}
