// SPDX-License-Identifier: Apache-2.0
package dev.pawl.telemetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What tests elsewhere look at. */
public final class Inside {

    private Inside() {}

    /** How many runs are remembered. */
    public static int remembered(PawlMetrics metrics) {
        return metrics.remembered();
    }

    /** Names of all meters, each with the names of its tags. */
    public static Map<String, List<String>> meters() {
        Map<String, List<String>> meters = new TreeMap<>();
        for (Meters meter : Meters.values()) {
            meters.put(meter.id(), new ArrayList<>(new TreeSet<>(meter.tags())));
        }
        return meters;
    }

    /** The rows of the table in the guide. */
    static List<String> rows() {
        return Arrays.stream(Meters.values())
                .map(meter -> "| `" + meter.id() + "` | " + meter.kind() + " | " + tags(meter) + " | "
                        + meter.description() + " |")
                .toList();
    }

    private static String tags(Meters meter) {
        return meter.tags().isEmpty() ? "" : "`" + String.join("`, `", meter.tags()) + "`";
    }
}
