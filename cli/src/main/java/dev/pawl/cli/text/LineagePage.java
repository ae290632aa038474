// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.RunLineage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Who took up whom, as a tree. */
public final class LineagePage {

    private LineagePage() {}

    /**
     * A line for each run.
     *
     * @param asked the run that was asked for, which is marked
     */
    public static List<String> lines(RunLineage root, UUID asked) {
        List<String> lines = new ArrayList<>();
        add(root, asked, "", "", lines);
        return lines;
    }

    private static void add(RunLineage run, UUID asked, String first, String rest, List<String> lines) {
        lines.add(first + words(run) + (run.run().equals(asked) ? "  <- this one" : ""));
        int last = run.retries().size() - 1;
        for (int i = 0; i <= last; i++) {
            add(
                    run.retries().get(i),
                    asked,
                    rest + (i < last ? "├─ " : "└─ "),
                    rest + (i < last ? "│  " : "   "),
                    lines);
        }
    }

    private static String words(RunLineage run) {
        String from = run.retryFrom() == null ? "" : ", from " + run.retryFrom() + " on";
        return run.gone() || run.status() == null
                ? "run " + run.run() + from + ": deleted"
                : "run " + run.number() + from + ": " + run.status().name().toLowerCase(Locale.ROOT);
    }
}
