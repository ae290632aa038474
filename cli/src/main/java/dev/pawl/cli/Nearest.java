// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The word that somebody may have meant. */
final class Nearest {

    private Nearest() {}

    /** The likest of the words, if it takes few changes to get there. */
    static Optional<String> of(String typed, Collection<String> words) {
        return words.stream()
                .filter(word -> distance(typed, word) <= 1 + typed.length() / 4)
                .min(Comparator.comparingInt(word -> distance(typed, word)));
    }

    /** How many letters have to be put in, taken out or replaced. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
