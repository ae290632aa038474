// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.model;

import dev.pawl.Json;
import dev.pawl.StageFailedException;
import dev.pawl.StageFailedException.Retry;
import tools.jackson.core.JacksonException;

/** What a model answered. */
public record Reply(String text, Used used) {

    private static final int SHOWN = 200;

    /**
     * The JSON object in the text. Models like to put words around one.
     *
     * @throws StageFailedException where there is none of that type; the model may do better when asked again
     */
    public <T> T read(Class<T> type) throws StageFailedException {
        int begin = text.indexOf('{');
        int end = text.lastIndexOf('}');
        try {
            if (begin >= 0 && end > begin) {
                return Json.values().readValue(text.substring(begin, end + 1), type);
            }
        } catch (JacksonException e) {
            throw new StageFailedException(
                    "the model's answer is no " + type.getSimpleName() + ": " + e.getOriginalMessage() + ": " + shown(),
                    Retry.AT_ONCE,
                    null);
        }
        throw new StageFailedException("the model's answer has no JSON object in it: " + shown(), Retry.AT_ONCE, null);
    }

    private String shown() {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + " …";
    }
}
