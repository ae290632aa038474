// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Runs as a table, one row each. */
public final class RunTable {

    private RunTable() {}

    public static List<String> lines(List<RunView> runs, Look look) {
        Table table = new Table("RUN", "STATUS", "PIPELINE", "KEY", "USER", "STARTED", "TOOK");
        for (RunView run : runs) {
            table.row(List.of(
                    Long.toString(run.number()),
                    Words.symbol(run) + " " + Words.status(run),
                    run.pipeline(),
                    run.key() == null ? "" : Cells.line(run.key()),
                    run.user() == null ? "" : Cells.line(run.user()),
                    Times.ago(run.createdAt(), look.now()),
                    took(run)));
        }
        return table.lines(look, (row, column, cell) -> switch (column) {
            case 1 -> Words.painted(runs.get(row), cell, look);
            case 5, 6 -> look.dim(cell);
            default -> cell;
        });
    }

    private static String took(RunView run) {
        Instant started = run.startedAt();
        Instant finished = run.finishedAt();
        return started == null || finished == null ? "" : Times.took(Duration.between(started, finished));
    }
}
