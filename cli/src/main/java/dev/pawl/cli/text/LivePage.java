// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.core.StageStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A run that goes on, one line a stage and one for how it stands; for a terminal where it is drawn over again. */
public final class LivePage {

    private static final int BAR = 20;
    private static final int SILENT = 3;

    private final Rates rates;

    public LivePage(Rates rates) {
        this.rates = rates;
    }

    /** At most {@code height} lines, each at most as wide as the terminal; stages at rest give way. */
    public List<String> lines(RunView run, Look look, int height) {
        List<String> lines = stages(run, look, height);
        if (!run.ended()) { // how it ended is said below them, and whole
            lines.add(Words.painted(run, Cells.cut(Cells.line(run.sentence()), look.width() - 1), look));
        }
        return lines;
    }

    /** The same while its work is stopped, which is given so long to end by itself. */
    public List<String> stopping(RunView run, Look look, int height, Duration left) {
        List<String> lines = stages(run, look, height);
        lines.add(look.yellow(Cells.cut(Stopping.sentence(run, left), look.width() - 1)));
        return lines;
    }

    private List<String> stages(RunView run, Look look, int height) {
        List<StageView> stages = visible(run.stages(), Math.max(1, height - 2));
        int name = stages.stream().mapToInt(s -> Cells.width(s.id())).max().orElse(1);
        List<String> lines = new ArrayList<>();
        for (StageView stage : stages) {
            String text = Cells.cut(about(stage, run, look), look.width() - name - 6);
            boolean loud = stage.status() == StageStatus.FAILED || Words.inDoubt(stage);
            String about = loud ? look.yellow(text) : stage.status() == StageStatus.IDLE ? look.dim(text) : text;
            lines.add("  " + Words.symbol(stage, look) + " " + Cells.pad(stage.id(), name) + "  " + about);
        }
        if (stages.size() < run.stages().size()) {
            lines.add(look.dim("    and " + (run.stages().size() - stages.size()) + " more stages"));
        }
        return lines;
    }

    private String about(StageView stage, RunView run, Look look) {
        if (Words.inDoubt(stage)) {
            return "in doubt; settle it: " + Steps.answer(run, stage, look);
        }
        if (Asking.asks(run, stage) && stage.status() == StageStatus.WAITING) {
            return StageWords.standing(run, stage, look) + "; give it: " + Steps.answer(run, stage, look);
        }
        Heartbeat beat = stage.heartbeat();
        if (stage.status() != StageStatus.RUNNING) {
            String why = stage.error() != null ? stage.error() : stage.degraded();
            return StageWords.join("  ", StageWords.standing(run, stage, look), why == null ? "" : Cells.line(why));
        }
        if (beat == null) {
            return StageWords.join("  ", StageWords.standing(run, stage, look), StageWords.elapsed(stage, look));
        }
        Duration silent = Duration.between(beat.at(), look.now());
        return StageWords.join(
                "  ",
                beat.total() > 0
                        ? Bar.of((double) beat.done() / beat.total(), BAR)
                        : StageWords.standing(run, stage, look),
                StageWords.progress(beat),
                StageWords.pace(stage, rates),
                StageWords.elapsed(stage, look),
                silent.toSeconds() < SILENT ? "" : "sign of life " + Times.ago(beat.at(), look.now()),
                StageWords.counts(beat),
                StageWords.text(beat));
    }

    /** All where there is room, else those at work or in need of someone, then others from the front. */
    private static List<StageView> visible(List<StageView> stages, int room) {
        if (stages.size() <= room) {
            return stages;
        }
        List<StageView> busy =
                stages.stream().filter(LivePage::busy).limit(room).toList();
        List<StageView> chosen = new ArrayList<>(busy);
        stages.stream().filter(s -> !busy(s)).limit(room - busy.size()).forEach(chosen::add);
        return stages.stream().filter(chosen::contains).toList();
    }

    private static boolean busy(StageView stage) {
        return stage.status() == StageStatus.RUNNING
                || stage.status() == StageStatus.WAITING
                || stage.status() == StageStatus.FAILED;
    }
}
