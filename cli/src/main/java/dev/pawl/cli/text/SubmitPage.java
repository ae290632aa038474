// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.RunView;
import dev.pawl.spi.WorkerInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** That a run is made, and who executes it. */
public final class SubmitPage {

    private SubmitPage() {}

    /** That none is made, as one of its key is active. */
    public static List<String> attached(RunView run, Look look) {
        List<String> lines = new ArrayList<>();
        lines.add(Words.painted(run, Words.symbol(run), look) + " "
                + look.bold("Run " + run.number() + " of " + run.pipeline() + " v" + run.version()
                        + " is active with this key already")
                + ", and none is made: " + run.id());
        Steps.lines(run, look, stage -> false).forEach(step -> lines.add("  " + step));
        return lines;
    }

    /**
     * With what can be done with it.
     *
     * @param present who executes runs there now, which keeps others from it, or null
     */
    public static List<String> lines(RunView run, @Nullable WorkerInfo present, Look look) {
        List<String> lines = new ArrayList<>();
        lines.add(Words.painted(run, Words.symbol(run), look) + " "
                + look.bold("Run " + run.number() + " of " + run.pipeline() + " v" + run.version() + " is submitted")
                + ": " + run.id());
        if (present != null) {
            String who = "process " + present.pid() + " on " + present.host();
            String words = run.owner() != null
                    ? who + " executes it"
                    : who + " executes runs here now, and this one too if it takes all, as `pawl worker` does; else it"
                            + " can be resumed once " + who + " has ended";
            Cells.wrap(words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1), look.width() - 2)
                    .forEach(line -> lines.add("  " + line));
        }
        Steps.lines(run, look, stage -> false).forEach(step -> lines.add("  " + step));
        return lines;
    }
}
