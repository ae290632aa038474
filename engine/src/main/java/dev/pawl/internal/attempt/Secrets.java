// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.attempt;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.io.JsonStringEncoder;

/** The secrets one attempt has asked for: looked up where the worker was started, and taken out of what it says. Thread-safe. */
final class Secrets {

    /** Variables of the worker that hold secrets begin with this. */
    private static final String VARIABLE = "PAWL_SECRET_";

    private final Set<String> used = ConcurrentHashMap.newKeySet();

    String resolve(String name) {
        String value = System.getenv(VARIABLE + name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(
                    "secret " + name + " is not set; set " + VARIABLE + name + " where the worker is started");
        }
        forms(value).forEach(used::add);
        value.lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> forms(line).forEach(used::add));
        return value;
    }

    /** As it is, and as it stands in JSON and in an address. */
    private static List<String> forms(String secret) {
        String json = new String(JsonStringEncoder.getInstance().quoteAsCharArray(secret));
        String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        return List.of(secret, json, form, form.replace("+", "%20"));
    }

    /** The text without them; a longer one goes before one it contains. */
    String redact(String text) {
        if (used.isEmpty()) {
            return text;
        }
        String redacted = text;
        for (String secret : used.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList()) {
            redacted = redacted.replace(secret, "***");
        }
        return redacted;
    }
}
