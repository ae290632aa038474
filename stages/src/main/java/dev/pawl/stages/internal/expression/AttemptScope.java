// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.expression;

import dev.pawl.Json;
import dev.pawl.StageContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The values an attempt sees. */
public record AttemptScope(StageContext<?> context, Secrets secrets) implements Scope {

    @Override
    public JsonParser open(String name) throws IOException {
        return Json.values().createParser(name.equals("input") ? context.openInput() : context.openOutput(name));
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
