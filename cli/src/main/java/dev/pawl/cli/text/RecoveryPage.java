// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.Health;
import dev.pawl.RecoveryAction;
import dev.pawl.RecoveryReport;
import dev.pawl.RecoveryReport.Active;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.core.StageStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a recovery found and did. */
public final class RecoveryPage {

    private RecoveryPage() {}

    /** A line for each active run, and the totals. */
    public static List<String> lines(RecoveryReport report, boolean dryRun, RecoveryAction action, Look look) {
        List<String> lines = new ArrayList<>();
        Map<UUID, String> said = new HashMap<>();
        report.changed()
                .forEach(run -> said.put(
                        run.id(), look.yellow(run.from() + " -> " + run.to()) + ", " + Cells.line(run.reason())));
        report.skipped().forEach(run -> said.put(run.id(), look.dim("left alone: " + Cells.line(run.reason()))));
        report.errors().forEach(run -> said.put(run.id(), look.red("in error: " + Cells.line(run.reason()))));
        for (Active run : report.active()) {
            String stands = run.health() == Health.INTERRUPTED ? "interrupted" : Words.name(run.status());
            lines.add("run " + run.number() + " (" + run.pipeline() + "): " + run.done() + "/" + run.total() + ", "
                    + said.getOrDefault(run.id(), stands + ", " + look.yellow(would(run, action)))
                    + ", last sign of life "
                    + Times.whole(run.age()) + " ago");
        }
        lines.add(totals(report, dryRun));
        return lines;
    }

    private static String would(Active run, RecoveryAction action) {
        return run.queued()
                ? "would be started"
                : action == RecoveryAction.FAIL ? "would be given up" : "would be resumed";
    }

    private static String totals(RecoveryReport report, boolean dryRun) {
        long begun = report.changed().stream()
                .filter(run -> run.to().equals("started"))
                .count();
        long stuck = dryRun ? report.stuck().size() : report.changed().size() - begun;
        String first = stuck == 0 ? "none stuck" : stuck + (dryRun ? " stuck" : " settled");
        long queued = report.active().stream().filter(Active::queued).count();
        return first + " of " + report.active().size() + " active, "
                + (begun > 0 ? begun + " started, " : queued > 0 ? queued + " queued, " : "")
                + report.skipped().size() + " left alone, " + report.errors().size() + " in error"
                + (dryRun ? "; nothing was changed" : "");
    }

    /** How the runs that were taken get on. Not thread-safe. */
    public static final class Progress {

        private final Map<UUID, Integer> done = new HashMap<>();
        private int ended;

        /** All of them, in a line to draw over; none where none is at work. */
        public List<String> lines(List<RunView> atWork, Look look) {
            if (atWork.isEmpty()) {
                return List.of();
            }
            RunView first = atWork.getFirst();
            String line = "  " + ended + " of " + (ended + atWork.size()) + " done · run " + first.number() + ": "
                    + Cells.line(first.sentence());
            return List.of(Cells.cut(line, look.width() - 1));
        }

        /** What has moved since the last time, a line each. */
        public List<String> news(List<RunView> atWork, Look look) {
            List<String> lines = new ArrayList<>();
            for (RunView run : atWork) {
                Integer before = done.put(run.id(), run.progress().done());
                if (before == null || before != run.progress().done()) {
                    lines.add(Times.clock(look.now(), look.zone()) + "  run " + run.number() + "  "
                            + run.progress().done() + "/" + run.progress().total() + running(run));
                }
            }
            return lines;
        }

        private static String running(RunView run) {
            return run.stages().stream()
                    .filter(stage -> stage.status() == StageStatus.RUNNING)
                    .map(StageView::id)
                    .findFirst()
                    .map(stage -> "  at " + stage)
                    .orElse("");
        }

        /** That a run has ended, or waits for a person. */
        public String end(RunView run, Look look) {
            ended++;
            return Words.painted(run, Words.symbol(run), look) + " run " + run.number() + " (" + run.pipeline() + "): "
                    + Cells.line(run.sentence());
        }
    }
}
