// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.core.RunStatus;
import dev.pawl.core.StageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells a run as lines, one for each thing that changed, for where nothing can be drawn over. Not thread-safe. */
public final class Story {

    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final Duration ASK_AGAIN = Duration.ofMinutes(1);

    private final Map<String, String> told = new LinkedHashMap<>();
    private final Map<String, Instant> beats = new LinkedHashMap<>();
    private boolean interrupted;
    private boolean held;
    private @Nullable String stopped;
    private List<String> waitsOn = List.of();
    private @Nullable Instant waitsSince;
    private @Nullable Instant asked;

    /** What is new since the last time. */
    public List<String> lines(RunView run, Look look) {
        List<String> lines = new ArrayList<>();
        int name =
                run.stages().stream().mapToInt(s -> Cells.width(s.id())).max().orElse(1);
        for (StageView stage : run.stages()) {
            String prefix = Times.clock(look.now(), look.zone()) + "  " + Cells.pad(stage.id(), name) + "  ";
            if (moved(stage)) {
                lines.add(prefix + about(run, stage, look));
            }
            Heartbeat beat = stage.heartbeat();
            if (beat != null && stage.status() == StageStatus.RUNNING && due(stage, beat)) {
                lines.add(prefix + StageWords.heartbeat(beat));
            }
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
        lines.addAll(person(run, look));
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

    /** That it waits for a person, whole once and then in short now and again: nothing else would tell it from one that hangs. */
    private List<String> person(RunView run, Look look) {
        List<StageView> doubted = run.stages().stream().filter(Words::inDoubt).toList();
        if (run.status() != RunStatus.WAITING || Words.interrupted(run) || Words.held(run) || doubted.isEmpty()) {
            asked = null;
            waitsSince = null;
            return List.of();
        }
        String clock = Times.clock(look.now(), look.zone()) + "  ";
        List<String> ids = doubted.stream().map(StageView::id).toList();
        if (waitsSince == null || !ids.equals(waitsOn)) {
            waitsSince = waitsSince == null ? look.now() : waitsSince;
            waitsOn = ids;
            asked = look.now();
            List<String> lines = new ArrayList<>();
            lines.add(clock + Cells.line(run.sentence()));
            doubted.forEach(stage -> Steps.settling(run, stage, look).forEach(step -> lines.add("  " + step)));
            return lines;
        }
        if (asked == null || Duration.between(asked, look.now()).compareTo(ASK_AGAIN) < 0) {
            return List.of();
        }
        asked = look.now();
        return List.of(clock + "still waiting for a person to settle " + String.join(", ", ids) + ", for "
                + Times.whole(Duration.between(waitsSince, look.now())));
    }

    /** Whether it stands otherwise than when it was last told of; a stage that has not begun is not worth a word. */
    private boolean moved(StageView stage) {
        String now = stage.status() + " " + stage.generation() + " " + stage.attempt() + " " + stage.waitsFor();
        String before = told.put(stage.id(), now);
        return before == null ? stage.status() != StageStatus.IDLE : !before.equals(now);
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
        if (Words.inDoubt(stage)) {
            return "in doubt: it "
                    + (stage.error() == null ? "was interrupted" : Cells.line(stage.error()))
                    + " and may have had its effect"
                    + (run.status() == RunStatus.WAITING ? "" : "; settle it: " + Steps.settle(run, stage, look));
        }
        String why = stage.error() != null ? stage.error() : stage.degraded();
        String standing = stage.status() == StageStatus.IDLE ? "put back" : StageWords.standing(stage, look);
        return why == null || stage.status() == StageStatus.RUNNING ? standing : standing + ": " + Cells.line(why);
    }
}
