// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.expression;

import dev.pawl.Json;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/** What there is before there is a run: the input. */
public record InputScope(JsonNode input) implements Scope {

    @Override
    public JsonParser open(String name) {
        return Json.values().treeAsTokens(input);
    }

    @Override
    public JsonNode run(String field) {
        throw new IllegalStateException("there is no run yet");
    }

    @Override
    public String secret(String name) {
        throw new IllegalStateException("a key has no secrets");
    }
}
