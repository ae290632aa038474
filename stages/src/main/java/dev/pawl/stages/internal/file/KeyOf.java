// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.RefusedException;
import dev.pawl.stages.internal.expression.ExpressionException;
import dev.pawl.stages.internal.expression.InputScope;
import dev.pawl.stages.internal.expression.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import tools.jackson.databind.JsonNode;

/** Makes a run's key of its input. */
record KeyOf(Template template) {

    private static final int LONGEST = 500;

    String of(JsonNode input) {
        JsonNode value;
        try {
            value = template.value(new InputScope(input));
        } catch (ExpressionException e) {
            throw refused("the input gives no key: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (value.isContainer() || value.isNull()) {
            throw refused("the key would be " + (value.isNull() ? "null" : "an object or a list"));
        }
        String key = value.asString();
        if (key.isBlank() || key.length() > LONGEST) {
            throw refused(
                    key.isBlank() ? "the key would be empty" : "the key would have " + key.length() + " characters");
        }
        return key;
    }

    private static RefusedException refused(String problem) {
        return new RefusedException(
                "INVALID",
                problem,
                "give an input that has a text or a number there, up to " + LONGEST + " characters",
                null);
    }
}
