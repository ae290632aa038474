// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.folder;

import dev.pawl.spi.ProcessMark;
import dev.pawl.spi.WorkerInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A worker as the lock file has it. */
final class WorkerJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private WorkerJson() {}

    static byte[] write(WorkerInfo worker) {
        ObjectNode json = JSON.createObjectNode()
                .put("worker", worker.id().toString())
                .put("name", worker.name())
                .put("host", worker.host())
                .put("pid", worker.pid())
                .put("since", worker.since().toString());
        ProcessMark process = worker.process();
        if (process != null) {
            json.putObject("process")
                    .put("boot", process.boot())
                    .put("space", process.space())
                    .put("start", process.start());
        }
        if (worker.address() != null) {
            json.put("address", worker.address());
        }
        return JSON.writeValueAsBytes(json);
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
                    Instant.parse(node.path("since").asString("")),
                    process(node.path("process")),
                    node.path("address").asString(null));
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable ProcessMark process(JsonNode node) {
        return node.isObject()
                ? new ProcessMark(
                        node.path("boot").asString(""),
                        node.path("space").asString(""),
                        node.path("start").asLong(0))
                : null;
    }
}
