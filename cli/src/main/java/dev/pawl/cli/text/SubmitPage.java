// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.RunView;
import java.util.ArrayList;
import java.util.List;

/** That a run is made, and who executes it. */
public final class SubmitPage {

    private SubmitPage() {}

    public static List<String> lines(RunView run, Look look) {
        List<String> lines = new ArrayList<>();
        lines.add(Words.painted(run, Words.symbol(run), look) + " "
                + look.bold("Run " + run.number() + " of " + run.pipeline() + " v" + run.version() + " is submitted")
                + ": " + run.id());
        Steps.lines(run, look, stage -> false).forEach(step -> lines.add("  " + step));
        return lines;
    }
}
