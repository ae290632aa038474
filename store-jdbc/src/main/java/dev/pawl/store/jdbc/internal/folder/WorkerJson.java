// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.folder;

import dev.pawl.spi.WorkerInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A worker as the lock file has it. */
final class WorkerJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private WorkerJson() {}

    static byte[] write(WorkerInfo worker) {
        return JSON.writeValueAsBytes(JSON.createObjectNode()
                .put("worker", worker.id().toString())
                .put("name", worker.name())
                .put("host", worker.host())
                .put("pid", worker.pid())
                .put("since", worker.since().toString()));
    }

    /** Null where it is being written, or is not of our making. */
    static @Nullable WorkerInfo read(byte[] json) {
        try {
            JsonNode node = JSON.readTree(json);
            return new WorkerInfo(
                    UUID.fromString(node.path("worker").asString("")),
                    node.path("name").asString(""),
                    node.path("host").asString(""),
                    node.path("pid").asLong(0),
                    Instant.parse(node.path("since").asString("")));
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            return null;
        }
    }
}
