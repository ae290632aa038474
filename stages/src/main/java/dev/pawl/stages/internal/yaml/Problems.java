// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.yaml;

import dev.pawl.stages.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Everything found to be wrong so far. Not thread-safe. */
public final class Problems {

    private final List<Problem> found = new ArrayList<>();

    public void add(Place place, String message, String remedy) {
        found.add(new Problem(place.line(), place.column(), place.path(), message, remedy));
    }

    /** In the order of the file. */
    public List<Problem> inOrder() {
        return found.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .distinct()
                .toList();
    }

    public boolean none() {
        return found.isEmpty();
    }

    /** How many there are. */
    public int count() {
        return found.size();
    }
}
