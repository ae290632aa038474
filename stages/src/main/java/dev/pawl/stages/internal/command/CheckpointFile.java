// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.command;

import dev.pawl.Json;
import dev.pawl.StageContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The file a command keeps its checkpoint in. Looked at about once a second, for no file system tells of every change. */
final class CheckpointFile {

    static final int MOST_BYTES = 1 << 20;

    private record Stamp(FileTime modified, long size) {}

    private final Path file;
    private final StageContext<?> context;
    private byte[] known = new byte[0];
    private @Nullable Stamp seen;
    private @Nullable Stamp taken;
    private boolean complained;

    CheckpointFile(Path file, StageContext<?> context) {
        this.file = file;
        this.context = context;
    }

    /** Writes what an earlier execution kept. */
    void fill() throws IOException {
        JsonNode last = context.lastCheckpoint(JsonNode.class);
        if (last == null || last.isNull()) {
            return;
        }
        String text = last.isString() ? last.stringValue() : last.toString();
        known = text.getBytes(StandardCharsets.UTF_8);
        Files.write(file, known);
        taken = stamp();
    }

    /**
     * Keeps what the file holds, if that is new.
     *
     * @param last whether nobody writes any more; otherwise what is no JSON may be half of it, and has to stay as it is for a
     *     while
     */
    void look(boolean last) {
        try {
            Stamp now = stamp();
            boolean settled = last || now.equals(seen);
            seen = now;
            if (now.size == 0 || now.equals(taken)) {
                return;
            }
            if (now.size > MOST_BYTES) {
                complain("(pawl: the checkpoint is larger than 1 MB and is not kept)");
                return;
            }
            byte[] bytes = Files.readAllBytes(file);
            JsonNode json = json(bytes);
            if ((json == null && !settled) || !now.equals(stamp())) {
                return;
            }
            taken = now;
            if (!Arrays.equals(bytes, known)) {
                known = bytes;
                context.checkpoint(
                        json == null
                                ? JsonNodeFactory.instance.stringNode(new String(bytes, StandardCharsets.UTF_8))
                                : json);
            }
        } catch (IOException e) {
            seen = null; // it is not there, or is being replaced
        }
    }

    private void complain(String line) {
        if (!complained) {
            complained = true;
            context.log(line);
        }
    }

    private Stamp stamp() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(attributes.lastModifiedTime(), attributes.size());
    }

    private static @Nullable JsonNode json(byte[] bytes) {
        try {
            JsonNode json = Json.values().readTree(bytes);
            return json.isMissingNode() ? null : json;
        } catch (JacksonException e) {
            return null;
        }
    }
}
