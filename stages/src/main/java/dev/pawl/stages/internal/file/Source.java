// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The text of a pipeline file, and where it was. Stored with each run, so that it goes on as it began although the file has
 * changed; its scripts still come from the folder.
 */
public record Source(Path folder, String file, String text) {

    private static final String FORMAT = "pawl.pipeline-file";
    private static final int VERSION = 1;

    byte[] definition() {
        return Json.values()
                .writeValueAsBytes(JsonNodeFactory.instance
                        .objectNode()
                        .put("format", FORMAT)
                        .put("version", VERSION)
                        .put("folder", folder.toString())
                        .put("file", file)
                        .put("text", text));
    }

    /** What {@link #definition} gave; null where it is something else. */
    public static @Nullable Source of(byte[] definition) throws IOException {
        JsonNode json;
        try {
            json = Json.values().readTree(definition);
        } catch (JacksonException e) {
            return null;
        }
        if (!json.path("format").asString("").equals(FORMAT)) {
            return null;
        }
        int version = json.path("version").asInt(0);
        if (version != VERSION) {
            throw new IOException("the pipeline was stored in format " + version
                    + " of pipeline files, and this version" + " of Pawl knows " + VERSION + "; use a newer one");
        }
        return new Source(
                Path.of(json.path("folder").asString("")),
                json.path("file").asString(""),
                json.path("text").asString(""));
    }
}
