// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.expression;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The word that was probably meant. */
public final class Nearest {

    private static final int SHORTEST_TO_COMPARE = 3;
    private static final int MOST_TO_COMPARE = 40;

    private Nearest() {}

    /** The closest of the known words, where one is close. */
    public static Optional<String> to(String word, Collection<String> known) {
        if (word.length() > MOST_TO_COMPARE) {
            return Optional.empty();
        }
        int most = word.length() < SHORTEST_TO_COMPARE ? 0 : Math.max(1, word.length() / 3);
        return known.stream()
                .filter(other -> distance(word, other) <= most)
                .min(Comparator.comparingInt(other -> distance(word, other)));
    }

    /** "did you mean x?", or that other advice. */
    public static String remedy(String word, Collection<String> known, String otherwise) {
        return to(word, known).map(near -> "did you mean `" + near + "`?").orElse(otherwise);
    }

    /** How many letters are to be added, left out, changed, or swapped with the next. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        Arrays.setAll(d[0], j -> j);
        for (int i = 1; i <= a.length(); i++) {
            d[i][0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
