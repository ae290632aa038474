// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.RefusedException;
import dev.pawl.Submission;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run is found by: its key, its user and its labels say something, and have a size that an index takes. */
final class Marks {

    private Marks() {}

    /** Refuses a run that has other ones. */
    static void check(@Nullable String key, @Nullable String user, Map<String, String> labels) {
        check("the key", key, "give the run one that names what it is about, or none");
        check("the user", user, "name one, or none");
        if (labels.size() > Submission.MOST_LABELS) {
            throw refused(
                    "there are " + labels.size() + " labels, and " + Submission.MOST_LABELS
                            + " is the most there may be",
                    "put what nobody looks for into the input");
        }
        labels.forEach((name, value) -> {
            check("the name of a label", name, "give each label as NAME=VALUE");
            limit("the label " + brief(name), value);
        });
    }

    private static void check(String what, @Nullable String text, String remedy) {
        if (text != null && text.isBlank()) {
            throw refused(what + " is empty", remedy);
        }
        limit(what, text);
    }

    /** Refuses a text that is too long. */
    static void limit(String what, @Nullable String text) {
        int length = text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
        if (length > Submission.LONGEST_TEXT) {
            throw refused(
                    what + " is " + length + " bytes long, and " + Submission.LONGEST_TEXT
                            + " is the most there may be",
                    "give a shorter one, and the rest in the input");
        }
    }

    private static String brief(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "…";
    }

    private static RefusedException refused(String problem, String remedy) {
        return new RefusedException("INVALID", problem, remedy, null);
    }
}
