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
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    static UUID idOf(ResultSet row, String column) throws SQLException {
        UUID id = id(row, column);
        if (id == null) {
            throw new SQLException("the column " + column + " is empty");
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
        return STATUSES[code];
    }

    static String labels(Map<String, String> labels) {
        return labels.isEmpty() ? "{}" : JsonMapper.shared().writeValueAsString(labels);
    }

    static Map<String, String> labels(String json) {
        return json.equals("{}")
                ? Map.of()
                : JsonMapper.shared().readValue(json, new TypeReference<LinkedHashMap<String, String>>() {});
    }
}
