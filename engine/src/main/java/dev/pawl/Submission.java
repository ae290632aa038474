// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a run when it is submitted, beside its input. Immutable.
 *
 * @param user the user it runs for
 * @param key what it is about; null for what the pipeline derives from the input
 * @param labels free words to find it by
 */
public record Submission(@Nullable String user, @Nullable String key, Map<String, String> labels) {

    public Submission {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /** For nobody in particular. */
    public static Submission plain() {
        return new Submission(null, null, Map.of());
    }

    /** For that user. */
    public static Submission by(String user) {
        return new Submission(user, null, Map.of());
    }

    public Submission key(@Nullable String value) {
        return new Submission(user, value, labels);
    }

    public Submission label(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(labels);
        more.put(name, value);
        return new Submission(user, key, more);
    }
}
