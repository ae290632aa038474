// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.core.StageStatus;
import java.time.Duration;
import java.util.List;

/** What is said after Ctrl-C, until the work has stopped. */
final class Stopping {

    private Stopping() {}

    /** What is being stopped, how long it is still given, and what a second Ctrl-C does. */
    static String sentence(RunView run, Duration left) {
        String again = "Ctrl-C again stops at once";
        List<String> running = running(run);
        if (running.isEmpty()) {
            return "Stopping; " + again;
        }
        String what = running.getFirst() + (running.size() == 1 ? "" : " and " + (running.size() - 1) + " more");
        long seconds = left.plusMillis(999).toSeconds();
        return "Stopping " + what + ", " + (seconds > 0 ? "given " + seconds + " s to end" : "ended by force") + "; "
                + again;
    }

    static List<String> running(RunView run) {
        return run.stages().stream()
                .filter(stage -> stage.status() == StageStatus.RUNNING)
                .map(StageView::id)
                .toList();
    }
}
