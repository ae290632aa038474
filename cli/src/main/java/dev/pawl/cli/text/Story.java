// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.StageView.ItemCounts;
import dev.pawl.WaitFor;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells a run as lines, one for each thing that changed, for where nothing can be drawn over. Not thread-safe. */
public final class Story {

    private static final Duration QUIET = Duration.ofSeconds(10);

    private final Map<String, String> told = new LinkedHashMap<>();
    private final Map<String, Instant> beats = new LinkedHashMap<>();
    private final Map<String, MapProgress> maps = new HashMap<>();
    private final Remarks findings = new Remarks();
    private final Asking asking = new Asking();
    private boolean interrupted;
    private boolean held;
    private @Nullable String stopped;

    /** What is new since the last time. */
    public List<String> lines(RunView run, Look look, Records records) {
        List<String> lines = new ArrayList<>();
        int name =
                run.stages().stream().mapToInt(s -> Cells.width(s.id())).max().orElse(1);
        for (Remarks.Finding finding : findings.news(run, records)) {
            lines.add(Times.clock(finding.at(), look.zone()) + "  " + Cells.pad(finding.stage(), name) + "  "
                    + finding.text());
        }
        for (StageView stage : run.stages()) {
            String prefix = Times.clock(look.now(), look.zone()) + "  " + Cells.pad(stage.id(), name) + "  ";
            stage(run, stage, look).forEach(text -> lines.add(prefix + text));
        }
        if (Words.interrupted(run) != interrupted) {
            interrupted = !interrupted;
            lines.add(Times.clock(look.now(), look.zone()) + "  " + Cells.line(run.sentence()));
        }
        if (Words.held(run) != held && !run.ended()) {
            held = !held;
            lines.add(Times.clock(look.now(), look.zone()) + "  "
                    + Cells.line(held ? run.sentence() : "No longer held: " + run.sentence()));
        }
        lines.addAll(asking.lines(run, look));
        return lines;
    }

    /** What is being stopped, once; and that it is not given any more time, once. */
    public List<String> stopping(RunView run, Look look, Duration left) {
        String phase = left.isZero() ? "force" : "grace";
        boolean told =
                phase.equals(stopped) || (left.isZero() && Stopping.running(run).isEmpty());
        stopped = phase;
        return told
                ? List.of()
                : List.of(Times.clock(look.now(), look.zone()) + "  " + Stopping.sentence(run, left)
                        + ", and the run can be resumed all the same");
    }

    private List<String> stage(RunView run, StageView stage, Look look) {
        List<String> lines = new ArrayList<>();
        boolean moved = moved(stage);
        int unnamed = findings.unnamed(stage);
        if (moved && unnamed > 0 && settled(stage)) {
            lines.add("… and " + Words.count(unnamed) + (unnamed == 1 ? " more item" : " more items") + " failed: "
                    + look.command("show " + run.number()));
        }
        if (moved) {
            lines.add(about(run, stage, look));
        }
        ItemCounts items = stage.items();
        Heartbeat beat = stage.heartbeat();
        if (items != null) {
            MapProgress progress = maps.computeIfAbsent(stage.id(), id -> new MapProgress());
            if (!settled(stage)) {
                progress.line(stage, items, look.now()).ifPresent(lines::add);
            }
        } else if (beat != null && stage.status() == StageStatus.RUNNING && due(stage, beat)) {
            lines.add(StageWords.heartbeat(beat));
        }
        return lines;
    }

    private static boolean settled(StageView stage) {
        return stage.finishedAt() != null && stage.status() != StageStatus.WAITING;
    }

    /**
     * Whether it stands otherwise than when it was last told of. A stage that has not begun is not worth a word, nor is one that
     * is to begin again: who has it do so has been told of. Nor are the pauses between the items of a map.
     */
    private boolean moved(StageView stage) {
        boolean pause =
                stage.items() != null && (stage.waitsFor() == WaitFor.CAPACITY || stage.waitsFor() == WaitFor.BACK_OFF);
        String status = pause ? "RUNNING null" : stage.status() + " " + stage.waitsFor();
        String now = status + " " + stage.generation() + " " + stage.attempt() + " " + stage.held();
        String before = told.put(stage.id(), now);
        boolean begins = stage.status() == StageStatus.IDLE && !stage.held();
        return !begins && !now.equals(before);
    }

    private boolean due(StageView stage, Heartbeat beat) {
        Instant last = beats.get(stage.id());
        Instant from = last == null ? stage.startedAt() : last;
        if (from != null && Duration.between(from, beat.at()).compareTo(QUIET) < 0) {
            return false;
        }
        beats.put(stage.id(), beat.at());
        return true;
    }

    private static String about(RunView run, StageView stage, Look look) {
        boolean waits = run.status() == RunStatus.WAITING;
        if (Words.inDoubt(stage)) {
            return "in doubt: it "
                    + (stage.error() == null ? "was interrupted" : Cells.line(stage.error()))
                    + " and may have had its effect"
                    + (waits ? "" : "; settle it: " + Steps.answer(run, stage, look));
        }
        String standing = StageWords.standing(run, stage, look);
        if (stage.waitsFor() == WaitFor.PERSON) {
            return standing + (waits ? "" : "; give it: " + Steps.answer(run, stage, look));
        }
        ItemCounts items = stage.items();
        if (items != null && stage.status().done() && stage.status() != StageStatus.SKIPPED) {
            String why = items.failed() > 0 || stage.degraded() == null ? "" : "; " + Cells.line(stage.degraded());
            return standing + ": " + MapProgress.outcome(items) + why;
        }
        String why = stage.error() != null ? stage.error() : stage.degraded();
        return why == null || stage.status() == StageStatus.RUNNING ? standing : standing + ": " + Cells.line(why);
    }
}
