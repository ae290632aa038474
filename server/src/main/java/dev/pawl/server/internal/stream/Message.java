// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.stream;

import dev.pawl.Json;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Something to be told to clients, encoded once for all of them.
 *
 * @param run whose it is
 * @param seq the entry it tells of, or the latest that a snapshot knows; 0 where a client that missed it has missed nothing
 * @param data JSON on one line
 */
record Message(Type type, UUID run, int seq, byte[] data) {

    /** What it tells. */
    enum Type {
        SNAPSHOT,
        ENTRY,
        PROGRESS,
        LOG,
        TEXT,
        RESET,
        DONE,
        CHANGED;

        private final String line = "event: " + name().toLowerCase(java.util.Locale.ROOT) + "\ndata: ";

        byte[] line() {
            return line.getBytes(StandardCharsets.UTF_8);
        }
    }

    static Message of(Type type, UUID run, int seq, Object data) {
        return new Message(type, run, seq, Json.views().writeValueAsBytes(data));
    }
}
