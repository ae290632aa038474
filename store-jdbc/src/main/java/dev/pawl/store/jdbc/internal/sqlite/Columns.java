// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.core.RunStatus;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How values are written in columns. */
final class Columns {

    private static final RunStatus[] STATUSES = {
        RunStatus.QUEUED,
        RunStatus.RUNNING,
        RunStatus.WAITING,
        RunStatus.CANCELLING,
        RunStatus.SUCCEEDED,
        RunStatus.FAILED,
        RunStatus.CANCELLED
    };

    private Columns() {}

    static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    static @Nullable UUID id(ResultSet row, String column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        if (bytes == null) {
            return null;
        }
        if (bytes.length != 16) {
            throw new UnreadableException("its " + column + " has " + bytes.length + " bytes, and an id has 16");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    static UUID idOf(ResultSet row, String column) throws SQLException {
        UUID id = id(row, column);
        if (id == null) {
            throw new UnreadableException("its " + column + " is empty, and an id has 16 bytes");
        }
        return id;
    }

    static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1000);
    }

    static Instant timeOf(ResultSet row, String column) throws SQLException {
        long micros = row.getLong(column);
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1000L);
    }

    static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column) == null ? null : timeOf(row, column);
    }

    /** Its number in the database; never changes. */
    static int code(RunStatus status) {
        return switch (status) {
            case QUEUED -> 0;
            case RUNNING -> 1;
            case WAITING -> 2;
            case CANCELLING -> 3;
            case SUCCEEDED -> 4;
            case FAILED -> 5;
            case CANCELLED -> 6;
        };
    }

    static RunStatus status(int code) {
        if (code < 0 || code >= STATUSES.length) {
            throw new UnreadableException("its status is " + code + ", and it is 0 to " + (STATUSES.length - 1));
        }
        return STATUSES[code];
    }

    static String labels(Map<String, String> labels) {
        return labels.isEmpty() ? "{}" : JsonMapper.shared().writeValueAsString(labels);
    }

    static Map<String, String> labels(String json) {
        if (json.equals("{}")) {
            return Map.of();
        }
        try {
            Map<String, String> labels =
                    JsonMapper.shared().readValue(json, new TypeReference<LinkedHashMap<String, String>>() {});
            if (labels != null) {
                return labels;
            }
        } catch (JacksonException e) {
            throw new UnreadableException("its labels are no JSON object of texts: " + e.getOriginalMessage());
        }
        throw new UnreadableException("its labels are " + json + ", and they are a JSON object of texts");
    }
}
