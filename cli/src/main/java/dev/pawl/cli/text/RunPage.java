// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.RunView;
import dev.pawl.RunView.Owner;
import dev.pawl.StageView;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.core.StageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Everything about one run, to be read. */
public final class RunPage {

    private static final int SPAN = 24;
    private static final int INDENT = 6;

    private final RunView run;
    private final Look look;
    private final List<String> lines = new ArrayList<>();

    private RunPage(RunView run, Look look) {
        this.run = run;
        this.look = look;
    }

    public static List<String> lines(RunView run, Look look, Predicate<String> wrote) {
        RunPage page = new RunPage(run, look);
        page.head();
        page.facts();
        page.stages();
        page.next(wrote);
        return page.lines;
    }

    private void head() {
        lines.add(Words.painted(run, Words.symbol(run), look) + " " + look.bold("Run " + run.number()) + "  "
                + run.pipeline() + " v" + run.version() + "  "
                + Words.painted(run, Words.status(run), look));
        Cells.wrap(run.sentence(), look.width() - 2).forEach(line -> lines.add("  " + line));
        lines.add("");
    }

    private void facts() {
        fact("id", run.id().toString());
        fact("key", run.key());
        fact("user", run.user());
        StringJoiner labels = new StringJoiner(" ");
        run.labels().forEach((name, value) -> labels.add(name + "=" + value));
        fact("labels", labels.toString());
        fact("submitted", Times.ago(run.createdAt(), look.now()) + ", " + Times.date(run.createdAt(), look.zone()));
        Instant started = run.startedAt();
        if (started != null) {
            Instant finished = run.finishedAt();
            fact(
                    finished == null ? "running" : "took",
                    Times.took(Duration.between(started, finished == null ? look.now() : finished)));
        }
        Owner owner = run.owner();
        if (owner != null) {
            fact(
                    Words.interrupted(run) ? "last run by" : "run by",
                    owner.name() + ", process " + owner.pid() + " on " + owner.host() + " since "
                            + Times.clock(owner.since(), look.zone()) + ", epoch " + owner.epoch());
        }
        if (run.recoveries() > 0) {
            fact("recovered", run.recoveries() == 1 ? "once" : run.recoveries() + " times");
        }
        lines.add("");
    }

    private void fact(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            lines.add("  " + look.dim(Cells.pad(name, 11)) + " " + Cells.line(value));
        }
    }

    private void stages() {
        int name =
                run.stages().stream().mapToInt(s -> Cells.width(s.id())).max().orElse(1);
        for (StageView stage : run.stages()) {
            String head = "  " + Words.symbol(stage, look) + " " + Cells.pad(stage.id(), name) + "  ";
            String standing = StageWords.standing(stage, look);
            if (stage.status() == StageStatus.RUNNING) {
                standing += ", " + StageWords.elapsed(stage, look);
            }
            String size = stage.outputSize() == null ? "" : look.dim("  " + Words.size(Steps.size(stage)));
            lines.add((head + span(stage) + "  " + standing + size).stripTrailing());
            more(stage);
        }
    }

    /** When it ran, as a bar under those of the other stages. */
    private String span(StageView stage) {
        Instant from = run.startedAt() == null ? run.createdAt() : run.startedAt();
        Instant to = run.finishedAt() == null ? look.now() : run.finishedAt();
        Instant started = stage.startedAt();
        double all = Duration.between(from, to).toMillis();
        if (started == null || all <= 0) {
            return " ".repeat(SPAN);
        }
        Instant end = stage.finishedAt() == null ? look.now() : stage.finishedAt();
        return look.dim(Bar.span(
                Duration.between(from, started).toMillis() / all,
                Duration.between(from, end).toMillis() / all,
                SPAN));
    }

    /** What it says, why it failed and whom it waits for, whole. */
    private void more(StageView stage) {
        Heartbeat beat = stage.heartbeat();
        if (beat != null && stage.status() == StageStatus.RUNNING) {
            indented(
                    StageWords.join(
                            "  ",
                            StageWords.progress(beat),
                            StageWords.counts(beat),
                            StageWords.text(beat),
                            "sign of life " + Times.ago(beat.at(), look.now())),
                    false);
        }
        if (stage.error() != null) {
            indented(stage.error(), true);
        }
        if (stage.degraded() != null) {
            indented(stage.degraded(), false);
        }
        if (Words.inDoubt(stage)) {
            indented("It was interrupted and may have had its effect outside; it is not repeated unasked.", false);
        }
    }

    private void indented(String text, boolean error) {
        for (String line : Cells.wrap(text, look.width() - INDENT)) {
            lines.add(" ".repeat(INDENT) + (error ? look.red(line) : line));
        }
    }

    private void next(Predicate<String> wrote) {
        List<String> steps = Steps.lines(run, look, wrote);
        if (!steps.isEmpty()) {
            lines.add("");
            steps.forEach(step -> lines.add("  " + step));
        }
    }
}
