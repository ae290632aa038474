// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Side effects of stage code, counted. */
final class Tally {

    private final Map<String, Integer> counts = new ConcurrentSkipListMap<>();

    /** Says how often it was counted, this time included. */
    int count(String what) {
        return counts.merge(what, 1, Integer::sum);
    }

    int of(String what) {
        return counts.getOrDefault(what, 0);
    }

    void clear() {
        counts.clear();
    }

    Map<String, Integer> all() {
        return counts;
    }
}
