// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import java.util.ArrayList;
import java.util.List;

/** Rows under a heading, as wide as they need; where that is too wide, the widest columns give way. */
final class Table {

    private static final int GAP = 2;
    private static final int LEAST = 6;

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heading) {
        rows.add(List.of(heading));
    }

    void row(List<String> cells) {
        rows.add(cells);
    }

    /** Cells are plain; {@code paint} may colour a row's cells once they are cut and padded. */
    List<String> lines(Look look, Painter paint) {
        int[] widths = widths(look.width());
        List<String> lines = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                if (widths[c] == 0) {
                    continue;
                }
                String cell = Cells.pad(Cells.cut(rows.get(r).get(c), widths[c]), widths[c]);
                line.append(r == 0 ? look.dim(cell) : paint.paint(r - 1, c, cell))
                        .append(" ".repeat(GAP));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** A column in which no row says anything has the width 0. */
    private int[] widths(int room) {
        int[] widths = new int[rows.getFirst().size()];
        int total = 0;
        for (int c = 0; c < widths.length; c++) {
            int column = c;
            if (rows.stream().skip(1).anyMatch(row -> !row.get(column).isEmpty())) {
                widths[c] = rows.stream()
                        .mapToInt(row -> Cells.width(row.get(column)))
                        .max()
                        .orElse(0);
                total += widths[c] + GAP;
            }
        }
        for (int over = total - GAP - room; over > 0; over--) {
            int widest = 0;
            for (int c = 1; c < widths.length; c++) {
                widest = widths[c] > widths[widest] ? c : widest;
            }
            if (widths[widest] <= LEAST) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    /** Colours a cell. */
    interface Painter {
        String paint(int row, int column, String cell);
    }
}
