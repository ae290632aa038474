// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.RunView;
import dev.pawl.core.Event;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What a worker does. Counts what it told of; not thread-safe. */
public final class WorkingPage {

    private int ended;
    private int failed;

    /** That a run begins, goes on, ends or is given back; null for what else happens to it. */
    public @Nullable String line(RunView run, Event event, Look look) {
        String what = switch (event) {
            case Event.Claimed claimed -> claimed.epoch() == 1 ? "begins" : "goes on here";
            case Event.Released released -> "is given back: " + Cells.line(released.reason());
            case Event.Ended ignored -> ended(run, look);
            default -> null;
        };
        return what == null
                ? null
                : Times.clock(look.now(), look.zone()) + "  run " + run.number() + " (" + run.pipeline() + ") " + what;
    }

    private String ended(RunView run, Look look) {
        ended++;
        failed += switch (run.status()) {
            case FAILED -> 1;
            case QUEUED, RUNNING, WAITING, CANCELLING, SUCCEEDED, CANCELLED -> 0;
        };
        return Words.painted(run, Words.symbol(run), look) + " " + Cells.line(run.sentence());
    }

    /** How many are at work, and what the oldest of them does. */
    public String standing(Collection<RunView> atWork, Look look) {
        String done =
                Words.count(ended) + " ended" + (failed == 0 ? "" : ", " + Words.count(failed) + " of them failed");
        String first = atWork.stream()
                .findFirst()
                .map(run -> " · run " + run.number() + ": " + Cells.line(run.sentence()))
                .orElse(" · waiting for runs");
        return Cells.cut("  " + Words.count(atWork.size()) + " at work, " + done + first, look.width() - 1);
    }

    /** That it is told to end. */
    public static String stopping(int atWork) {
        return "Stopping"
                + switch (atWork) {
                    case 0 -> "";
                    case 1 -> ": 1 run is given back";
                    default -> ": " + Words.count(atWork) + " runs are given back";
                }
                + "; Ctrl-C again stops at once";
    }

    /** That more happened than was told. */
    public static String missed(long entries) {
        return "more happened than can be told: " + Words.count(entries)
                + " entries are left out here; `pawl history` has them";
    }
}
