// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.RefusedException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Looks whether an input has the keys a pipeline requires. */
record InputCheck(List<String> requires) {

    void check(JsonNode input) {
        List<String> missing = requires.stream().filter(key -> !input.has(key)).toList();
        if (!missing.isEmpty()) {
            throw new RefusedException(
                    "INVALID",
                    "the input lacks " + String.join(", ", missing),
                    "give a JSON object that has " + String.join(", ", requires),
                    null);
        }
    }
}
