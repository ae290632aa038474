// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.cli.text.Span.Kind;
import java.time.Instant;
import java.util.List;

/** What one stage did, drawn under those of the others. */
final class Strip {

    private static final char WORK = '█';
    private static final char WAIT = '░';
    private static final char FAIL = '✗';
    private static final char CUT = '!';
    private static final char SKIP = '–';
    private static final char SHORT = '┊';

    private final char[] cells;
    private final Axis axis;

    private Strip(Axis axis) {
        this.axis = axis;
        this.cells = " ".repeat(axis.width()).toCharArray();
    }

    static String of(List<Span> spans, Axis axis, Look look) {
        Strip strip = new Strip(axis);
        axis.shortened().forEach(strip::mark);
        spans.stream().filter(span -> !span.kind().attempt()).forEach(strip::wait);
        spans.stream().filter(span -> span.kind().attempt()).forEach(strip::attempt);
        spans.stream().filter(span -> span.kind() == Kind.SKIPPED).forEach(strip::skip);
        return strip.painted(look);
    }

    /** What the signs mean that are used. */
    static String legend(TimeLine line, Axis axis) {
        List<Span> all = line.spans().values().stream().flatMap(List::stream).toList();
        boolean waits = all.stream()
                .anyMatch(span -> !span.kind().attempt()
                        && Math.ceil(axis.column(span.to())) - Math.floor(axis.column(span.from())) > 1);
        boolean fails = all.stream().anyMatch(span -> span.kind() == Kind.FAILED);
        boolean cuts = all.stream().anyMatch(span -> span.kind() == Kind.LOST);
        boolean skips = all.stream().anyMatch(span -> span.kind() == Kind.SKIPPED);
        return StageWords.join(
                "  ",
                waits ? WAIT + "\u00a0waiting" : "",
                fails ? FAIL + "\u00a0failed" : "",
                skips ? SKIP + "\u00a0skipped" : "",
                cuts ? CUT + "\u00a0interrupted" : "",
                axis.shortened().isEmpty() ? "" : SHORT + "\u00a0idle, drawn shorter");
    }

    private void mark(Span idle) {
        cells[cell((axis.column(idle.from()) + axis.column(idle.to())) / 2)] = SHORT;
    }

    private void wait(Span span) {
        int from = (int) Math.floor(axis.column(span.from()));
        int to = (int) Math.ceil(axis.column(span.to()));
        for (int i = from; to - from > 1 && i < Math.min(to, cells.length); i++) { // a trifle is not drawn
            cells[i] = cells[i] == SHORT ? SHORT : WAIT;
        }
    }

    private void attempt(Span span) {
        int from = cell(axis.column(span.from()));
        int to = Math.max(from + 1, (int) Math.floor(axis.column(span.to())));
        for (int i = from; i < Math.min(to, cells.length); i++) {
            cells[i] = WORK;
        }
        if (span.kind() == Kind.FAILED) {
            cells[Math.min(to, cells.length) - 1] = FAIL;
        } else if (span.kind() == Kind.LOST) {
            cells[Math.min(to, cells.length) - 1] = CUT;
        }
    }

    private void skip(Span span) {
        cells[cell(axis.column(span.from()))] = SKIP;
    }

    private int cell(double column) {
        return Math.clamp((int) Math.floor(column), 0, cells.length - 1);
    }

    /** Alike next to each other in one colour. */
    private String painted(Look look) {
        StringBuilder painted = new StringBuilder();
        for (int i = 0; i < cells.length; ) {
            int end = i;
            while (end < cells.length && cells[end] == cells[i]) {
                end++;
            }
            String same = new String(cells, i, end - i);
            painted.append(
                    switch (cells[i]) {
                        case WORK -> look.green(same);
                        case FAIL -> look.red(same);
                        case CUT -> look.yellow(same);
                        case WAIT, SHORT, SKIP -> look.dim(same);
                        default -> same;
                    });
            i = end;
        }
        return painted.toString();
    }

    /** When it first began, or the end where it has not. */
    static Instant begun(List<Span> spans, Instant end) {
        return spans.stream()
                .filter(span -> span.kind().attempt())
                .map(Span::from)
                .findFirst()
                .orElse(end);
    }
}
