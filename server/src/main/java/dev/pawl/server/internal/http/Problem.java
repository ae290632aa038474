// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.http;

import dev.pawl.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why something was not done, as RFC 9457 has it.
 *
 * @param code for programs
 * @param detail what is and what was expected
 * @param remedy what to do, or null where nothing is known to help
 * @param more what belongs to it besides, by name
 */
record Problem(
        int status, String code, String detail, @Nullable String remedy, Map<String, Object> more) {

    static final String TYPE = "application/problem+json";

    Problem {
        more = Map.copyOf(more);
    }

    static Problem of(int status, String code, String detail, @Nullable String remedy) {
        return new Problem(status, code, detail, remedy, Map.of());
    }

    Problem with(String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(more);
        all.put(name, value);
        return new Problem(status, code, detail, remedy, all);
    }

    /** The code in words. */
    private String title() {
        String words = code.replace('_', ' ').toLowerCase(Locale.ROOT);
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    byte[] json() {
        ObjectNode node = Json.views().createObjectNode();
        node.put("type", "about:blank")
                .put("title", title())
                .put("status", status)
                .put("code", code)
                .put("detail", detail);
        if (remedy != null) {
            node.put("remedy", remedy);
        }
        more.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(field -> node.set(field.getKey(), Json.views().valueToTree(field.getValue())));
        return Json.views().writeValueAsBytes(node);
    }
}
