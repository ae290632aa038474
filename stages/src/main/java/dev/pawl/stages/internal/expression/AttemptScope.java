// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.expression;

import dev.pawl.Json;
import dev.pawl.RawJson;
import dev.pawl.StageContext;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The values an attempt sees.
 *
 * @param item the item where the context has none yet, or null
 */
public record AttemptScope(
        StageContext<?> context, Secrets secrets, @Nullable RawJson item) implements Scope {

    public AttemptScope(StageContext<?> context, Secrets secrets) {
        this(context, secrets, null);
    }

    @Override
    public JsonParser open(String name) throws IOException {
        return Json.values().createParser(stream(name));
    }

    /** The text that {@link #open} reads. */
    InputStream stream(String name) throws IOException {
        return switch (name) {
            case "input" -> context.openInput();
            case "item" -> item == null ? context.openItem() : item.open();
            default -> context.openOutput(name);
        };
    }

    @Override
    public JsonNode run(String field) {
        return switch (field) {
            case "id" -> text(context.run());
            case "key" -> text(context.key());
            case "user" -> text(context.user());
            case "number" -> JsonNodeFactory.instance.numberNode(context.number());
            default -> throw new IllegalArgumentException("a run has no " + field);
        };
    }

    @Override
    public String secret(String name) throws ExpressionException {
        return secrets.resolve(name);
    }

    private static JsonNode text(@Nullable String value) {
        return value == null ? JsonNodeFactory.instance.nullNode() : JsonNodeFactory.instance.stringNode(value);
    }
}
