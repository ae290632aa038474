// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.Health;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.core.StageStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The stages of a run on one axis of time, each with what it says, why it failed and whom it waits for. */
final class StageLines {

    private static final int INDENT = 6;
    /** What the words beside a bar have at least. */
    private static final int WORDS = 48;

    private static final int SHORTEST = 16;
    private static final int LONGEST = 60;

    private final RunView run;
    private final TimeLine time;
    private final Look look;
    private final int name;
    private final boolean stacked;
    private final Axis axis;
    private final List<String> lines = new ArrayList<>();

    private StageLines(RunView run, TimeLine time, Look look) {
        this.run = run;
        this.time = time;
        this.look = look;
        this.name =
                run.stages().stream().mapToInt(s -> Cells.width(s.id())).max().orElse(1);
        int room = look.width() - before() - WORDS;
        this.stacked = room < SHORTEST;
        this.axis = new Axis(time, stacked ? Math.max(10, look.width() - INDENT - 1) : Math.min(room, LONGEST));
    }

    static List<String> of(RunView run, TimeLine time, Look look) {
        StageLines page = new StageLines(run, time, look);
        boolean begun = !time.spans().isEmpty();
        if (begun) {
            page.scale();
        }
        run.stages().forEach(page::stage);
        String legend = Strip.legend(time, page.axis);
        if (begun && !legend.isEmpty()) {
            Cells.phrases(legend, look.width() - page.left())
                    .forEach(line -> page.lines.add(" ".repeat(page.left()) + look.dim(line)));
        }
        return page.lines;
    }

    /** Columns before a bar that has the stage's name before it. */
    private int before() {
        return 4 + name + 2;
    }

    private int left() {
        return stacked ? INDENT : before();
    }

    /** How long the line is. */
    private void scale() {
        String end = Times.took(time.total());
        String between = "─".repeat(Math.max(1, axis.width() - 2 - Cells.width(end)));
        lines.add(" ".repeat(left()) + look.dim("0" + between + " " + end));
    }

    private void stage(StageView stage) {
        List<Span> spans = time.of(stage.id());
        String head = "  " + Words.symbol(stage, look) + " ";
        String strip = Strip.of(spans, axis, look);
        if (stacked) {
            wrapped(head + look.bold(stage.id()) + "  ", 4 + Cells.width(stage.id()) + 2, words(stage, spans));
            if (!spans.isEmpty()) {
                lines.add((" ".repeat(INDENT) + strip).stripTrailing());
            }
        } else {
            wrapped(
                    head + Cells.pad(stage.id(), name) + "  " + strip + "  ",
                    before() + axis.width() + 2,
                    words(stage, spans));
        }
        more(stage);
    }

    private void wrapped(String head, int indent, String text) {
        boolean first = true;
        for (String line : Cells.phrases(text, look.width() - indent)) {
            lines.add(((first ? head : " ".repeat(indent)) + line).stripTrailing());
            first = false;
        }
    }

    /** When it began, how it stands, how long it had waited and what it put out. */
    private String words(StageView stage, List<Span> spans) {
        boolean begun = spans.stream().anyMatch(span -> span.kind().attempt());
        Duration offset = Duration.between(time.from(), Strip.begun(spans, time.from()));
        Duration waited = spans.stream()
                .filter(span -> !span.kind().attempt())
                .map(Span::length)
                .reduce(Duration.ZERO, Duration::plus);
        boolean now = time.waits().containsKey(stage.id());
        boolean runs = stage.status() == StageStatus.RUNNING && stage.health() != Health.INTERRUPTED;
        String standing = StageWords.standing(run, stage, look) + (runs ? ", " + StageWords.elapsed(stage, look) : "");
        return StageWords.join(
                "  ",
                begun ? Cells.pad("+" + Times.took(offset), stacked ? 0 : 8) : "",
                standing,
                waited.toSeconds() < 1 || now ? "" : "waited " + Times.took(waited),
                stage.outputSize() == null ? "" : Words.size(Steps.size(stage)),
                run.interactive() ? StageWords.version(stage, time.givenBy().get(stage.id()), look) : "");
    }

    private void more(StageView stage) {
        indented(StageWords.items(stage), false);
        ItemLines.failed(run, stage, look, look.width() - INDENT).forEach(line -> lines.add(" ".repeat(INDENT) + line));
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
        indented(StageWords.stale(stage), false);
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
        if (!text.isEmpty()) {
            Cells.wrap(text, look.width() - INDENT)
                    .forEach(line -> lines.add(" ".repeat(INDENT) + (error ? look.red(line) : line)));
        }
    }
}
