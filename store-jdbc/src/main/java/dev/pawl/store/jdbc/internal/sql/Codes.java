// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sql;

import dev.pawl.core.RunStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How values are written in columns, on every database. */
public final class Codes {

    private static final RunStatus[] STATUSES = {
        RunStatus.QUEUED,
        RunStatus.RUNNING,
        RunStatus.WAITING,
        RunStatus.CANCELLING,
        RunStatus.SUCCEEDED,
        RunStatus.FAILED,
        RunStatus.CANCELLED
    };

    private Codes() {}

    /** Its number in the database; never changes. */
    public static int code(RunStatus status) {
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

    public static RunStatus status(int code) {
        if (code < 0 || code >= STATUSES.length) {
            throw new UnreadableException("its status is " + code + ", and it is 0 to " + (STATUSES.length - 1));
        }
        return STATUSES[code];
    }

    public static String labels(Map<String, String> labels) {
        return labels.isEmpty() ? "{}" : JsonMapper.shared().writeValueAsString(labels);
    }

    /** As a JSON array. */
    public static String names(Set<String> names) {
        return names.isEmpty() ? "[]" : JsonMapper.shared().writeValueAsString(names);
    }

    public static Map<String, String> labels(String json) {
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
