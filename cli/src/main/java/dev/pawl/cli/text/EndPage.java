// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.RunView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** How a run ended, and what may be done now. */
public final class EndPage {

    private EndPage() {}

    public static List<String> lines(RunView run, TimeLine time, Look look, Predicate<String> wrote) {
        List<String> lines = new ArrayList<>();
        String symbol = Words.painted(run, Words.symbol(run), look);
        lines.add(symbol + " " + look.bold("Run " + run.number() + " " + Words.status(run)) + " after " + time.took());
        if (run.error() != null) {
            Cells.wrap(run.error(), look.width() - 4).forEach(line -> lines.add("  " + look.red(line)));
        }
        Steps.lines(run, look, wrote).forEach(step -> lines.add("  " + step));
        return lines;
    }
}
