// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import java.time.Duration;
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
 * @param priority of runs that wait for a worker, those of a higher one begin first; 0 where nothing else is said
 * @param delay no worker takes it earlier than so long after it was submitted; or null
 * @param onConflict what becomes of it where another run of its key is active
 */
public record Submission(
        @Nullable String user,
        @Nullable String key,
        Map<String, String> labels,
        int priority,
        @Nullable Duration delay,
        OnConflict onConflict) {

    /** No run waits longer before it may begin. */
    public static final Duration LONGEST_DELAY = Duration.ofDays(3_650);

    /** So long a key, a user, a label's name or its value is at most, in bytes of UTF-8. */
    public static final int LONGEST_TEXT = 1024;

    /** So many labels a run has at most, those of its pipeline among them. */
    public static final int MOST_LABELS = 100;

    public Submission {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        if (delay != null && (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0)) {
            throw new IllegalArgumentException("a delay is between nothing and ten years, not " + delay);
        }
    }

    /** For nobody in particular. */
    public static Submission plain() {
        return new Submission(null, null, Map.of(), 0, null, OnConflict.REJECT);
    }

    /** For that user. */
    public static Submission by(String user) {
        return plain().user(user);
    }

    public Submission user(@Nullable String value) {
        return new Submission(value, key, labels, priority, delay, onConflict);
    }

    public Submission key(@Nullable String value) {
        return new Submission(user, value, labels, priority, delay, onConflict);
    }

    public Submission label(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(labels);
        more.put(name, value);
        return new Submission(user, key, more, priority, delay, onConflict);
    }

    /** Before others that wait, where it is higher than theirs. */
    public Submission priority(int value) {
        return new Submission(user, key, labels, value, delay, onConflict);
    }

    /** To begin so long from now at the earliest. */
    public Submission delay(@Nullable Duration value) {
        return new Submission(user, key, labels, priority, value, onConflict);
    }

    /** What becomes of it where another run of its key is active; it is refused where nothing is said. */
    public Submission onConflict(OnConflict value) {
        return new Submission(user, key, labels, priority, delay, value);
    }
}
