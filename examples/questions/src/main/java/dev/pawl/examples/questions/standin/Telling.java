// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.standin;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads the lines of an answer out. */
final class Telling {

    private static final int TOLD = 6;

    private Telling() {}

    static String answer(JsonNode material) {
        List<String> columns = Words.texts(material.path("columns"));
        List<String> told = new ArrayList<>();
        for (JsonNode line : material.path("lines")) {
            List<String> cells = Words.texts(line);
            told.add(String.join(" ", cells));
        }
        String more = told.size() > TOLD ? ", and more" : "";
        return (String.join(" and ", columns) + ": ").replace('_', ' ')
                + String.join(", ", told.subList(0, Math.min(TOLD, told.size()))) + more + ".";
    }
}
