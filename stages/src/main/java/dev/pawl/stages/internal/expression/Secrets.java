// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.expression;

import dev.pawl.StageContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Secrets that one attempt has used. They are taken out of what it says before that is cut anywhere: what is cut is no secret
 * any more to who knows only the whole. Thread-safe.
 */
public final class Secrets {

    /** Variables of the worker that hold secrets begin with this; children do not inherit them. */
    public static final String VARIABLE = "PAWL_SECRET_";

    private static final Pattern HALF_CHARACTER = Pattern.compile("\\uFFFD{1,3}$");

    private final StageContext<?> context;
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    public Secrets(StageContext<?> context) {
        this.context = context;
    }

    String resolve(String name) throws ExpressionException {
        String value;
        try {
            value = context.secret(name);
        } catch (IllegalArgumentException e) {
            throw new ExpressionException(
                    "secret " + name + " is not set", "set " + VARIABLE + name + " where the worker is started");
        }
        value.lines().filter(line -> !line.isBlank()).forEach(used::add);
        return value;
    }

    /** As {@link #redact}, for a text that was cut off: its end may be the beginning of a secret, and is left out. */
    public String redactCut(String text) {
        String redacted = redact(HALF_CHARACTER.matcher(text).replaceFirst(""));
        int end = redacted.length();
        for (String secret : used) {
            int at = Math.max(0, redacted.length() - secret.length() + 1);
            while (at < end && !secret.startsWith(redacted.substring(at))) {
                at++;
            }
            end = Math.min(end, at);
        }
        return redacted.substring(0, end);
    }

    /** The text without the secrets. */
    public String redact(String text) {
        return context.redact(text);
    }
}
