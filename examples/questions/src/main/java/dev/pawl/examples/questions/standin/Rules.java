// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.standin;

import dev.pawl.Json;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What the stand-in answers: it reads the task in the first message and the material in the second, as a model would. */
final class Rules {

    private static final Pattern TASK = Pattern.compile("Task: (\\w+)");

    private Rules() {}

    /** Empty where it knows no such task. */
    static Optional<String> answer(String instructions, String material) {
        Matcher task = TASK.matcher(instructions);
        if (!task.lookingAt()) {
            return Optional.empty();
        }
        JsonNode json;
        try {
            json = Json.values().readTree(material);
        } catch (JacksonException e) {
            return Optional.empty();
        }
        return switch (task.group(1)) {
            case "route" -> Optional.of(Routing.answer(json).toString());
            case "plan" -> Optional.of(Planning.answer(json).toString());
            case "blueprint" -> Optional.of(Drafting.answer(json).toString());
            case "build" -> Optional.of(Telling.answer(json));
            default -> Optional.empty();
        };
    }
}
