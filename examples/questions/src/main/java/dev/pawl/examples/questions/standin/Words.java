// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions.standin;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Words of a text, as simple as rules can have them. */
final class Words {

    private Words() {}

    /** In lower case, without punctuation. */
    static List<String> in(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z0-9.-]+", -1))
                .map(word -> word.replaceAll("^[.-]+(?!\\d)|[.-]+$", ""))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** The same for one thing and for many. */
    static String stem(String word) {
        return word.length() > 3 && word.endsWith("s") && !word.endsWith("ss")
                ? word.substring(0, word.length() - 1)
                : word;
    }

    static boolean isNumber(String word) {
        return word.matches("-?\\d+(\\.\\d+)?");
    }

    static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }
}
