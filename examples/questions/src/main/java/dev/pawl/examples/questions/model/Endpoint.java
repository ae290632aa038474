// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.model;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a model is asked.
 *
 * @param url what comes before {@code /chat/completions}
 * @param model its name there
 * @param secret the name of the secret that is its key, or null where none is asked for. The key itself is nowhere but in the
 *     environment, and looked up for each call
 */
public record Endpoint(URI url, String model, @Nullable String secret, Price price) {

    private static final String SECRET = "QUESTIONS_KEY";

    /** The one that variables of the environment name, or null where they name none. */
    public static @Nullable Endpoint in(Map<String, String> environment) {
        String url = environment.get("QUESTIONS_URL");
        if (url == null || url.isBlank()) {
            return null;
        }
        String model = environment.get("QUESTIONS_MODEL");
        if (model == null || model.isBlank()) {
            throw new IllegalArgumentException(
                    "QUESTIONS_URL is set and QUESTIONS_MODEL is not; set it to the name of a model there");
        }
        return new Endpoint(
                URI.create(url.strip()),
                model.strip(),
                environment.getOrDefault("PAWL_SECRET_" + SECRET, "").isBlank() ? null : SECRET,
                Price.parse(environment.getOrDefault("QUESTIONS_PRICE", "0/0")));
    }
}
