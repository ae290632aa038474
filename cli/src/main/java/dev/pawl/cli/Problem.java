// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.RefusedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a command did nothing, as a document for programs: what the API would answer. */
final class Problem {

    /** What can be done to the run that stands in the way. */
    static final List<String> BESIDES = List.of("watch", "resume", "cancel");

    private Problem() {}

    /**
     * A problem.
     *
     * @param code what kind of problem it is, for programs
     * @param remedy what to do, or null where that is not known
     */
    static Map<String, @Nullable Object> of(String code, String detail, @Nullable String remedy) {
        String words = code.toLowerCase(Locale.ROOT).replace('_', ' ');
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("code", code);
        document.put("title", words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1));
        document.put("detail", detail);
        document.put("remedy", remedy);
        return document;
    }

    /** Of a message for people, which says first what is the matter and then what to do; or lists mistakes below it. */
    static Map<String, @Nullable Object> of(int exit, String message) {
        List<String> lines = message.lines().toList();
        if (lines.size() > 1) {
            Map<String, @Nullable Object> document = of(code(exit), message, null);
            document.put("problems", lines.subList(1, lines.size()));
            return document;
        }
        int between = message.indexOf("; ");
        return of(
                code(exit),
                between < 0 ? message : message.substring(0, between),
                between < 0 ? null : message.substring(between + 2));
    }

    static Map<String, @Nullable Object> of(RefusedException refusal, String remedy) {
        Map<String, @Nullable Object> document = of(refusal.code(), refusal.problem(), remedy);
        if (refusal.activeRun() != null) {
            document.put("activeRun", refusal.activeRun());
            document.put("actions", BESIDES);
        }
        if (!refusal.candidates().isEmpty()) {
            document.put("candidates", refusal.candidates());
        }
        return document;
    }

    private static String code(int exit) {
        return switch (exit) {
            case Exit.USAGE -> "USAGE";
            case Exit.REFUSED -> "REFUSED";
            default -> "FAILED";
        };
    }
}
